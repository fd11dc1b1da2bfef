package shelf

import (
	"os"
	"path/filepath"
	"slices"
)

// recover puts right, in each target, what a program killed between two steps left:
// a feed still held that was superseded, released or refused; a release that was
// not recorded; days that lead nowhere.
func (s *Shelf) recover() error {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() || !targetName.MatchString(e.Name()) {
			continue
		}
		if err := s.reconcile(filepath.Join(s.dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (s *Shelf) reconcile(dir string) error {
	current, _, err := readManifest(filepath.Join(dir, latestName, manifestName))
	if err != nil {
		return nil // Publish will say what to do
	}
	if err := recordRelease(dir, current); err != nil {
		return err
	}
	if err := unlinkDays(dir); err != nil {
		return err
	}
	held, ok, err := readManifest(filepath.Join(dir, heldName, manifestName))
	if err != nil || !ok {
		return nil // not ours to judge: the next feed that is held takes its place
	}
	refusal, err := refusalOf(dir, held.Digest)
	if err != nil {
		return err
	}
	if refusal == nil && held.Previous == current.SHA256 {
		return nil
	}
	return s.drop(dir, heldName)
}

func recordRelease(dir string, current Manifest) error {
	if current.Released == nil {
		return nil
	}
	list, err := decisions(dir)
	if err != nil {
		return err
	}
	known := slices.ContainsFunc(list, func(d Decision) bool {
		return d.Kind == Released && d.Digest == current.Digest && d.At.Equal(current.Released.At)
	})
	if known {
		return nil
	}
	return record(dir, *current.Released)
}
