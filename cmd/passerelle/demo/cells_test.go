package demo

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/carif-oref/passerelle/schemas/layout"
	"golang.org/x/text/unicode/norm"
)

// cell is one filled cell of a workbook of the sample, as its source writes it.
type cell struct {
	file, sheet string
	row         int
	header      string
	column      layout.Column // zero when our own layout has no such column
	text        string
	in          record // the row it stands in
}

// cells lists the filled cells of all workbooks but those of example rows.
func cells(t testing.TB) []cell {
	t.Helper()
	var all []cell
	for _, s := range sources(t) {
		for _, sheet := range s.Sheets {
			for i, row := range sheet.Rows {
				if !row.isExample() {
					all = append(all, cellsOf(s.File, sheet, sheet.number(i), row)...)
				}
			}
		}
	}
	return all
}

func cellsOf(file string, s sheetSource, number int, row record) []cell {
	var all []cell
	for _, header := range s.Columns {
		if text := row.text(header); text != "" {
			all = append(all, cell{file, s.Name, number, header, columnOf(s.Name, header), text, row})
		}
	}
	return all
}

func (c cell) place() Damage { return Damage{File: c.file, Sheet: c.sheet, Row: c.row} }

// isDamaged reports that something is wrong on purpose with the field of the cell.
func (c cell) isDamaged() bool { return damagedIn(c.place(), string(c.column.Field)) }

func damagedIn(at Damage, field string) bool {
	return slices.ContainsFunc(Damages, func(d Damage) bool {
		return d.File == at.File && d.Sheet == at.Sheet && d.Row == at.Row && d.Field == field
	})
}

// columnOf finds the column of our own layout that a header names, whatever its
// case, accents, asterisks and spaces.
func columnOf(sheet, header string) layout.Column {
	for _, s := range layout.Own {
		if !named(sheet, s.Name, s.Aliases) {
			continue
		}
		for _, c := range s.Columns {
			if named(header, c.Header, c.Aliases) {
				return c
			}
		}
	}
	return layout.Column{}
}

func named(text, name string, aliases []string) bool {
	return fold(text) == fold(name) || slices.ContainsFunc(aliases, func(a string) bool { return fold(a) == fold(text) })
}

func fold(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '*':
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
	return strings.Join(strings.Fields(text), " ")
}

func TestEveryColumnIsKnownButRemarques(t *testing.T) {
	seen := 0
	for _, s := range sources(t) {
		for _, sheet := range s.Sheets {
			for _, header := range sheet.Columns {
				known := columnOf(sheet.Name, header).Field != ""
				switch {
				case sheet.Name == rcoSheet:
				case header == "Remarques":
					seen++
				case !known:
					t.Errorf("%s, %s: header %q is not of our layout", s.File, sheet.Name, header)
				}
			}
		}
	}
	if seen != 3 {
		t.Errorf("« Remarques » stands in %d sheets, want 3", seen)
	}
}

// rcoSheet is the sheet in the layout of the Réseau des Carif-Oref.
const rcoSheet = "Normandie apprentissage"
