package merge

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// field says how the value of one column is laid on a record.
type field[T any] struct {
	name layout.Field
	set  func(*T, value)
}

// assign lays on a record every field that the rows state, in the order of the list.
func assign[T any](to *T, fields []field[T], s statement) {
	for _, f := range fields {
		if i, stated := s.find(f.name); stated {
			f.set(to, s.values[i].value)
		}
	}
}

// text makes the setter of a field that is kept as it is.
func text[T any](at func(*T) *string) func(*T, value) {
	return func(t *T, v value) { *at(t) = v.text }
}

func list[T any](at func(*T) *[]string) func(*T, value) {
	return func(t *T, v value) { *at(t) = v.items() }
}

func date[T any](at func(*T) *offre.Date) func(*T, value) {
	return func(t *T, v value) { *at(t) = offre.Date(v.text) }
}

// whole makes the setter of a count; what is no number counts as blank, since
// normalisation has already said so.
func whole[T any](at func(*T) *int) func(*T, value) {
	return func(t *T, v value) { *at(t), _ = strconv.Atoi(v.text) }
}

// raw makes the setter of what a feed says beside the fields; what is not of that
// form counts as nothing.
func raw[T any](at func(*T) *[]offre.Brut) func(*T, value) {
	return func(t *T, v value) {
		*at(t) = nil
		if v.text != "" && json.Unmarshal([]byte(v.text), at(t)) != nil {
			*at(t) = nil
		}
	}
}

// street makes the setter of the first line of an address. The line stays in
// place while it is empty: tidy removes it at the end.
func street[T any](at func(*T) *offre.Adresse) func(*T, value) {
	return func(t *T, v value) { setLine(at(t), 0, v.text) }
}

// complement makes the setter of the second line. An address of one line may be
// a complement alone: the same one is not added to itself.
func complement[T any](at func(*T) *offre.Adresse) func(*T, value) {
	return func(t *T, v value) {
		a := at(t)
		if len(a.Lignes) == 1 && a.Lignes[0] != "" && (v.text == "" || v.text == a.Lignes[0]) {
			return
		}
		setLine(a, 1, v.text)
	}
}

func setLine(a *offre.Adresse, n int, text string) {
	lines := make([]string, max(len(a.Lignes), n+1))
	copy(lines, a.Lignes)
	lines[n] = text
	a.Lignes = lines
}

// tidy drops the empty lines of an address that rows were laid on, and says where
// it is. The code of a commune that the rows have not stated stays as long as the
// town does; before is the address as it was, whose code was taken off before the
// rows were laid on: what is left is what they stated, in a column or beside them.
func tidy(a *offre.Adresse, before offre.Adresse, s statement, insee layout.Field) {
	var lines []string
	for _, l := range a.Lignes {
		if strings.TrimSpace(l) != "" {
			lines = append(lines, l)
		}
	}
	a.Lignes = lines
	if !s.has(insee) && a.CodeINSEE == "" && a.CodePostal == before.CodePostal && a.Ville == before.Ville {
		a.CodeINSEE = before.CodeINSEE
	}
	locate(a)
}
