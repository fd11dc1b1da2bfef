package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

var formationNonDiffusee = Rule{
	finding.Rule{Code: "formation-non-diffusee", Severity: finding.Warning,
		Sentence: "La formation n'a aucune session en cours ou à venir : elle n'est pas diffusée.",
		Why:      "Seules les formations qui ont une session en cours ou à venir sont diffusées.",
		Remedy:   "Créez une session, ou dupliquez une ancienne session et donnez-lui ses nouvelles dates.", Source: guideCouleurs},
	func(c Case) []Breach {
		for _, s := range c.Offre.Sessions {
			if !ended(s, today(c)) {
				return nil
			}
		}
		b := Breach{Record: c.Offre.Formation.ID, Field: layout.SessionFin}
		if len(c.Offre.Sessions) == 0 {
			b.Message = "La formation n'a aucune session : elle n'est pas diffusée."
		}
		return []Breach{b}
	},
}
