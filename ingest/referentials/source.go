package referentials

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// source is where a referential is read from. It can be opened again, and then
// gives the same bytes.
type source struct {
	name string // base name of the file, for findings
	open func() (io.ReadCloser, error)
}

func fileSource(path string) source {
	return source{name: filepath.Base(path), open: func() (io.ReadCloser, error) { return openRegular(path) }}
}

// openRegular opens a file, and refuses what would block or never end.
func openRegular(path string) (io.ReadCloser, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open referential: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("open referential %s: not a regular file: give the path of a file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open referential: %w", err)
	}
	return f, nil
}

// errTooBig comes from a capped reader that has given all it may.
var errTooBig = errors.New("file larger than allowed")

// capped gives at most so many bytes of a reader, then fails.
type capped struct {
	src  io.Reader
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left < 0 {
		return 0, errTooBig
	}
	n, err := c.src.Read(p[:min(int64(len(p)), c.left+1)])
	if c.left -= int64(n); c.left < 0 {
		return n - 1, errTooBig
	}
	return n, err
}
