package referentials

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// source is where a text is read from. It can be opened again, and then gives
// the same bytes.
type source struct {
	name  string // of the file, for findings; a member of an archive stands below it: export.zip/Rome.csv
	outer string // name of the archive that it is a member of; empty for a file of its own
	open  func() (io.ReadCloser, error)
}

// own is the name of the text itself, by which its version is told: its accents
// composed, whatever the system that wrote it.
func (s source) own() string { return norm.NFC.String(strings.TrimSuffix(path.Base(s.name), ".gz")) }

func fileSource(path string) source {
	return source{name: filepath.Base(path), open: func() (io.ReadCloser, error) { return openRegular(path) }}
}

// openRegular opens a file, and refuses what would block or never end.
func openRegular(path string) (*os.File, error) {
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
