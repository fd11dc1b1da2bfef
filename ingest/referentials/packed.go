package referentials

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// sourcesOf gives the texts that a file holds: itself, what it is the compression
// of, or the members of the archive that it is.
func sourcesOf(path string, limits limits) ([]source, error) {
	src := fileSource(path)
	file, err := src.open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(file, head)
	switch head = head[:n]; {
	case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("read referential %s: %w", src.name, err)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return members(path, limits)
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		src.open = func() (io.ReadCloser, error) { return gunzip(path, limits) }
	}
	return []source{src}, nil
}

// gunzip opens what a file compressed with gzip holds.
func gunzip(path string, limits limits) (io.ReadCloser, error) {
	file, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open referential: %w", err), file.Close())
	}
	text, err := gzip.NewReader(file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &unpacking{src: text, packed: info.Size(), limits: limits, close: []io.Closer{text, file}}, nil
}

// errBomb comes from a compressed file that grows as no real one does.
var errBomb = errors.New("compressed file grows beyond measure")

// unpacking reads what was compressed, as long as it grows as texts do.
type unpacking struct {
	src    io.Reader
	packed int64
	given  int64
	limits limits
	close  []io.Closer
}

func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.src.Read(p)
	if u.given += int64(n); u.given > u.limits.free && u.given/u.limits.ratio > u.packed {
		return 0, errBomb
	}
	return n, err
}

func (u *unpacking) Close() error {
	var errs []error
	for _, c := range u.close {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}
