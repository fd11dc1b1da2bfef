package delimited

import "cmp"

// Limits bound what a file may cost to read. A field that is zero takes the value
// of DefaultLimits.
type Limits struct {
	File    int64 // bytes of the file
	Rows    int   // rows, blank ones too
	Columns int   // cells of one row
	RowText int   // bytes of one row
	Cell    int   // characters of a cell; the rest is cut off, and said
}

// DefaultLimits are those of a workbook, but for the text of a row.
func DefaultLimits() Limits {
	return Limits{File: 200 << 20, Rows: 1 << 20, Columns: 2048, RowText: 4 << 20, Cell: 32767}
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	return Limits{
		File: cmp.Or(l.File, d.File), Rows: cmp.Or(l.Rows, d.Rows), Columns: cmp.Or(l.Columns, d.Columns),
		RowText: cmp.Or(l.RowText, d.RowText), Cell: cmp.Or(l.Cell, d.Cell),
	}
}

// bounds keep a hostile file from being read over and over: no more than 200 MiB
// are read in vain.
func (l Limits) bounds() Bounds {
	return Bounds{Line: l.RowText, Cells: l.Columns, Span: 2000, Retries: 50}
}
