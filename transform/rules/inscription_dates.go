package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var inscriptionDates = Rule{
	finding.Rule{Code: "inscription-dates", Severity: finding.Warning,
		Sentence: "La période d'inscription ne va pas avec la session, ou finit avant de commencer.",
		Why:      "Le public s'inscrirait trop tard, ou croirait les inscriptions closes.",
		Remedy:   "Corrigez les dates d'inscription.", Source: "LHEO 2.3, <periode-inscription>"},
	func(c Case) []Breach {
		return eachSession(c, func(s offre.Session) (Breach, bool) {
			if s.InscriptionDebut.After(s.InscriptionFin) {
				return Breach{Field: layout.SessionInscrFin, Value: french(s.InscriptionFin),
					Message: "Les inscriptions finissent " + le(s.InscriptionFin) + ", avant d'ouvrir " + le(s.InscriptionDebut) + "."}, true
			}
			return Breach{Field: layout.SessionInscrDebut, Value: french(s.InscriptionDebut),
				Message: "Les inscriptions ouvrent " + le(s.InscriptionDebut) + ", après la fin de la session, " + le(s.Fin) + "."}, s.InscriptionDebut.After(s.Fin)
		})
	},
}
