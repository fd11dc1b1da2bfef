package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

var certifianteSansCertification = Rule{
	finding.Rule{Code: "certifiante-sans-certification", Severity: finding.Warning,
		Sentence: "La formation est dite certifiante, mais aucune certification n'est indiquée.",
		Why:      "La certification apporte l'intitulé officiel, le niveau de sortie et les codes ROME, NSF et Formacode.",
		Remedy:   "Indiquez le code Certif Info de la certification préparée, ou « non » si la formation n'est pas certifiante.", Source: guideIdentification},
	func(c Case) []Breach {
		f := c.Offre.Formation
		return when(said(f.Certifiante, true) && len(f.Certifications) == 0, Breach{Record: f.ID, Field: layout.FormationCertifInfo})
	},
}

// said reports that something was stated, and is that.
func said(stated *bool, that bool) bool { return stated != nil && *stated == that }
