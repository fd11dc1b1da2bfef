package push

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// place is the folder at the other end, during one attempt. Names are plain.
type place interface {
	// free is how many bytes can be written there; known is false when nobody says.
	free() (bytes int64, known bool, err error)
	// isFolder tells whether there is a folder of that name.
	isFolder(name string) bool
	// write makes a file of a source, over what may be there, and gives its size as
	// the other end measures it, once it is on the disk. Its error is unmade when the file
	// could not even be opened.
	write(name string, from io.Reader) (size int64, err error)
	// rename gives a file another name, over what has it.
	rename(from, to string) error
	// remove takes a file away; there may be none.
	remove(name string) error
	// settle makes the names as durable as the files, where that can be asked for.
	settle() error
	close() error
}

// part is the name of a file under way.
func part(name string) string { return "." + name + ".part" }

// deliver puts the files of a publication in a place, so that each appears whole.
func deliver(ctx context.Context, to place, d Destination, p Publication, files []File) error {
	if err := checkRoom(to, d, files); err != nil {
		return err
	}
	for _, f := range files {
		if err := send(ctx, to, p, f); err != nil {
			return fmt.Errorf("send %s: %w", f.Name, err)
		}
	}
	done := p.fill(d.Done)
	if done != "" {
		if err := to.remove(done); err != nil {
			return fmt.Errorf("take %s away: %w", done, err)
		}
	}
	for _, f := range files {
		if err := errors.Join(ctx.Err(), to.rename(part(f.Name), f.Name)); err != nil {
			return fmt.Errorf("rename %s once sent: %w", f.Name, err)
		}
	}
	if done == "" {
		return to.settle()
	}
	return mark(to, done)
}

// mark makes the file that says that all is there, once all is durable.
func mark(to place, done string) error {
	if err := to.settle(); err != nil {
		return err
	}
	if _, err := to.write(part(done), eof{}); err != nil {
		return fmt.Errorf("send %s: %w", done, err)
	}
	if err := to.rename(part(done), done); err != nil {
		return fmt.Errorf("rename %s once sent: %w", done, err)
	}
	return to.settle()
}

// eof has nothing to read.
type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

func checkRoom(to place, d Destination, files []File) error {
	free, known, err := to.free()
	if err != nil || !known {
		return err
	}
	need := d.minFree()
	for _, f := range files {
		need += f.Size
	}
	if free < need {
		return fmt.Errorf("%d MiB free where %d are needed (min_free_mib among them): make room there", free>>20, need>>20)
	}
	return nil
}

// send writes one file under its name of a file under way.
func send(ctx context.Context, to place, p Publication, f File) error {
	source, err := os.Open(filepath.Join(p.Dir, f.Name))
	if err != nil {
		return err
	}
	defer source.Close()
	hash := sha256.New()
	size, err := to.write(part(f.Name), &heedful{ctx, io.TeeReader(source, hash)})
	switch sum := hex.EncodeToString(hash.Sum(nil)); {
	case err != nil:
		return err
	case sum != f.SHA256:
		return fmt.Errorf("the file of the shelf has SHA-256 %s where its publication says %s: it was damaged, export again", sum, f.SHA256)
	case size != f.Size:
		return fmt.Errorf("%d bytes arrived of %d", size, f.Size)
	}
	return nil
}

// heedful stops reading when the context ends.
type heedful struct {
	ctx  context.Context
	from io.Reader
}

func (h *heedful) Read(b []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	return h.from.Read(b)
}
