package shelf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// place writes the folder of a feed aside, whole and safe from a power cut, then
// gives it its name, and points at it unless it is held.
func (s *Shelf) place(ctx context.Context, c Candidate, p journal.Publication, dir, previous string) error {
	temp, err := os.MkdirTemp(dir, tempPrefix)
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp) // nothing is left of it once renamed
	if err := os.Chmod(temp, 0o755); err != nil {
		return err
	}
	if err := fill(ctx, temp, c, p, previous); err != nil {
		return err
	}
	held := filepath.Join(dir, heldName)
	if err := os.RemoveAll(held); err != nil {
		return err
	}
	if p.State == journal.Held {
		return errors.Join(os.Rename(temp, held), syncPath(dir))
	}
	folder, err := vacant(dir, p.SHA256)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, filepath.Join(dir, folder)); err != nil {
		return err
	}
	if err := syncPath(dir); err != nil {
		return err
	}
	return swap(dir, folder)
}

// fill puts the feed, its compressed twin and its manifest in a folder.
func fill(ctx context.Context, dir string, c Candidate, p journal.Publication, previous string) error {
	file := filepath.Join(dir, p.Target+".xml")
	if err := move(c.Path, file); err != nil {
		return err
	}
	zipped, read, err := compress(ctx, file, file+".gz")
	if err != nil {
		return err
	}
	if read.SHA256 != p.SHA256 {
		return fmt.Errorf("%s is not what was written: SHA-256 %s, not %s; the disk may be failing", read.Name, read.SHA256, p.SHA256)
	}
	m := Manifest{
		Target: p.Target, Title: c.Title, Run: p.Run, Date: c.Date.Format(time.DateOnly), At: p.At,
		File: read, Gzip: zipped, Formations: p.Formations, Actions: p.Actions, Sessions: p.Sessions,
		Tallies: c.Tallies, Defaulted: p.Defaulted, Previous: previous, Held: p.Error,
	}
	return errors.Join(writeManifest(dir, m), syncPath(dir))
}

// move renames a file, or copies it when it comes from another disk, and makes it
// safe from a power cut.
func move(from, to string) error {
	err := os.Rename(from, to)
	if errors.Is(err, syscall.EXDEV) {
		err = errors.Join(copyFile(from, to), os.Remove(from))
	}
	if err != nil {
		return err
	}
	return errors.Join(os.Chmod(to, 0o644), syncPath(to))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// vacant is the name for a new folder: the hash, or the hash with a number when a
// feed of the same bytes has stood here before. Folders are never written again.
func vacant(dir, hash string) (string, error) {
	for name, n := hash, 2; ; n++ {
		_, err := os.Lstat(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
		if err != nil {
			return "", err
		}
		name = hash + "-" + strconv.Itoa(n)
	}
}
