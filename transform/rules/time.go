package rules

import (
	"time"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// today is the day of a case, as dates of the offer count days.
func today(c Case) time.Time {
	return time.Date(c.Date.Year(), c.Date.Month(), c.Date.Day(), 0, 0, 0, 0, time.UTC)
}

// ended reports that a session is certainly over. One whose end is not known is not.
func ended(s offre.Session, day time.Time) bool {
	end, known := s.Fin.Last()
	return known && end.Before(day)
}

// le says when: « le 30/06/2027 », « en 06/2027 », « en 2027 ».
func le(d offre.Date) string {
	if d.Complete() {
		return "le " + french(d)
	}
	return "en " + french(d)
}

// french writes a date as people read it, with what is known of it; one that does
// not exist stays as it is, and does not become another.
func french(d offre.Date) string {
	an, mois, jour, ok := d.Parts()
	switch {
	case !ok || an == 0 || mois > 12 || jour > 0 && !d.Complete():
		return string(d)
	case mois == 0:
		return time.Date(an, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")
	case jour == 0:
		return time.Date(an, time.Month(mois), 1, 0, 0, 0, 0, time.UTC).Format("01/2006")
	}
	return time.Date(an, time.Month(mois), jour, 0, 0, 0, 0, time.UTC).Format("02/01/2006")
}
