package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var sessionTerminee = Rule{
	finding.Rule{Code: "session-terminee", Severity: finding.Info,
		Sentence: "La session est terminée.",
		Why:      "AUDE n'a plus les sessions terminées depuis plus de 30 jours. Une ancienne session ne se reprend jamais pour de nouvelles dates.",
		Source:   guideSessions},
	func(c Case) []Breach {
		return eachSession(c, func(s offre.Session) (Breach, bool) {
			return Breach{Field: layout.SessionFin, Value: french(s.Fin), Message: "La session a fini " + le(s.Fin) + "."}, ended(s, today(c))
		})
	},
}
