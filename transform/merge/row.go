package merge

import (
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/transform/normalise"
)

// sheet is a sheet of the delivery with the columns met in it.
type sheet struct {
	file, name string
	columns    map[layout.Field]column
	rows       map[[sha256.Size]byte]int // first row that states the same, by hash of what it states
}

type column struct{ letters, header string }

// row is a row of the delivery, without what it shares with those of its sheet:
// a delivery is held whole, because a session may stand above its formation.
type row struct {
	sheet   *sheet
	number  int
	cells   []cell // sorted by field, blank ones too
	speaks  subjects
	siret   string // of the organisme it speaks of
	asks    string // SIRET that it gives to a known organisme, whose own is then siret; empty for none
	fiche   string // ID of the formation it speaks of or names
	session string // ID of the session it speaks of
	named   naming // what the delivery calls them
	outcome outcome
}

type cell struct {
	field layout.Field
	value value
}

// value is one clean value of a row, without its place.
type value struct {
	text string
	list []string
}

func (v value) blank() bool { return v.text == "" && len(v.list) == 0 }

// items is the value as a list, of one when it is a single text.
func (v value) items() []string {
	if len(v.list) == 0 && v.text != "" {
		return []string{v.text}
	}
	return v.list
}

func newRow(s *sheet, from normalise.Row) *row {
	r := &row{sheet: s, number: from.Number, named: namingOf(from), cells: make([]cell, 0, len(from.Values))}
	for f, v := range from.Values {
		r.cells = append(r.cells, cell{f, value{v.Text, v.List}})
		if _, met := s.columns[f]; !met {
			s.columns[f] = column{v.Column, v.Header}
		}
	}
	slices.SortFunc(r.cells, func(a, b cell) int { return strings.Compare(string(a.field), string(b.field)) })
	return r
}

// value gives the value of a field; stated is false when the row has no such column.
func (r *row) value(f layout.Field) (v value, stated bool) {
	i, found := slices.BinarySearchFunc(r.cells, f, func(c cell, f layout.Field) int {
		return strings.Compare(string(c.field), string(f))
	})
	if !found {
		return value{}, false
	}
	return r.cells[i].value, true
}

func (r *row) text(f layout.Field) string {
	v, _ := r.value(f)
	return v.text
}

// borrow states field f with the value of field from, where the row has the one
// and not the other.
func (r *row) borrow(f, from layout.Field) {
	v, stated := r.value(from)
	if _, has := r.value(f); has || !stated || v.blank() {
		return
	}
	i, _ := slices.BinarySearchFunc(r.cells, f, func(c cell, f layout.Field) int {
		return strings.Compare(string(c.field), string(f))
	})
	r.cells = slices.Insert(r.cells, i, cell{f, v})
	if _, met := r.sheet.columns[f]; !met {
		r.sheet.columns[f] = r.sheet.columns[from]
	}
}

// place is where a field of the row stands; the row itself when f is empty.
func (r *row) place(f layout.Field) finding.Place {
	c := r.sheet.columns[f]
	return finding.Place{File: r.sheet.file, Sheet: r.sheet.name, Row: r.number, Column: c.letters, Header: c.header}
}
