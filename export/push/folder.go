package push

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// folder is a folder of this machine. What is in it cannot lead out of it: links
// that do are refused by the system (os.Root).
type folder struct {
	root *os.Root
	path string
}

func openFolder(d Destination, p Publication) (place, error) {
	base, made := d.folders(p)
	root, err := os.OpenRoot(base)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open folder %s: %w: it is not made for you, since a disk that is not mounted would be filled beside", base, err)
	}
	if err != nil {
		return nil, fmt.Errorf("open folder %s: %w", base, err)
	}
	if made == "" {
		return &folder{root, base}, nil
	}
	defer root.Close()
	if err := root.MkdirAll(made, 0o755); err != nil {
		return nil, fmt.Errorf("make folder %s in %s: %w", made, base, err)
	}
	inner, err := root.OpenRoot(made)
	if err != nil {
		return nil, fmt.Errorf("open folder %s in %s: %w", made, base, err)
	}
	return &folder{inner, filepath.Join(base, made)}, nil
}

func (f *folder) free() (int64, bool, error) { return freeBytes(f.path) }

func (f *folder) isFolder(name string) bool {
	info, err := f.root.Stat(name)
	return err == nil && info.IsDir()
}

func (f *folder) write(name string, from io.Reader) (size int64, err error) {
	if err := f.remove(name); err != nil {
		return 0, err
	}
	out, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, unmade{err}
	}
	_, err = io.Copy(out, from)
	if err == nil {
		err = out.Sync()
	}
	if err := errors.Join(err, out.Close()); err != nil {
		return 0, err
	}
	info, err := f.root.Lstat(name)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (f *folder) rename(from, to string) error { return f.root.Rename(from, to) }

func (f *folder) remove(name string) error {
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// settle asks the system to write the names. A share of a network may refuse that of
// a folder: the files themselves are on its disk.
func (f *folder) settle() error {
	dir, err := f.root.Open(".")
	if err != nil {
		return err
	}
	_ = dir.Sync()
	return dir.Close()
}

func (f *folder) close() error { return f.root.Close() }
