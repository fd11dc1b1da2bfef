package lheofile

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/layout/values"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Sheets of the records, as reports name them.
const (
	Organismes     = "Organismes"
	Interlocuteurs = "Interlocuteurs"
	Formations     = "Formations"
	Sessions       = "Sessions"
)

// items are the records that one formation makes. What decoding found stands with
// the first.
func (f *File) items(d lheo.Decoded, seen map[string]bool) (list []Item) {
	o := d.Offre()
	add := func(sheet string, s values.Subject) {
		if item, new := f.item(sheet, d.Line, s, seen); new {
			list = append(list, item)
		}
	}
	for _, org := range organismes(o) {
		add(Organismes, values.Subject{Organisme: &org})
		for _, c := range org.Interlocuteurs {
			if unreachable(c) {
				continue
			}
			add(Interlocuteurs, values.Subject{Organisme: &offre.Organisme{SIRET: org.SIRET}, Interlocuteur: &c})
		}
	}
	if d.Kind == lheo.KindFormation {
		name(&o)
		for _, row := range values.Rows(o.Formation) {
			add(Formations, values.Subject{Formation: &row})
		}
		for _, s := range o.Sessions {
			add(Sessions, values.Subject{Formation: &offre.Formation{ID: o.Formation.ID, Reference: o.Formation.Reference, Responsable: o.Formation.Responsable}, Session: &s})
		}
	}
	if len(list) > 0 {
		list[0].Findings = f.placed(d)
	}
	return list
}

// organismes are those that an offer names, the responsable first.
func organismes(o offre.Offre) []offre.Organisme {
	all := []offre.Organisme{o.Responsable}
	for _, siret := range slices.Sorted(maps.Keys(o.Formateurs)) {
		if siret != o.Responsable.SIRET {
			all = append(all, o.Formateurs[siret])
		}
	}
	return slices.DeleteFunc(all, func(org offre.Organisme) bool { return org.SIRET == "" })
}

// unreachable tells a contact that says nothing: LHEO demands one, and feeds fill
// it with a name that is none.
func unreachable(c offre.Contact) bool {
	if fillers[strings.ToLower(strings.TrimSpace(c.Nom))] {
		c.Nom = ""
	}
	return c.Vide()
}

var fillers = map[string]bool{"-": true, "non renseigné": true, "nc": true, "n.c.": true, "néant": true}

// national is the shape of a number of the national base: the rank of a region,
// then the region's own number.
var national = regexp.MustCompile(`^[0-9]{2}_.+`)

// name makes numbers that the national base did not give references of the
// sender's, which name a record within its organisation. A session's number is
// its region's own, without the prefix that its formation bears.
func name(o *offre.Offre) {
	f := &o.Formation
	prefix, _, prefixed := strings.Cut(f.ID, "_")
	prefixed = prefixed && national.MatchString(f.ID)
	if !prefixed {
		f.Reference, f.ID = f.ID, ""
	}
	for i := range o.Sessions {
		s := &o.Sessions[i]
		switch {
		case s.ID == "" || national.MatchString(s.ID):
		case prefixed:
			s.ID = prefix + "_" + s.ID
		default:
			s.Reference, s.ID = s.ID, ""
		}
	}
}

// item is one record: the fields that the subject states, those of its kind that
// LHEO left out too. It is not new when the same was stated before.
func (f *File) item(sheet string, line int, s values.Subject, seen map[string]bool) (Item, bool) {
	record := delivery.Record{File: f.name, Sheet: sheet, Number: line, Cells: map[layout.Field]delivery.Cell{}}
	said := strings.Builder{}
	for _, field := range fields(sheet) {
		text, ok := values.Of(field, s)
		if !ok || text == "" && !beside[field] {
			continue // what LHEO does not say is not stated: it clears nothing
		}
		record.Cells[field] = delivery.Cell{Value: text, Header: string(field)}
		fmt.Fprintf(&said, "%s=%q\n", field, text)
	}
	key := sheet + "\n" + said.String()
	if sheet == Organismes || sheet == Interlocuteurs {
		if seen[key] {
			return Item{}, false
		}
		seen[key] = true
	}
	return Item{Record: record}, true
}

// fields are the columns of one sheet of the own workbook, and those that only
// other sources give.
func fields(sheet string) (list []layout.Field) {
	for _, s := range layout.Own {
		if s.Name == sheet {
			for _, c := range s.Columns {
				list = append(list, c.Field)
			}
		}
	}
	switch sheet {
	case Organismes:
		list = append(list, layout.OrganismeBesides)
	case Interlocuteurs:
		list = append(list, layout.InterlocuteurBesides)
	case Formations:
		list = append(list, layout.FormationBesides, layout.FormationReste)
	case Sessions:
		list = append(list, layout.SessionAction, layout.SessionBesides, layout.SessionReste, layout.SessionResteAction)
	}
	return list
}

// beside are the fields that hold what a feed says beside all others. They are
// stated even when that is nothing: what an older feed said there is gone.
var beside = map[layout.Field]bool{layout.FormationReste: true, layout.SessionReste: true, layout.SessionResteAction: true}

// placed are the findings of decoding, in their file.
func (f *File) placed(d lheo.Decoded) []finding.Finding {
	found := slices.Clone(d.Findings)
	for i := range found {
		found[i].File = f.name
		if found[i].Row == 0 {
			found[i].Row = d.Line
		}
	}
	return found
}

// Header names the columns under which the records of one sheet are kept raw.
func Header(sheet string) (names []string) {
	for _, f := range fields(sheet) {
		names = append(names, string(f))
	}
	return names
}

// Row is a record as a row of cells, in the order of Header.
func Row(r delivery.Record) delivery.Row {
	row := delivery.Row{Sheet: r.Sheet, Number: r.Number}
	for _, f := range fields(r.Sheet) {
		row.Cells = append(row.Cells, r.Cells[f].Value)
	}
	return row
}
