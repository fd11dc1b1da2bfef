package push

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Publication is what the shelf has published for a target. Its folder is the one of
// that publication, and not a pointer that moves.
type Publication struct {
	Target string
	Date   string // AAAA-MM-JJ
	SHA256 string // as the journal knows it
	Dir    string
	Files  []File
}

// File is one file of a publication.
type File struct {
	Name   string
	Size   int64
	SHA256 string
	Feed   bool // it holds records, or is the feed compressed
	// Refused is when the partner last refused a record of it that it has not accepted
	// since: such files go after the others of their kind, the oldest refusal first. Zero
	// when it refused none.
	Refused time.Time
}

// fill writes what a template stands for.
func (p Publication) fill(template string) string {
	return strings.NewReplacer("{target}", p.Target, "{date}", p.Date).Replace(template)
}

var targetName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// chosen lists the files that a destination takes, feeds last, among them what was
// refused last time, otherwise by name.
func (p Publication) chosen(d Destination) (files []File, err error) {
	if _, err := time.Parse(time.DateOnly, p.Date); err != nil || !targetName.MatchString(p.Target) || p.SHA256 == "" {
		return nil, fmt.Errorf("publication %s of target %q at %q: a name, a day and a hash are due", p.SHA256, p.Target, p.Date)
	}
	for _, f := range p.Files {
		if err := safeName(f.Name, "file"); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(d.patterns(), func(pattern string) bool { ok, _ := path.Match(pattern, f.Name); return ok }) {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no file of the publication is one of %s: change files in the push settings", strings.Join(d.patterns(), ", "))
	}
	slices.SortFunc(files, func(a, b File) int {
		return cmp.Or(cmp.Compare(btoi(a.Feed), btoi(b.Feed)), a.Refused.Compare(b.Refused), cmp.Compare(a.Name, b.Name))
	})
	return files, p.unmistakable(d, files)
}

// unmistakable refuses a marker that is the name of a file.
func (p Publication) unmistakable(d Destination, files []File) error {
	done := p.fill(d.Done)
	if slices.ContainsFunc(files, func(f File) bool { return f.Name == done }) {
		return errors.New("done names a file of the publication: give it another name")
	}
	return nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
