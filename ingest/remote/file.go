package remote

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// Names of what a source's folder holds beside its files. They are hidden, and no
// file that is fetched can be called so.
const (
	recordName = ".fetch.json" // what is known of the good file
	partName   = ".part.json"  // what is known of the one that is coming
	lockName   = ".lock"
	partSuffix = ".part"
)

// lock is freed by the system when the process ends, however it ends.
func lock(folder string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(folder, lockName), os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, disk{err}
	}
	if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, ErrInUse
	}
	return nil, disk{fmt.Errorf("lock %s: %w", f.Name(), err)}
}

// writeJSON puts a value in a file at once: whoever reads it, even after a crash,
// finds the whole of it or what was there before.
func writeJSON(folder, name string, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	next := filepath.Join(folder, name+".next")
	if err := writeSynced(next, append(text, '\n')); err != nil {
		return disk{err}
	}
	return rename(next, filepath.Join(folder, name))
}

func writeSynced(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o640)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

// rename moves a file and makes its new name last through a power cut.
func rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return disk{err}
	}
	folder, err := os.Open(filepath.Dir(to))
	if err != nil {
		return disk{err}
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return disk{err}
	}
	return nil
}

// maxRecord is more than any record takes.
const maxRecord = 64 << 10

// readJSON reads what writeJSON wrote; false for anything else.
func readJSON(folder, name string, value any) bool {
	f, err := openRegular(filepath.Join(folder, name))
	if err != nil {
		return false
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxRecord))
	return err == nil && json.Unmarshal(text, value) == nil
}

// openRegular opens a file, and neither a link nor what would block.
func openRegular(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		f.Close()
		return nil, errors.Join(err, fmt.Errorf("%s is not a regular file", path))
	}
	return f, nil
}

func digest(path string) (sum string, size int64, err error) {
	f, err := openRegular(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	hash := sha256.New()
	size, err = io.Copy(hash, f)
	return hex.EncodeToString(hash.Sum(nil)), size, err
}
