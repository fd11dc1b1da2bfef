// Package delivery holds what arrives: rows of a file with their exact origin,
// before anything is made of them.
package delivery

import "github.com/carif-oref/passerelle/schemas/layout"

// Row is one row of a file as it was read, raw.
type Row struct {
	Sheet  string   // name of the sheet; empty for a file that has none
	Number int      // row in the sheet, 1 for the first
	Cells  []string // raw text of each cell from column A on; trailing empty cells may be absent
	Merged []Merge  // cells of the row that are one with those to their left
}

// Merge is cells of a row that a sheet shows as one with the cell to their left,
// which alone holds their value.
type Merge struct {
	From, To int    // columns, 0 for A; both belong to it
	Range    string // all the cells that are merged: D2:E2
}

// MergedAt is the range that the n-th cell of the row from 0 is merged into, when it
// is not its first column.
func (r Row) MergedAt(n int) string {
	for _, m := range r.Merged {
		if m.From <= n && n <= m.To {
			return m.Range
		}
	}
	return ""
}

// Record is a row whose columns have been recognised.
type Record struct {
	File   string // name of the file, as delivered
	Sheet  string
	Number int // row in the sheet, 1 for the first
	Cells  map[layout.Field]Cell
}

// Cell is one recognised cell of a record.
type Cell struct {
	Value  string // raw text; the empty string when the cell is blank
	Column string // letters of its column in the sheet: AB
	Header string // header of its column, as the file has it
	Merged string // range that the cell is merged into, D2:E2, when it is not its first column: it has no value of its own
}

// Value is the raw text of a field, empty when the row has no such column.
func (r Record) Value(f layout.Field) string { return r.Cells[f].Value }

// Letters names the n-th column from 0 as a spreadsheet does: 27 is AB.
func Letters(n int) string {
	var name []byte
	for n++; n > 0; n = (n - 1) / 26 {
		name = append([]byte{byte('A' + (n-1)%26)}, name...)
	}
	return string(name)
}
