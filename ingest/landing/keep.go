package landing

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
	"strings"
	"syscall"
)

// ErrRefused says that a file cannot be a delivery: it is not a regular file,
// is too large, or is closed to this user.
var ErrRefused = errors.New("refused as a delivery")

// Keep copies the file at path into the landing. One that is there already is
// read again, never written: when it is damaged, Keep says so.
func (l *Landing) Keep(ctx context.Context, path string) (Delivery, error) {
	d, err := l.keep(ctx, path)
	if err != nil {
		return Delivery{}, fmt.Errorf("keep delivery %s: %w", path, err)
	}
	return d, nil
}

func (l *Landing) keep(ctx context.Context, path string) (d Delivery, err error) {
	from, err := openRegular(path, l.MaxSize)
	if err != nil {
		return d, err
	}
	defer from.Close()
	copied, err := os.CreateTemp(l.dir, temporary+"*")
	if err != nil {
		return d, err
	}
	defer os.Remove(copied.Name()) // does nothing once renamed
	defer copied.Close()
	d = Delivery{Name: deliveryName(path)}
	if d.SHA256, d.Size, err = digest(ctx, io.TeeReader(io.LimitReader(from, l.MaxSize+1), copied)); err != nil {
		return d, err
	}
	if d.Size > l.MaxSize {
		return d, tooLarge(l.MaxSize)
	}
	return l.settle(ctx, d, copied)
}

// settle puts a whole copy in its place, unless the delivery is there already.
func (l *Landing) settle(ctx context.Context, d Delivery, copied *os.File) (Delivery, error) {
	there, err := l.Find(d.SHA256)
	if err == nil {
		d.Path, d.Known = there.Path, true
		return d, errors.Join(verify(ctx, there), os.MkdirAll(filepath.Join(l.folder(d.SHA256), rows), 0o750))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return d, err
	}
	folder := l.folder(d.SHA256)
	d.Path = filepath.Join(folder, d.Name)
	if err := errors.Join(copied.Chmod(0o440), copied.Sync(), copied.Close()); err != nil {
		return d, err
	}
	if err := os.MkdirAll(filepath.Join(folder, rows), 0o750); err != nil {
		return d, err
	}
	if err := os.Rename(copied.Name(), d.Path); err != nil {
		return d, err
	}
	return d, syncFolders(folder, filepath.Dir(folder), l.dir)
}

// deliveryName is a safe name that is not that of the folder beside it.
func deliveryName(path string) string {
	if name := safeName(path, "livraison"); !strings.EqualFold(name, rows) {
		return name
	}
	return "livraison"
}

// verify reads a kept copy again.
func verify(ctx context.Context, d Delivery) error {
	f, err := os.Open(d.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	sum, size, err := digest(ctx, f)
	if err != nil {
		return err
	}
	if sum != d.SHA256 {
		return fmt.Errorf("the copy kept in %s is damaged: %d bytes whose hash is %s; move it away and deliver again", d.Path, size, sum)
	}
	return nil
}

// openRegular opens a file that is an ordinary one, and not a link to one, which
// could name a file that the sender may not read.
func openRegular(path string, maxSize int64) (*os.File, error) {
	named, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !named.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: it is a %s, not a regular file", ErrRefused, kind(named.Mode()))
	}
	if named.Size() > maxSize {
		return nil, tooLarge(maxSize)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // does not wait, should it have become a pipe
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("%w: this user may not read it (chown or chmod it): %w", ErrRefused, err)
	}
	if err != nil {
		return nil, err
	}
	opened, err := f.Stat()
	if err == nil && !os.SameFile(named, opened) {
		err = fmt.Errorf("%w: it was replaced while it was being opened; deliver it again", ErrRefused)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func tooLarge(maxSize int64) error {
	return fmt.Errorf("%w: it is larger than %d MiB, the most that is accepted", ErrRefused, maxSize>>20)
}

func kind(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "folder"
	case mode&fs.ModeSymlink != 0:
		return "symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "pipe"
	}
	return "device or socket"
}

// digest reads r to its end, unless the context ends first.
func digest(ctx context.Context, r io.Reader) (sum string, size int64, err error) {
	hash := sha256.New()
	size, err = io.Copy(hash, untilDone{ctx, r})
	return hex.EncodeToString(hash.Sum(nil)), size, err
}

type untilDone struct {
	ctx context.Context
	io.Reader
}

func (r untilDone) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// syncFolders makes new names last through a power cut.
func syncFolders(folders ...string) error {
	for _, folder := range folders {
		f, err := os.Open(folder)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}
