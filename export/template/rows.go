package template

import (
	"cmp"
	"slices"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/layout/values"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// subjects are what the rows of a sheet speak of, in order: the noun is the one
// that a column of the sheet alone describes.
func (o Options) subjects(s layout.Sheet) []values.Subject {
	has := func(f layout.Field) bool {
		return slices.ContainsFunc(s.Columns, func(c layout.Column) bool { return c.Field == f })
	}
	switch {
	case has(layout.SessionDebut):
		return o.sessions()
	case has(layout.FormationIntitule):
		return o.formations()
	case has(layout.InterlocuteurNom):
		return o.interlocuteurs()
	}
	return o.organismes()
}

// sorted is the organismes, head offices first.
func (o Options) sorted() []offre.Organisme {
	return slices.SortedFunc(slices.Values(o.Organismes), func(a, b offre.Organisme) int {
		return cmp.Or(len(a.Siege)-len(b.Siege), cmp.Compare(a.SIRET, b.SIRET))
	})
}

func (o Options) organismes() (rows []values.Subject) {
	for _, organisme := range o.sorted() {
		rows = append(rows, values.Subject{Organisme: &organisme})
	}
	return rows
}

func (o Options) interlocuteurs() (rows []values.Subject) {
	for _, organisme := range o.sorted() {
		for _, person := range organisme.Interlocuteurs {
			rows = append(rows, values.Subject{Organisme: &organisme, Interlocuteur: &person})
		}
	}
	return rows
}

// offers is the offers by organisme, then in the organisation's own order.
func (o Options) offers() []offre.Offre {
	return slices.SortedFunc(slices.Values(o.Offres), func(a, b offre.Offre) int {
		f, g := a.Formation, b.Formation
		return cmp.Or(cmp.Compare(f.Responsable, g.Responsable), cmp.Compare(f.Reference, g.Reference), cmp.Compare(f.ID, g.ID))
	})
}

func (o Options) formations() (rows []values.Subject) {
	for _, offer := range o.offers() {
		for _, f := range values.Rows(offer.Formation) {
			rows = append(rows, values.Subject{Formation: &f})
		}
	}
	return rows
}

func (o Options) sessions() (rows []values.Subject) {
	for _, offer := range o.offers() {
		byDate := slices.SortedFunc(slices.Values(offer.Sessions), func(a, b offre.Session) int {
			return cmp.Or(cmp.Compare(a.Debut, b.Debut), cmp.Compare(a.ID, b.ID))
		})
		for _, s := range byDate {
			rows = append(rows, values.Subject{Formation: &offer.Formation, Session: &s})
		}
	}
	return rows
}
