package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

var publicHorsPlage = Rule{
	finding.Rule{Code: "public-hors-plage", Severity: finding.Warning,
		Sentence: "Un code de public visé n'est pas un Formacode de public.",
		Why:      "Les destinataires filtrent l'offre par public : la formation ne serait proposée à personne.",
		Remedy:   "Choisissez un Formacode de public, de 80000 à 83999.", Source: "Centre Inffo, Formacode, liste des publics"},
	func(c Case) (all []Breach) {
		for _, code := range c.Offre.Formation.Publics {
			if code < "80000" || code > "83999" {
				all = append(all, Breach{Record: c.Offre.Formation.ID, Field: layout.FormationPublics, Value: code,
					Message: "Le code " + code + " n'est pas un Formacode de public."})
			}
		}
		return all
	},
}
