package shelf

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Candidate is a feed, or several, that asks to be published.
type Candidate struct {
	Path        string              // the file of the feed, uncompressed, best in Scratch; Publish takes it away. Empty: the feeds are among Parts
	Name        string              // of the feed on the shelf; TARGET.xml when empty
	Title       string              // of the target, in French
	Date        time.Time           // the day as of which the target decided
	Publication journal.Publication // target, run, hash, counts and instant; its state is still to be said. Without Path its hash may be empty
	Tallies     []journal.Tally
	Parts       []Part // the other files: twins in other formats, or one feed for each SIRET

	Checks        []Check             // each feed passes them in turn; LHEO 2.3 when nil
	Nomenclatures map[string]string   // version of each nomenclature that the codes come from
	Generator     string              // version of the program
	Delta         bool                // put the delta since the previous publication beside the feed
	Gone          func(string) string // why a formation is no longer in the feed, one French sentence; nil or empty when it is not known
}

// Part is one file of a publication, by either Path or Write.
type Part struct {
	Name    string   // on the shelf
	Feed    bool     // an LHEO file: checked, indexed and compared; at least one part is
	Formats []Format // twins to make of it; nil is all of a feed and none of another file

	Path   string // its file, best in Scratch; Publish takes it away
	SHA256 string // of Path, when it is known: a publication is then known to be unchanged without being read
	Write  func(context.Context, io.Writer) error
}

// fileName keeps the names of files fit for any disk, any address and sha256sum.
var fileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)

// reserved are the names that the shelf gives itself.
var reserved = []string{manifestName, sumsName, changesName, deltaName, withdrawnName}

// parts lists the files of a candidate by name.
func (c Candidate) parts() ([]Part, error) {
	parts := slices.Clone(c.Parts)
	if c.Path != "" {
		name := cmp.Or(c.Name, c.Publication.Target+".xml")
		parts = append(parts, Part{Name: name, Feed: true, Path: c.Path, SHA256: c.Publication.SHA256})
	}
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.Name, b.Name) })
	feeds, taken := 0, map[string]bool{}
	for i := range parts {
		p := &parts[i]
		if err := p.check(taken); err != nil {
			return nil, err
		}
		if p.Feed {
			feeds++
		}
		if p.Feed && p.Formats == nil {
			p.Formats = formats
		}
	}
	if feeds == 0 {
		return nil, errors.New("no file of the publication is a feed")
	}
	return parts, nil
}

// check refuses a part that could not stand on the shelf beside those taken.
func (p *Part) check(taken map[string]bool) error {
	if !fileName.MatchString(p.Name) || strings.Contains(p.Name, "..") || slices.Contains(reserved, p.Name) {
		return fmt.Errorf("file name %q: letters, digits, dots, hyphens and underscores are due, and no name of the shelf's own (%s)",
			p.Name, strings.Join(reserved, ", "))
	}
	if (p.Path != "") == (p.Write != nil) {
		return fmt.Errorf("file %s: either a path or a stream is due", p.Name)
	}
	for _, name := range append([]string{p.Name, p.Name + indexSuffix, deltaOf(p.Name)}, p.twins()...) {
		if taken[name] {
			return fmt.Errorf("two files of the publication would be called %s", name)
		}
		taken[name] = true
	}
	return nil
}

// twins names the compressed files of a part.
func (p *Part) twins() (names []string) {
	for _, f := range p.Formats {
		names = append(names, p.Name+"."+string(f))
	}
	if p.Feed && p.Formats == nil {
		return []string{p.Name + ".gz", p.Name + ".zst"}
	}
	return names
}

// size is that of the file of a part; otherwise what the caller says, for a path
// whose file is not looked at.
func (p *Part) size(otherwise int64) int64 {
	if info, err := os.Stat(p.Path); err == nil {
		return info.Size()
	}
	return otherwise
}

// known gives the digest of parts whose hashes are all known.
func known(parts []Part) (digest string, ok bool) {
	var files []File
	for _, p := range parts {
		if p.SHA256 == "" {
			return "", false
		}
		files = append(files, File{Name: p.Name, SHA256: p.SHA256})
	}
	return digestOf(files), true
}

// digestOf identifies files by what they hold and how they are called; one file,
// by what it holds.
func digestOf(files []File) string {
	if len(files) == 1 {
		return files[0].SHA256
	}
	sum := sha256.Sum256(sums(slices.Clone(files)))
	return hex.EncodeToString(sum[:])
}

// discard removes the files of parts that will not be published.
func discard(parts []Part) (err error) {
	for _, p := range parts {
		if p.Path == "" {
			continue
		}
		if e := os.Remove(p.Path); !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// put brings the file of a part into a folder and gives what it is made of. A check
// reads along when the file is to be read.
func (p *Part) put(ctx context.Context, dir string, check Check) (result, error) {
	if p.Write != nil {
		return p.stream(ctx, dir)
	}
	if err := move(p.Path, filepath.Join(dir, p.Name)); err != nil {
		return result{}, err
	}
	r, err := pressFile(ctx, dir, p.Name, p.Feed, p.Formats, check)
	if err == nil && p.SHA256 != "" && r.files[0].SHA256 != p.SHA256 {
		err = fmt.Errorf("%s is not what was written: SHA-256 %s, not %s; the disk may be failing", p.Name, r.files[0].SHA256, p.SHA256)
	}
	return r, err
}

// stream has the caller write a file straight to where it will stand.
func (p *Part) stream(ctx context.Context, dir string) (result, error) {
	d, err := newDraft(dir, p.Name, p.Feed, p.Formats)
	if err != nil {
		return result{}, err
	}
	defer d.press.abandon()
	if err := p.Write(ctx, d); err != nil {
		return result{}, fmt.Errorf("write %s: %w", p.Name, err)
	}
	if err := errors.Join(d.Close(), ctx.Err()); err != nil {
		return result{}, err
	}
	return d.result, nil
}
