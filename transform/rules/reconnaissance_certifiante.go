package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

var reconnaissanceCertifiante = Rule{
	finding.Rule{Code: "reconnaissance-certifiante", Severity: finding.Info,
		Sentence: "Un type de reconnaissance est saisi, alors que la formation prépare une certification.",
		Why:      "Le type de reconnaissance ne se saisit que pour une formation non certifiante : la certification le donne.",
		Source:   guideValidation},
	func(c Case) []Breach {
		f := c.Offre.Formation
		return when(f.TypeReconnaissance != "" && len(f.Certifications) > 0, Breach{Record: f.ID, Field: layout.FormationReconnaissance, Value: f.TypeReconnaissance})
	},
}
