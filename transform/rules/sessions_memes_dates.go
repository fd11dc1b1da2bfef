package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var sessionsMemesDates = Rule{
	finding.Rule{Code: "sessions-memes-dates", Severity: finding.Warning,
		Sentence: "Deux sessions de la formation ont les mêmes dates, le même lieu et le même organisme formateur.",
		Why:      "C'est sans doute la même session saisie deux fois ; les inscriptions se partageraient entre les deux.",
		Remedy:   "Gardez une des deux sessions, et demandez au Carif-Oref de supprimer l'autre.", Source: "Mon Compte Formation, rejet 10133"},
	func(c Case) []Breach {
		before := make(map[occurrence]string)
		return eachSession(c, func(s offre.Session) (Breach, bool) {
			o := occurrenceOf(s)
			twin, seen := before[o]
			if !seen {
				before[o] = s.ID
			}
			return Breach{Field: layout.SessionDebut, Value: french(s.Debut),
				Message: "La session a les mêmes dates, le même lieu et le même organisme formateur que la session " + twin + "."}, seen && s.Debut.Complete()
		})
	},
}

// occurrence is what no two sessions of a formation should share.
type occurrence struct {
	debut, fin                    offre.Date
	formateur, insee, postal, nom string
	dispositif                    offre.Dispositif
}

func occurrenceOf(s offre.Session) occurrence {
	a := s.Lieu.Adresse
	return occurrence{s.Debut, s.Fin, s.Formateur, a.CodeINSEE, a.CodePostal, a.Denomination, s.Dispositif}
}
