package merge

import (
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// statement is what all the rows of a delivery that speak of one record state
// of it, among the fields of its kind: of single values the first that is not blank, of lists their union in
// order.
type statement struct {
	rows   []*row
	values map[layout.Field]stated
}

type stated struct {
	value
	from *row // the row that gave a single value
}

// state gathers the rows of one record; of names it in findings.
func state(rows []*row, of record) (statement, []finding.Finding) {
	s := statement{rows: rows, values: map[layout.Field]stated{}}
	var found []finding.Finding
	told := map[layout.Field]bool{}
	for _, r := range rows {
		for _, c := range r.cells {
			if !of.owns(c.field) || s.add(r, c) || told[c.field] || ofOneRow(c.field) {
				continue
			}
			told[c.field] = true
			found = append(found, diverging(of, c.field, s.values[c.field], r))
		}
	}
	return s, found
}

// add lays one more cell over the statement; it is false when a single value
// differs from the one already there.
func (s *statement) add(r *row, c cell) bool {
	have, met := s.values[c.field]
	switch {
	case !met || have.blank():
		s.values[c.field] = stated{c.value, r}
	case len(c.value.list) > 0 || len(have.list) > 0:
		s.values[c.field] = stated{value{have.text, union(have.list, c.value.list)}, have.from}
	case !c.value.blank():
		return have.text == c.value.text
	}
	return true
}

// has reports whether the rows have the column of a field.
func (s statement) has(f layout.Field) bool {
	_, stated := s.values[f]
	return stated
}

func (s statement) text(f layout.Field) string { return s.values[f].text }

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
