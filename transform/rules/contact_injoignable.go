package rules

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var contactInjoignable = Rule{
	finding.Rule{Code: "contact-injoignable", Severity: finding.Warning,
		Sentence: "Le contact de la session n'a ni téléphone ni courriel.",
		Why:      "Le public et les conseillers ne peuvent pas le joindre.",
		Remedy:   "Ajoutez son téléphone, ligne directe si possible, ou son courriel.", Source: guideSession},
	func(c Case) []Breach {
		return eachSession(c, func(s offre.Session) (Breach, bool) {
			who := strings.TrimSpace(s.Contact.Prenom + " " + s.Contact.Nom)
			b := Breach{Field: layout.SessionContactTel, Value: who}
			if who != "" {
				b.Message = "Le contact de la session, " + who + ", n'a ni téléphone ni courriel."
			}
			return b, !s.Contact.Vide() && s.Contact.Telephone == "" && s.Contact.Portable == "" && s.Contact.Courriel == ""
		})
	},
}
