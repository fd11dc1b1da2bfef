package rules

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var entreesPermanentes = Rule{
	finding.Rule{Code: "entrees-permanentes", Severity: finding.Info,
		Sentence: "Une session à entrées permanentes ne couvre pas l'année civile.",
		Why:      "De préférence, des entrées et sorties permanentes se saisissent du 1er janvier au 31 décembre de l'année.", Source: guideSession},
	func(c Case) []Breach {
		return eachSession(c, func(s offre.Session) (Breach, bool) {
			from, known := s.Debut.First()
			to, bounded := s.Fin.Last()
			if s.EntreesSorties != "1" || !known || !bounded {
				return Breach{}, false
			}
			whole := from.YearDay() == 1 && to.Month() == 12 && to.Day() == 31 && from.Year() == to.Year()
			return Breach{Field: layout.SessionDebut, Value: french(s.Debut), After: french(offre.MakeDate(from.Year(), 1, 1)),
				Message: fmt.Sprintf("La session à entrées permanentes commence %s et finit %s : elle ne va pas du 1er janvier au 31 décembre.", le(s.Debut), le(s.Fin))}, !whole
		})
	},
}
