package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var marcheSansConvention = Rule{
	finding.Rule{Code: "marche-sans-convention", Severity: finding.Warning,
		Sentence: "La session porte un numéro de marché, mais elle est dite non conventionnée.",
		Why:      "Le numéro de marché n'est donné qu'aux organismes retenus à un appel public à concurrence.",
		Remedy:   "Indiquez « oui » à « Conventionnée », ou retirez le numéro de marché.", Source: guideSession},
	func(c Case) []Breach {
		return eachSession(c, func(s offre.Session) (Breach, bool) {
			return Breach{Field: layout.SessionNumeroMarche, Value: s.NumeroMarche}, s.NumeroMarche != "" && s.Conventionnement == "0"
		})
	},
}
