package shelf

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// publication is the shape of the folders that Publish makes.
var publication = regexp.MustCompile(`^[0-9a-f]{64}(-[0-9]+)?$`)

// Shelved is a publication that stands, or stood, on the shelf.
type Shelved struct {
	Folder  string // beside latest
	Current bool   // latest points at it
	Manifest
}

// History lists the publications of a target that are still on the shelf, the
// newest first: by their rank, whatever the clock said. A folder without a readable
// manifest is none of ours and is not listed.
func History(dir, target string) ([]Shelved, error) {
	entries, err := os.ReadDir(filepath.Join(dir, target))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list feeds of %s: %w", target, err)
	}
	current, _ := os.Readlink(filepath.Join(dir, target, latestName)) // absent: nothing is current
	var history []Shelved
	for _, e := range entries {
		if !e.IsDir() || !publication.MatchString(e.Name()) {
			continue
		}
		m, ok, err := readManifest(filepath.Join(dir, target, e.Name(), manifestName))
		if err == nil && ok {
			history = append(history, Shelved{Folder: e.Name(), Current: e.Name() == current, Manifest: m})
		}
	}
	slices.SortFunc(history, func(a, b Shelved) int {
		return cmp.Or(cmp.Compare(b.Sequence, a.Sequence), b.At.Compare(a.At), cmp.Compare(b.Folder, a.Folder))
	})
	return history, nil
}

// Find gives the publication that a name stands for: « latest », the SHA-256 of its
// feed or its first characters (six at least), its folder, or a day (AAAA-MM-JJ),
// which is the last publication of that day or before.
func Find(dir, target, name string) (Shelved, error) {
	history, err := History(dir, target)
	if err != nil {
		return Shelved{}, err
	}
	if _, err := time.Parse(time.DateOnly, name); err == nil {
		if i := slices.IndexFunc(served(history), func(h Shelved) bool { return h.Date <= name }); i >= 0 {
			return served(history)[i], nil
		}
	}
	for _, h := range history {
		if h.Folder == name || h.Current && name == latestName || len(name) >= 6 && strings.HasPrefix(h.SHA256, strings.ToLower(name)) {
			return h, nil
		}
	}
	return Shelved{}, fmt.Errorf("no publication %q of %s is on the shelf; %s", name, target, offered(history))
}

// served leaves out what a killed run put on the shelf and never pointed at: no
// partner has it. Such a one comes after the publication in place, or a later one
// took the place of what it would have replaced.
func served(history []Shelved) (list []Shelved) {
	replaced, last := map[string]int{}, 0 // rank of the last publication that replaced each
	for _, h := range history {
		replaced[h.Previous] = max(replaced[h.Previous], h.Sequence)
		if h.Current {
			last = h.Sequence
		}
	}
	for _, h := range history {
		if h.Current || replaced[h.SHA256] > 0 || h.Sequence < last && replaced[h.Previous] == h.Sequence {
			list = append(list, h)
		}
	}
	return list
}

func offered(history []Shelved) string {
	if len(history) == 0 {
		return "nothing was published yet"
	}
	var list []string
	for _, h := range history[:min(5, len(history))] {
		list = append(list, h.Date+" "+h.SHA256[:min(12, len(h.SHA256))])
	}
	return "there are " + strings.Join(list, ", ")
}

// Prune keeps the newest publications of a target, at least one; always the one in
// place, the one that its delta applies to, and those pinned by the SHA-256 of their
// feed: the bases of deltas that partners have yet to fetch. It says which folders
// it removed.
func (s *Shelf) Prune(target string, keep int, pinned ...string) (removed []string, err error) {
	history, err := History(s.dir, target)
	if err != nil {
		return nil, err
	}
	for _, h := range history {
		if h.Current && h.DeltaSince != "" {
			pinned = append(pinned, h.DeltaSince)
		}
	}
	for i, h := range history {
		if i < max(keep, 1) || h.Current || slices.Contains(pinned, h.SHA256) {
			continue
		}
		if err := s.drop(filepath.Join(s.dir, target), h.Folder); err != nil {
			return removed, fmt.Errorf("prune %s: %w", target, advise(err))
		}
		removed = append(removed, h.Folder)
	}
	if err := unlinkDays(filepath.Join(s.dir, target)); err != nil {
		return removed, fmt.Errorf("prune %s: %w", target, advise(err))
	}
	return removed, nil
}

// dayName is the shape of the names by which publications stand under their day.
var dayName = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// unlinkDays removes the days whose publication is gone.
func unlinkDays(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if e.Type() != fs.ModeSymlink || !dayName.MatchString(e.Name()) {
			continue
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	return nil
}
