package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// sessionFinAvantDebut refuses the session: no target can make sense of it.
var sessionFinAvantDebut = Rule{
	finding.Rule{Code: "session-fin-avant-debut", Severity: finding.Error,
		Sentence: "La session finit avant de commencer.",
		Why:      "Les destinataires refusent une session dont la fin précède le début.",
		Remedy:   "Corrigez la date de début ou la date de fin.", Source: guideSession},
	func(c Case) []Breach {
		return eachSession(c, func(s offre.Session) (Breach, bool) {
			return Breach{Field: layout.SessionFin, Value: string(s.Fin),
				Message: "La session finit " + le(s.Fin) + ", avant de commencer " + le(s.Debut) + "."}, after(s.Debut, s.Fin)
		})
	},
}
