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
)

// publication is the shape of the folders that Publish makes.
var publication = regexp.MustCompile(`^[0-9a-f]{64}(-[0-9]+)?$`)

// Shelved is a feed that stands, or stood, on the shelf.
type Shelved struct {
	Folder  string // beside latest
	Current bool   // latest points at it
	Manifest
}

// History lists the feeds of a target that are still on the shelf, the newest
// first. A folder without a readable manifest is none of ours and is not listed.
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
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Folder, a.Folder))
	})
	return history, nil
}

// Prune keeps the newest feeds of a target, at least one, and always the one in
// place; it says which folders it removed.
func (s *Shelf) Prune(target string, keep int) (removed []string, err error) {
	history, err := History(s.dir, target)
	if err != nil {
		return nil, err
	}
	for i, feed := range history {
		if i < max(keep, 1) || feed.Current {
			continue
		}
		if err := s.remove(target, feed.Folder); err != nil {
			return removed, fmt.Errorf("prune %s: %w", target, err)
		}
		removed = append(removed, feed.Folder)
	}
	return removed, nil
}

// remove takes a folder away at one stroke, so that nobody finds half of it.
func (s *Shelf) remove(target, folder string) error {
	aside := filepath.Join(s.scratch, folder)
	if err := os.Rename(filepath.Join(s.dir, target, folder), aside); err != nil {
		return err
	}
	return os.RemoveAll(aside)
}
