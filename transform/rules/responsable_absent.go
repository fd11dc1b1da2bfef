package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// responsableAbsent tells of a formation for which nobody is answerable.
var responsableAbsent = Rule{
	finding.Rule{Code: "responsable-absent", Severity: finding.Warning,
		Sentence: "La formation n'a pas d'organisme responsable.",
		Why:      "L'organisme responsable signe la convention ; LHEO l'exige, et aucun destinataire ne prend une formation sans lui.",
		Remedy:   "Indiquez le SIRET de l'organisme responsable.", Source: guideIdentification},
	func(c Case) []Breach {
		f := c.Offre.Formation
		return when(f.Responsable == "", Breach{Record: f.ID, Field: layout.FormationResponsable})
	},
}
