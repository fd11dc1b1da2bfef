package merge

import (
	"crypto/sha256"
	"maps"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/transform/normalise"
)

// sheet is a sheet of the delivery with the columns met in it.
type sheet struct {
	file, name string
	columns    map[layout.Field]column
	fields     []layout.Field            // those of the last row, sorted
	wider      []layout.Field            // those of the last row that borrowed one
	rows       map[[sha256.Size]byte]int // first row that states the same, by hash of what it states
	packing    []byte                    // room in which a row is packed
}

type column struct{ letters, header string }

// row is a row of the delivery, without what it shares with those of its sheet:
// a delivery is held whole, because a session may stand above its formation.
type row struct {
	sheet   *sheet
	number  int
	cells   cells // blank ones too
	speaks  subjects
	siret   string  // of the organisme it speaks of
	asks    string  // SIRET that it gives to a known organisme, whose own is then siret; empty for none
	fiche   string  // ID of the formation it speaks of or names
	session string  // ID of the session it speaks of
	named   *naming // what the row calls them, when it is refused or its delivery declares itself complete; nil of any other
	outcome outcome
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
	fields := s.fieldsOf(from)
	s.packing = s.packing[:0]
	for _, f := range fields {
		v := from.Values[f]
		s.packing = pack(s.packing, value{v.Text, v.List})
	}
	return &row{sheet: s, number: from.Number, cells: cells{fields, string(s.packing)}}
}

// fieldsOf gives the fields that a row states: those of the row before it, as a
// rule.
func (s *sheet) fieldsOf(from normalise.Row) []layout.Field {
	other := func(f layout.Field) bool { _, stated := from.Values[f]; return !stated }
	if len(s.fields) == len(from.Values) && !slices.ContainsFunc(s.fields, other) {
		return s.fields
	}
	s.fields = slices.Sorted(maps.Keys(from.Values))
	for _, f := range s.fields {
		if _, met := s.columns[f]; !met {
			v := from.Values[f]
			s.columns[f] = column{v.Column, v.Header}
		}
	}
	return s.fields
}

// value gives the value of a field; stated is false when the row has no such column.
func (r *row) value(f layout.Field) (v value, stated bool) {
	i, found := slices.BinarySearch(r.cells.fields, f)
	if !found {
		return value{}, false
	}
	return r.cells.at(i), true
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
	at, _ := slices.BinarySearch(r.cells.fields, f)
	r.cells = r.cells.with(at, v, r.sheet.widened(r.cells.fields, at, f))
	if _, met := r.sheet.columns[f]; !met {
		r.sheet.columns[f] = r.sheet.columns[from]
	}
}

// widened gives fields with f as the n-th: those of the last row that borrowed,
// as a rule.
func (s *sheet) widened(fields []layout.Field, n int, f layout.Field) []layout.Field {
	same := len(s.wider) == len(fields)+1 && s.wider[n] == f &&
		slices.Equal(s.wider[:n], fields[:n]) && slices.Equal(s.wider[n+1:], fields[n:])
	if !same {
		s.wider = slices.Insert(slices.Clone(fields), n, f)
	}
	return s.wider
}

// place is where a field of the row stands; the row itself when f is empty.
func (r *row) place(f layout.Field) finding.Place {
	c := r.sheet.columns[f]
	return finding.Place{File: r.sheet.file, Sheet: r.sheet.name, Row: r.number, Column: c.letters, Header: c.header}
}
