package merge

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// sessionDates are the dates of a session.
var sessionDates = []struct {
	field layout.Field
	at    func(*offre.Session) *offre.Date
}{
	{layout.SessionDebut, func(s *offre.Session) *offre.Date { return &s.Debut }},
	{layout.SessionFin, func(s *offre.Session) *offre.Date { return &s.Fin }},
	{layout.SessionInscrDebut, func(s *offre.Session) *offre.Date { return &s.InscriptionDebut }},
	{layout.SessionInscrFin, func(s *offre.Session) *offre.Date { return &s.InscriptionFin }},
}

// keepPrecise gives a session back the dates that the catalogue knows better: the
// rows say less of them, and nothing else.
func keepPrecise(held offre.Session, next *offre.Session, s statement) (found []finding.Finding) {
	for _, d := range sessionDates {
		known, stated := *d.at(&held), d.at(next)
		if !saysLess(*stated, known) {
			continue
		}
		found = append(found, lessPrecise(next.ID, d.field, s, *stated, known))
		*stated = known
	}
	return found
}

// saysLess reports that a date is known in part, and agrees in that part with one
// of which more is known.
func saysLess(stated, known offre.Date) bool {
	an, mois, jour, ok := stated.Parts()
	knownAn, knownMois, knownJour, also := known.Parts()
	if !ok || !also || stated == offre.DateInconnue {
		return false
	}
	less := false
	for _, part := range [][2]int{{an, knownAn}, {mois, knownMois}, {jour, knownJour}} {
		switch {
		case part[0] == part[1]:
		case part[0] == 0:
			less = true
		default:
			return false
		}
	}
	return less
}

func lessPrecise(id string, f layout.Field, s statement, stated, known offre.Date) finding.Finding {
	from := s.of(f).from
	if from == nil || s.text(f) == "" { // the months of entry stand in for the beginning
		f = layout.SessionMoisEntree
		from = s.of(f).from
	}
	found := about(dateMoinsPrecise, from, f, id, day(stated))
	found.After = day(known)
	found.Message = fmt.Sprintf("Le catalogue connaît déjà une date plus précise, %s : elle est gardée à la place de « %s ».", day(known), day(stated))
	return found
}
