package rules

import (
	"fmt"
	"strconv"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var heuresIncoherentes = Rule{
	finding.Rule{Code: "heures-incoherentes", Severity: finding.Warning,
		Sentence: "Les heures en centre et en entreprise ne font pas le total.",
		Why:      "Les financeurs comparent les heures au devis.",
		Remedy:   "Corrigez les heures en centre, en entreprise ou au total.", Source: "LHEO 2.3, <nombre-heures-total>"},
	func(c Case) []Breach {
		return eachSession(c, func(s offre.Session) (Breach, bool) {
			sum := s.HeuresCentre + s.HeuresEntreprise
			return Breach{Field: layout.SessionHeuresTotal, Value: strconv.Itoa(s.HeuresTotal), After: strconv.Itoa(sum),
				Message: fmt.Sprintf("%d heures en centre et %d en entreprise font %d, et non %d.", s.HeuresCentre, s.HeuresEntreprise, sum, s.HeuresTotal)}, heuresFausses(s)
		})
	},
}

// heuresFausses reports that the parts are not the total. A part of 0 may not
// have been stated: then the other must only not exceed the total.
func heuresFausses(s offre.Session) bool {
	sum := s.HeuresCentre + s.HeuresEntreprise
	if s.HeuresTotal == 0 || s.HeuresCentre > 0 && s.HeuresEntreprise > 0 {
		return s.HeuresTotal > 0 && sum != s.HeuresTotal
	}
	return sum > s.HeuresTotal
}
