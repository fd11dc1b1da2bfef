package merge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// statement is what all the rows of a delivery that speak of one record state
// of it, among the fields of its kind: of single values the first that is not blank, of lists their union in
// order.
type statement struct {
	rows   []*row
	values []stated // sorted by field
}

type stated struct {
	field layout.Field
	value
	from *row // the row that gave a single value
}

// state gathers the rows of one record; of names it in findings.
func state(rows []*row, of record) (statement, []finding.Finding) {
	s := statement{rows: rows}
	var found []finding.Finding
	told := map[layout.Field]bool{}
	for _, r := range rows {
		s.values = slices.Grow(s.values, max(0, len(r.cells.fields)-len(s.values)))
		for f, v := range r.cells.all() {
			if !of.owns(f) || s.add(stated{f, v, r}) || told[f] || ofOneRow(f) {
				continue
			}
			told[f] = true
			found = append(found, diverging(of, f, s.of(f), r))
		}
	}
	return s, found
}

// add lays one more cell over the statement; it is false when a single value
// differs from the one already there.
func (s *statement) add(c stated) bool {
	i, met := s.find(c.field)
	if !met {
		s.values = slices.Insert(s.values, i, c)
		return true
	}
	have := &s.values[i]
	switch {
	case have.blank():
		*have = c
	case len(c.list) > 0 || len(have.list) > 0:
		have.list = union(have.list, c.list)
	case !c.blank():
		return have.text == c.text
	}
	return true
}

// find gives the place of a field among the values.
func (s statement) find(f layout.Field) (place int, met bool) {
	return slices.BinarySearchFunc(s.values, f, func(v stated, f layout.Field) int { return strings.Compare(string(v.field), string(f)) })
}

// of is what the rows state of a field.
func (s statement) of(f layout.Field) stated {
	if i, met := s.find(f); met {
		return s.values[i]
	}
	return stated{}
}

// has reports whether the rows have the column of a field.
func (s statement) has(f layout.Field) bool {
	_, met := s.find(f)
	return met
}

func (s statement) text(f layout.Field) string { return s.of(f).text }

// union keeps the order of first appearance.
func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, v := range b {
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

// record names a record in findings, with the fields that are its own.
type record struct {
	id   string
	noun string // prefix of its fields: formation
}

// ofOneRow are the codes of certifications: those of one row belong together, and
// rows that differ name several certifications.
func ofOneRow(f layout.Field) bool {
	return f == layout.FormationRNCP || f == layout.FormationRS || f == layout.FormationCFD
}

func (a record) owns(f layout.Field) bool {
	return len(f) > len(a.noun) && string(f[:len(a.noun)]) == a.noun && f[len(a.noun)] == '.'
}

func diverging(of record, f layout.Field, kept stated, other *row) finding.Finding {
	value := other.text(f)
	found := about(valeursDivergentes, other, f, of.id, value)
	found.After = finding.Cut(kept.text, finding.MaxValue)
	found.Message = fmt.Sprintf("Deux lignes d'une même fiche ne disent pas la même chose : « %s » ici, « %s » à la feuille %s, ligne %d, qui est gardé.",
		finding.Cut(value, 80), finding.Cut(kept.text, 80), kept.from.sheet.name, kept.from.number)
	return found
}
