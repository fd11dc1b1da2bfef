package columnar

import (
	"errors"
	"fmt"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// Table writes rows of text to a Parquet file that any tool opens, with no column
// beside those that are named: what is published, where Writer is what was
// received. A row group is kept in memory. The same rows give the same bytes.
type Table struct {
	path    string
	file    *os.File
	parquet *pqarrow.FileWriter
	build   *array.RecordBuilder
	columns int
	bytes   int
	err     error // the first; nothing is written after it
}

// NewTable begins a file at path. An empty cell is written as null.
func NewTable(path string, columns []string) (*Table, error) {
	fields := make([]arrow.Field, len(columns))
	for i, name := range columns {
		fields[i] = arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
	}
	s := arrow.NewSchema(fields, nil)
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("write table %s: %w", path, err)
	}
	t := &Table{path: path, file: file, columns: len(columns), build: array.NewRecordBuilder(memory.DefaultAllocator, s)}
	// A column that leaves its dictionary half-way has its encodings listed in no
	// order; the dictionary therefore holds a whole row group.
	props := parquet.NewWriterProperties(parquet.WithDictionaryPageSizeLimit(8*groupBytes), parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(1),
		parquet.WithCreatedBy("passerelle"), parquet.WithMaxRowGroupLength(groupRows))
	if t.parquet, err = pqarrow.NewFileWriter(s, onlyWriter{file}, props, pqarrow.DefaultWriterProps()); err != nil {
		return nil, errors.Join(fmt.Errorf("write table %s: %w", path, err), t.Abandon())
	}
	return t, nil
}

// Write adds a row, which has a cell for each column.
func (t *Table) Write(cells []string) error {
	switch {
	case t.err != nil:
		return t.err
	case len(cells) != t.columns:
		return t.fail(fmt.Errorf("a row of %d cells for %d columns", len(cells), t.columns))
	}
	for i, cell := range cells {
		field := t.build.Field(i).(*array.StringBuilder)
		if cell == "" {
			field.AppendNull()
			continue
		}
		field.Append(valid(cell))
		t.bytes += len(cell)
	}
	if t.bytes < groupBytes && t.build.Field(0).Len() < groupRows {
		return nil
	}
	return t.flush()
}

func (t *Table) flush() error {
	batch := t.build.NewRecordBatch()
	defer batch.Release()
	t.bytes = 0
	if batch.NumRows() == 0 {
		return nil
	}
	if err := t.parquet.Write(batch); err != nil {
		return t.fail(err)
	}
	return nil
}

func (t *Table) fail(err error) error {
	t.err = fmt.Errorf("write table %s: %w", t.path, err)
	return t.err
}

// Close ends the file. After a Write that failed it leaves no file, and gives that
// error again.
func (t *Table) Close() error {
	if t.err == nil {
		t.err = t.flush()
	}
	if t.err == nil {
		if err := errors.Join(t.parquet.Close(), t.file.Close()); err != nil {
			return errors.Join(t.fail(err), t.Abandon())
		}
		t.file = nil
		t.build.Release()
		return nil
	}
	return errors.Join(t.err, t.Abandon())
}

// Abandon removes an unfinished file. After Close it does nothing.
func (t *Table) Abandon() error {
	if t.file == nil {
		return nil
	}
	_ = t.file.Close() // it may be closed already, and is not to be kept
	t.file = nil
	t.build.Release()
	t.err = errors.Join(t.err, os.ErrClosed)
	return os.Remove(t.path)
}
