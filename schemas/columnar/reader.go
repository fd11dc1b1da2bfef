package columnar

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/carif-oref/passerelle/schemas/delivery"
)

// batchRows is how many rows are decoded at once.
const batchRows = 1024

// Info is what a file says of itself.
type Info struct {
	Header []string          // the header row as the delivery has it
	Meta   map[string]string // what the writer was told
	Rows   int
}

// Describe reads what a file says of itself, and no row.
func Describe(path string) (info Info, err error) {
	defer damaged(path, &err)
	f, err := file.OpenParquetFile(path, false)
	if err != nil {
		return Info{}, fmt.Errorf("read rows of %s: %w", path, err)
	}
	defer f.Close()
	info = Info{Meta: map[string]string{}, Rows: int(f.NumRows())}
	meta := f.MetaData().KeyValueMetadata()
	for i, key := range meta.Keys() {
		info.Meta[key] = meta.Values()[i]
	}
	if err := json.Unmarshal([]byte(info.Meta[EnteteKey]), &info.Header); err != nil {
		return Info{}, fmt.Errorf("read rows of %s: not a file of rows: metadata %s: %w", path, EnteteKey, err)
	}
	delete(info.Meta, EnteteKey)
	return info, nil
}

// Read yields the rows of a file in the order in which they were written. The
// cells of a row are the consumer's to keep.
func Read(path string) iter.Seq2[delivery.Row, error] {
	return func(yield func(delivery.Row, error) bool) {
		r, err := open(path)
		if err != nil {
			yield(delivery.Row{}, err)
			return
		}
		defer r.close()
		for {
			rows, err := r.next()
			if err != nil {
				yield(delivery.Row{}, err)
				return
			}
			if rows == nil {
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

type reader struct {
	path    string
	file    *file.Reader
	batches pqarrow.RecordReader
}

func open(path string) (r *reader, err error) {
	defer damaged(path, &err)
	f, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, fmt.Errorf("read rows of %s: %w", path, err)
	}
	r = &reader{path: path, file: f}
	defer func() {
		if err != nil {
			r.close()
		}
	}()
	table, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{BatchSize: batchRows}, memory.DefaultAllocator)
	if err != nil {
		return nil, fmt.Errorf("read rows of %s: %w", path, err)
	}
	if r.batches, err = table.GetRecordReader(context.Background(), nil, nil); err != nil {
		return nil, fmt.Errorf("read rows of %s: %w", path, err)
	}
	return r, r.check()
}

// check refuses a file that is not one of rows.
func (r *reader) check() error {
	fields := r.batches.Schema().Fields()
	last := len(fields) - 1
	if last < 2 || fields[0].Name != SheetColumn || fields[1].Name != NumberColumn || fields[last].Name != RestColumn {
		return fmt.Errorf("read rows of %s: not a file of rows: its columns are not %s, %s … %s", r.path, SheetColumn, NumberColumn, RestColumn)
	}
	for i, f := range fields {
		want := arrow.STRING
		if i == 1 {
			want = arrow.INT64
		}
		if f.Type.ID() != want {
			return fmt.Errorf("read rows of %s: not a file of rows: column %s is of type %s", r.path, f.Name, f.Type)
		}
	}
	return nil
}

func (r *reader) close() {
	if r.batches != nil {
		r.batches.Release()
	}
	_ = r.file.Close() // it was only read
}

// next decodes a batch, nil after the last.
func (r *reader) next() (rows []delivery.Row, err error) {
	defer damaged(r.path, &err)
	if !r.batches.Next() {
		if err := r.batches.Err(); err != nil {
			return nil, fmt.Errorf("read rows of %s: %w", r.path, err)
		}
		return nil, nil
	}
	batch := r.batches.RecordBatch()
	rows = make([]delivery.Row, batch.NumRows())
	for i := range rows {
		if rows[i], err = rowAt(batch, i); err != nil {
			return nil, fmt.Errorf("read rows of %s: row %d: %w", r.path, rows[i].Number, err)
		}
	}
	return rows, nil
}

func rowAt(batch arrow.RecordBatch, i int) (row delivery.Row, err error) {
	row.Sheet = text(batch, 0, i)
	row.Number = int(batch.Column(1).(*array.Int64).Value(i))
	rest := int(batch.NumCols()) - 1
	row.Cells = make([]string, 0, rest-2)
	for c := 2; c < rest && !batch.Column(c).IsNull(i); c++ {
		row.Cells = append(row.Cells, text(batch, c, i))
	}
	if batch.Column(rest).IsNull(i) {
		return row, nil
	}
	var more []string
	err = json.Unmarshal([]byte(text(batch, rest, i)), &more)
	row.Cells = append(row.Cells, more...)
	return row, err
}

// text copies a cell out of the batch, whose memory is used again.
func text(batch arrow.RecordBatch, column, i int) string {
	return string([]byte(batch.Column(column).(*array.String).Value(i)))
}

// damaged makes an error of the panic that a damaged file can cause in the
// library that decodes it.
func damaged(path string, err *error) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("read rows of %s: damaged: %v; remove it, and load the delivery again", path, cause)
	}
}
