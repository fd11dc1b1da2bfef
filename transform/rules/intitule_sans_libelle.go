package rules

import (
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// intituleSansLibelle is for the titles that codification leaves alone because
// several certifications could give theirs.
var intituleSansLibelle = Rule{
	finding.Rule{Code: "intitule-sans-libelle", Severity: finding.Warning,
		Sentence: "L'intitulé ne reprend le libellé officiel d'aucune des certifications indiquées.",
		Why:      "L'intitulé d'une formation certifiante respecte le libellé officiel ; il peut être complété, non modifié.",
		Remedy:   "Commencez l'intitulé par le libellé officiel de la certification principale, puis complétez-le.", Source: guideIdentification},
	func(c Case) []Breach {
		f := c.Offre.Formation
		labelled := slices.DeleteFunc(slices.Clone(f.Certifications), func(c offre.Certification) bool { return c.Intitule == "" })
		if len(labelled) < 2 || said(f.Certifiante, false) {
			return nil
		}
		kept := slices.ContainsFunc(labelled, func(c offre.Certification) bool { return holds(f.Intitule, c.Intitule) })
		return when(!kept, Breach{Record: f.ID, Field: layout.FormationIntitule, Value: f.Intitule, After: labelled[0].Intitule})
	},
}
