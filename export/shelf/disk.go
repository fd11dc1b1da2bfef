package shelf

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// writeFile writes a new file that survives a power cut once its folder is synced.
func writeFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncPath makes what a file or folder holds survive a power cut.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// fileOf hashes a file.
func fileOf(path, role string) (File, error) {
	f, err := os.Open(path)
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return File{}, fmt.Errorf("read %s: %w", path, err)
	}
	return File{Name: filepath.Base(path), Role: role, Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// interruptible is a reader that ends with its context.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (r *interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
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
	return errors.Join(err, out.Sync(), out.Close())
}

// link gives a file a second name, or copies it where the disk has no links.
func link(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	return copyFile(from, to)
}

// swap points a name at a folder beside it, at one stroke: readers find the old
// feed or the new one.
func swap(target, name, folder string) error {
	temp := filepath.Join(target, tempPrefix+name)
	if err := os.RemoveAll(temp); err != nil {
		return err
	}
	if err := os.Symlink(folder, temp); err != nil {
		return err
	}
	if err := os.Rename(temp, filepath.Join(target, name)); err != nil {
		return err
	}
	return syncPath(target)
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
