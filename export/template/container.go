package template

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"
)

// container writes the parts of the workbook in the order of their names. The
// library writes streamed sheets in the order of a map, which changes the bytes
// from one time to the next.
type container struct {
	zip   *zip.Writer
	parts map[string]*bytes.Buffer
}

func newContainer(w io.Writer) excelize.ZipWriter {
	return &container{zip.NewWriter(w), map[string]*bytes.Buffer{}}
}

// Create keeps a part until Close.
func (c *container) Create(name string) (io.Writer, error) {
	c.parts[name] = &bytes.Buffer{}
	return c.parts[name], nil
}

// AddFS is of the library's interface; it has no folder to add.
func (c *container) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the parts.
func (c *container) Close() error {
	for _, name := range slices.Sorted(maps.Keys(c.parts)) {
		part, err := c.zip.Create(name)
		if err != nil {
			return err
		}
		if _, err := c.parts[name].WriteTo(part); err != nil {
			return err
		}
	}
	return c.zip.Close()
}
