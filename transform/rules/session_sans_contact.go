package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var sessionSansContact = Rule{
	finding.Rule{Code: "session-sans-contact", Severity: finding.Warning,
		Sentence: "La session n'a pas de contact.",
		Why:      "Un contact, et un seul, est obligatoire : la personne capable de renseigner sur cette session.",
		Remedy:   "Indiquez un contact parmi les interlocuteurs de l'organisme.", Source: guideSession},
	func(c Case) []Breach {
		return eachSession(c, func(s offre.Session) (Breach, bool) {
			return Breach{Field: layout.SessionContactNom}, s.Contact.Vide()
		})
	},
}
