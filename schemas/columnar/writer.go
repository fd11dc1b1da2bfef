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
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/carif-oref/passerelle/schemas/delivery"
)

// A row group is written when it holds this many rows, or bytes: that is what a
// writer keeps in memory.
const (
	groupRows  = 50_000
	groupBytes = 8 << 20
)

// maxCell is the longest cell that is accepted, in bytes. A spreadsheet's hold
// 32,767 characters.
const maxCell = 64 << 20

// Writer writes the rows of a delivery. The file appears at its path, whole, when
// Close returns nil, in the place of the one that was there.
type Writer struct {
	path    string
	file    *os.File
	parquet *pqarrow.FileWriter
	build   *array.RecordBuilder
	columns int // of the source that have one of their own
	bytes   int // in the builder
	rows    int
	err     error // the first; nothing is written after it
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
	w := &Writer{path: path, file: file, columns: s.NumFields() - 3, build: array.NewRecordBuilder(memory.DefaultAllocator, s)}
	props := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(1), parquet.WithCreatedBy("passerelle"),
		parquet.WithMaxRowGroupLength(groupRows))
	if w.parquet, err = pqarrow.NewFileWriter(s, onlyWriter{file}, props, pqarrow.DefaultWriterProps()); err != nil {
		return nil, errors.Join(fmt.Errorf("write rows to %s: %w", path, err), w.Abandon())
	}
	return w, nil
}

// unfinished is where a file grows. Its name is always the same, so that what a
// crash leaves is written over by the next attempt.
func unfinished(path string) string {
	return filepath.Join(filepath.Dir(path), ".tmp-"+filepath.Base(path))
}

// onlyWriter hides Close: the file is closed here, once it is on the disk.
type onlyWriter struct{ f *os.File }

func (w onlyWriter) Write(p []byte) (int, error) { return w.f.Write(p) }

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

// Write adds a row.
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
	if w.bytes < groupBytes && w.build.Field(0).Len() < groupRows {
		return nil
	}
	return w.flush()
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

// flush writes a row group.
func (w *Writer) flush() error {
	batch := w.build.NewRecordBatch()
	defer batch.Release()
	w.bytes = 0
	if batch.NumRows() == 0 {
		return nil
	}
	if err := w.parquet.Write(batch); err != nil {
		return w.fail(err)
	}
	return nil
}

func (w *Writer) fail(err error) error {
	w.err = fmt.Errorf("write rows to %s: %w", w.path, err)
	return w.err
}

// Close ends the file and puts it in its place, unless a Write has failed: it
// then leaves nothing, and gives that error again. It gives how many rows the
// file has.
func (w *Writer) Close() (rows int, err error) {
	if w.err == nil {
		w.err = w.flush()
	}
	if w.err != nil {
		return 0, errors.Join(w.err, w.Abandon())
	}
	err = errors.Join(w.parquet.Close(), w.file.Sync(), w.file.Close())
	if err == nil {
		err = os.Rename(w.file.Name(), w.path)
	}
	if err != nil {
		return 0, errors.Join(w.fail(err), w.Abandon())
	}
	w.file = nil
	w.build.Release()
	return w.rows, syncFolder(filepath.Dir(w.path))
}

// Abandon removes an unfinished file. After Close it does nothing.
func (w *Writer) Abandon() error {
	if w.file == nil {
		return nil
	}
	name := w.file.Name()
	_ = w.file.Close() // it may be closed already, and is not to be kept
	w.file = nil
	w.build.Release()
	w.err = errors.Join(w.err, os.ErrClosed)
	return os.Remove(name)
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
