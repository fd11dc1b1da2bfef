package shelf

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/gzip"
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

// compress writes the gzip of a file beside it, the same bytes for the same file:
// no name, no date. It says what it wrote and what it read.
func compress(ctx context.Context, from, to string) (written, read File, err error) {
	in, err := os.Open(from)
	if err != nil {
		return File{}, File{}, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return File{}, File{}, err
	}
	written, read, err = gzipInto(out, &interruptible{ctx, in})
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return File{}, File{}, fmt.Errorf("compress %s: %w", filepath.Base(from), err)
	}
	written.Name, read.Name = filepath.Base(to), filepath.Base(from)
	return written, read, nil
}

func gzipInto(out io.Writer, in io.Reader) (written, read File, err error) {
	outHash, inHash := sha256.New(), sha256.New()
	counted := &counter{w: io.MultiWriter(out, outHash)}
	zip, err := gzip.NewWriterLevel(counted, gzip.DefaultCompression)
	if err != nil {
		return File{}, File{}, err
	}
	zip.ModTime = time.Unix(0, 0) // written as 0, "no date"; the zero Time would be written as a date of its own
	read.Size, err = io.CopyBuffer(zip, io.TeeReader(in, inHash), make([]byte, 256<<10))
	if err = errors.Join(err, zip.Close()); err != nil {
		return File{}, File{}, err
	}
	written.SHA256, written.Size = hex.EncodeToString(outHash.Sum(nil)), counted.n
	read.SHA256 = hex.EncodeToString(inHash.Sum(nil))
	return written, read, nil
}

// counter counts the bytes that go through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
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

// swap points latest at a folder beside it, at one stroke: readers find the old
// feed or the new one.
func swap(target, folder string) error {
	temp := filepath.Join(target, tempPrefix+latestName)
	if err := os.RemoveAll(temp); err != nil {
		return err
	}
	if err := os.Symlink(folder, temp); err != nil {
		return err
	}
	if err := os.Rename(temp, filepath.Join(target, latestName)); err != nil {
		return err
	}
	return syncPath(target)
}
