package columnar

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/carif-oref/passerelle/schemas/delivery"
)

// maxCell is the longest cell that is accepted, in bytes. A spreadsheet's hold
// 32,767 characters.
const maxCell = 64 << 20

// Writer writes the rows of a delivery. The file appears at its path, whole, when
// Close returns nil, in the place of the one that was there.
type Writer struct {
	*groups
	path    string
	columns int // of the source that have one of their own
	rows    int
}

// NewWriter begins a file. The header names the columns of the source; meta goes
// into the file as it is. The folder must exist.
func NewWriter(path string, header []string, meta map[string]string) (*Writer, error) {
	described, err := metadata(header, meta)
	if err != nil {
		return nil, fmt.Errorf("write rows to %s: %w", path, err)
	}
	file, err := os.OpenFile(unfinished(path), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o640)
	if err != nil {
		return nil, fmt.Errorf("write rows to %s: %w", path, err)
	}
	s := schema(header, described)
	g, err := begin("write rows to "+path, file, s)
	if err != nil {
		return nil, err
	}
	return &Writer{groups: g, path: path, columns: s.NumFields() - 3}, nil
}

// unfinished is where a file grows. Its name is always the same, so that what a
// crash leaves is written over by the next attempt.
func unfinished(path string) string {
	return filepath.Join(filepath.Dir(path), ".tmp-"+filepath.Base(path))
}

func metadata(header []string, meta map[string]string) (arrow.Metadata, error) {
	if _, taken := meta[EnteteKey]; taken {
		return arrow.Metadata{}, fmt.Errorf("metadata %s is the writer's own", EnteteKey)
	}
	clean := make([]string, len(header))
	for i, h := range header {
		clean[i] = valid(h)
	}
	text, err := json.Marshal(clean)
	if err != nil {
		return arrow.Metadata{}, err
	}
	keys, values := []string{EnteteKey}, []string{string(text)}
	for _, k := range slices.Sorted(maps.Keys(meta)) {
		keys, values = append(keys, valid(k)), append(values, valid(meta[k]))
	}
	return arrow.NewMetadata(keys, values), nil
}

// Write adds a row. An error stands: nothing is written after it, and Close gives it
// again.
func (w *Writer) Write(row delivery.Row) error {
	if w.err != nil {
		return w.err
	}
	for _, cell := range row.Cells {
		if len(cell) > maxCell {
			return w.fail(fmt.Errorf("row %d: a cell of %d bytes, more than the %d that are accepted", row.Number, len(cell), maxCell))
		}
	}
	if err := w.add(row); err != nil {
		return w.fail(err)
	}
	return w.added()
}

func (w *Writer) add(row delivery.Row) error {
	w.text(0, row.Sheet)
	w.build.Field(1).(*array.Int64Builder).Append(int64(row.Number))
	for i := range w.columns {
		if i < len(row.Cells) {
			w.text(2+i, row.Cells[i])
		} else {
			w.build.Field(2 + i).AppendNull()
		}
	}
	w.rows++
	w.bytes += 5 * (w.columns + 3) // offsets and marks of null
	if len(row.Cells) <= w.columns {
		w.build.Field(2 + w.columns).AppendNull()
		return nil
	}
	rest, err := json.Marshal(row.Cells[w.columns:])
	w.text(2+w.columns, string(rest))
	return err
}

func (w *Writer) text(field int, s string) {
	s = valid(s)
	w.bytes += len(s)
	w.build.Field(field).(*array.StringBuilder).Append(s)
}

// Close ends the file and puts it in its place, unless a Write has failed: it
// then leaves nothing, and gives that error again. It gives how many rows the
// file has.
func (w *Writer) Close() (rows int, err error) {
	if err := w.close(true, func() error { return os.Rename(unfinished(w.path), w.path) }); err != nil {
		return 0, err
	}
	return w.rows, syncFolder(filepath.Dir(w.path))
}

// Abandon removes an unfinished file. After Close it does nothing.
func (w *Writer) Abandon() error { return w.abandon() }

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
