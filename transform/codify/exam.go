package codify

import (
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// ExamYear is the latest year in which trainees of the sessions may sit the
// examination: that of the last end known, the year of date at the earliest.
func ExamYear(sessions []offre.Session, date time.Time) int {
	year := date.Year()
	for _, s := range sessions {
		if end, known := s.Fin.Last(); known {
			year = max(year, end.Year())
		}
	}
	return year
}

// deliveredBy reports that a certification has its first examination session by a
// year. One that states no first session is.
func deliveredBy(c nomenclature.Certification, year int) bool {
	return year == 0 || c.PremiereSession <= year
}
