package shelf

import (
	"errors"
	"os"
	"path/filepath"
)

// point gives a folder that is whole and safe from a power cut its name, and points
// at it: first the day, then latest.
func (s *Shelf) point(dir, temp string, m Manifest) error {
	folder, err := vacant(dir, m.SHA256)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, filepath.Join(dir, folder)); err != nil {
		return err
	}
	if err := syncPath(dir); err != nil {
		return err
	}
	if err := swap(dir, m.Date, folder); err != nil {
		return err
	}
	if err := swap(dir, latestName, folder); err != nil {
		return err
	}
	// What was held is superseded. If it cannot be removed now, Held no longer
	// gives it and Open will remove it: the feed is published all the same.
	_ = s.drop(dir, heldName)
	return nil
}

// hold puts the folder that was filled where staff look at what was not let
// through, in place of what was held before.
func (w *work) hold() error {
	if err := w.shelf.drop(w.dir, heldName); err != nil {
		return err
	}
	return errors.Join(os.Rename(w.temp, filepath.Join(w.dir, heldName)), syncPath(w.dir))
}

// drop takes a folder of a target away at one stroke, so that nobody finds half of
// it.
func (s *Shelf) drop(dir, folder string) error {
	from := filepath.Join(dir, folder)
	if _, err := os.Lstat(from); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	aside, err := os.MkdirTemp(s.scratch, "")
	if err != nil {
		return err
	}
	if err := os.Rename(from, filepath.Join(aside, folder)); err != nil {
		return err
	}
	return os.RemoveAll(aside)
}
