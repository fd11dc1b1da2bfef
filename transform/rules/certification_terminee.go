package rules

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var certificationTerminee = Rule{
	finding.Rule{Code: "certification-terminee", Severity: finding.Warning,
		Sentence: "La dernière session d'examen de la certification est passée.",
		Why:      "Les stagiaires prépareraient une certification qui n'est plus délivrée.",
		Remedy:   "Indiquez la certification qui lui succède, ou archivez la formation.", Source: "Certif Info, année de la dernière session"},
	func(c Case) (all []Breach) {
		if c.Certifications == nil {
			return nil
		}
		f, needed := c.Offre.Formation, lastExam(c)
		for _, held := range f.Certifications {
			known, found := c.Certifications(held.CertifInfo)
			if !found || known.DerniereSession == 0 || known.DerniereSession >= needed || replaced(f, held.CertifInfo) {
				continue
			}
			all = append(all, Breach{Record: f.ID, Field: layout.FormationCertifInfo, Value: held.CertifInfo,
				Message: fmt.Sprintf("La dernière session d'examen de %s était en %d.", nommer(held), known.DerniereSession)})
		}
		return all
	},
}

// lastExam is the latest year in which trainees of the sessions that are not over
// may sit the examination, this year at the earliest.
func lastExam(c Case) int {
	year := c.Date.Year()
	for _, s := range c.Offre.Sessions {
		if end, known := s.Fin.Last(); known {
			year = max(year, end.Year())
		}
	}
	return year
}

// replaced reports that the formation also holds the certification that took over.
func replaced(f offre.Formation, code string) bool {
	for _, c := range f.Certifications {
		if c.Remplace == code {
			return true
		}
	}
	return false
}
