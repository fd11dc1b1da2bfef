package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// firstAnnex is the lowest Formacode of the annex lists (certifications, publics,
// means…), above those of the domains.
const firstAnnex = "51000"

var formacodeAnnexe = Rule{
	finding.Rule{Code: "formacode-annexe", Severity: finding.Warning,
		Sentence: "Un Formacode donné comme domaine est d'une liste annexe (public, moyen, financement…).",
		Why:      "La formation serait rangée dans un domaine qui n'en est pas un.",
		Remedy:   "Choisissez un Formacode de domaine, inférieur à 51000.", Source: "Centre Inffo, Formacode, listes annexes"},
	func(c Case) (all []Breach) {
		for _, code := range c.Offre.Formation.Formacodes {
			if code.Origine == offre.OrigineSaisie && code.Code >= firstAnnex {
				all = append(all, Breach{Record: c.Offre.Formation.ID, Field: layout.FormationFormacodes, Value: code.Code,
					Message: "Le Formacode " + code.Code + " est d'une liste annexe : ce n'est pas un domaine."})
			}
		}
		return all
	},
}
