package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var certificationNonCertifiante = Rule{
	finding.Rule{Code: "certification-non-certifiante", Severity: finding.Warning,
		Sentence: "Une certification est indiquée, mais la formation est dite non certifiante.",
		Why:      "L'une des deux indications est fausse : le public croirait préparer une certification, ou ne la verrait pas.",
		Remedy:   "Indiquez « oui » si la formation prépare la certification ; sinon retirez la certification.", Source: guideIdentification},
	func(c Case) []Breach {
		f := c.Offre.Formation
		if !said(f.Certifiante, false) || len(f.Certifications) == 0 {
			return nil
		}
		named := nommer(f.Certifications[0])
		return []Breach{{Record: f.ID, Field: layout.FormationCertifiante, Value: "non",
			Message: "La certification " + named + " est indiquée, mais la formation est dite non certifiante."}}
	},
}

// nommer names a certification by the best that is known of it.
func nommer(c offre.Certification) string {
	for _, name := range []string{c.Intitule, c.CertifInfo, c.RNCP, c.RS, c.CFD} {
		if name != "" {
			return "« " + finding.Cut(name, 80) + " »"
		}
	}
	return "« ? »"
}
