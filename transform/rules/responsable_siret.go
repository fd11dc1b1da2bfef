package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var responsableSIRET = Rule{
	finding.Rule{Code: "responsable-siret", Severity: finding.Warning,
		Sentence: "Le SIRET de l'organisme responsable est faux.",
		Why:      "L'organisme responsable doit avoir un SIRET ; AUDE, et donc KAIROS, écarte la formation si le SIRET est faux.",
		Remedy:   "Vérifiez le SIRET sur l'avis de situation de l'établissement, et demandez sa correction au Carif-Oref.", Source: guideIdentification},
	func(c Case) []Breach {
		f := c.Offre.Formation
		return when(f.Responsable != "" && !offre.SIRETValide(f.Responsable), Breach{
			Record: f.ID, Field: layout.FormationResponsable, Value: f.Responsable,
			Message: "Le SIRET " + f.Responsable + " de l'organisme responsable est faux : sa clé de contrôle ne correspond pas.",
		})
	},
}
