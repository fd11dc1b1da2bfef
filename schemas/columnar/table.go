package columnar

import (
	"fmt"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/parquet"
)

// Table writes rows of text to a Parquet file that any tool opens, with no column
// beside those that are named: what is published, where Writer is what was
// received. A row group is kept in memory. The same rows give the same bytes.
type Table struct {
	*groups
	columns int
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
	// A column that leaves its dictionary half-way has its encodings listed in no
	// order; the dictionary therefore holds a whole row group.
	g, err := begin("write table "+path, file, s, parquet.WithDictionaryPageSizeLimit(8*groupBytes))
	if err != nil {
		return nil, err
	}
	return &Table{groups: g, columns: len(columns)}, nil
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
	return t.added()
}

// Close ends the file; who publishes it makes it last through a power cut. After a
// Write that failed it leaves no file, and gives that error again.
func (t *Table) Close() error { return t.close(false, func() error { return nil }) }

// Abandon removes an unfinished file. After Close it does nothing.
func (t *Table) Abandon() error { return t.abandon() }
