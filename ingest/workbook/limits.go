package workbook

import "cmp"

// Limits bound what a workbook may cost to read. A field that is zero takes the
// value of DefaultLimits.
type Limits struct {
	File    int64 // bytes of the file itself
	Entries int   // entries of the archive
	Part    int64 // bytes of one part, uncompressed
	Total   int64 // bytes of all the entries, uncompressed
	Ratio   int64 // how many times larger than the file its entries may be, once past freeRatio
	Rows    int   // last row of a sheet
	Columns int   // last column of a sheet with something in it
	RowText int64 // bytes of text in one row
	Text    int64 // bytes of text in one sheet, each repetition of a shared string counted
	Strings int   // shared strings
	Cell    int   // characters of a cell; the rest is cut off, and said

	// Temp is the folder where reading keeps its temporary files, the system's when
	// empty. What a process that is killed leaves there is named .tmp-….
	Temp string
}

// DefaultLimits are what Excel itself allows, or well above what a delivery of
// training offers ever needs.
func DefaultLimits() Limits {
	return Limits{
		File: 200 << 20, Entries: 5000, Part: 1 << 30, Total: 2 << 30, Ratio: 200,
		Rows: 1 << 20, Columns: 2048, RowText: 8 << 20, Text: 4 << 30, Strings: 4 << 20,
		Cell: 32767,
	}
}

// freeRatio is the size up to which no compression ratio is suspicious.
const freeRatio = 32 << 20

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	return Limits{
		File: cmp.Or(l.File, d.File), Entries: cmp.Or(l.Entries, d.Entries),
		Part: cmp.Or(l.Part, d.Part), Total: cmp.Or(l.Total, d.Total), Ratio: cmp.Or(l.Ratio, d.Ratio),
		Rows: cmp.Or(l.Rows, d.Rows), Columns: cmp.Or(l.Columns, d.Columns),
		RowText: cmp.Or(l.RowText, d.RowText), Text: cmp.Or(l.Text, d.Text),
		Strings: cmp.Or(l.Strings, d.Strings), Cell: cmp.Or(l.Cell, d.Cell), Temp: l.Temp,
	}
}
