package answer

import (
	"io"
	"iter"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// rowsCopy writes a sheet from its raw rows: for a delivery that is no workbook,
// or one whose parts cannot be copied. Every value is text.
type rowsCopy struct {
	rows  iter.Seq2[delivery.Row, error]
	marks []mark
	tail  string
	text  int
	shade [3]int

	cells grid
}

// copy writes the sheet; a grid without a writer only measures it.
func (r *rowsCopy) copy(w io.Writer, size string) error {
	r.cells = grid{w: w}
	r.cells.begin(`<dimension ref="`+size+`"/>`, []float64{24, 24, 24, 24, 24, 24})
	marks := r.marks
	for row, err := range r.rows {
		if err != nil {
			return err
		}
		if row.Number <= r.cells.row || row.Number > lastRow {
			continue // it would not open: a spreadsheet wants rows in their order
		}
		for len(marks) > 0 && int(marks[0].row) < row.Number {
			marks = r.row(int(marks[0].row), nil, marks)
		}
		marks = r.row(row.Number, row.Cells, marks)
		if r.cells.err != nil {
			return r.cells.err
		}
	}
	for len(marks) > 0 {
		marks = r.row(int(marks[0].row), nil, marks)
	}
	return r.cells.end(r.tail)
}

// row writes one row and gives the marks that are left.
func (r *rowsCopy) row(number int, values []string, marks []mark) []mark {
	r.cells.openRow(number, 0)
	for col := 1; col <= min(len(values), lastColumn) || len(marks) > 0 && int(marks[0].row) == number; col++ {
		style, value := r.text, ""
		if col <= len(values) {
			value = values[col-1]
		}
		marked := len(marks) > 0 && int(marks[0].row) == number && int(marks[0].col) == col
		if marked {
			style, marks = r.shade[marks[0].severity], marks[1:]
		}
		if value != "" || marked {
			r.cells.put(col, style, finding.Cut(value, maxCell))
		}
	}
	r.cells.closeRow()
	return marks
}
