package rules

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var sessionPlusieursContacts = Rule{
	finding.Rule{Code: "session-plusieurs-contacts", Severity: finding.Warning,
		Sentence: "Le contact de la session nomme plusieurs personnes.",
		Why:      "Un contact, et un seul, est demandé : les flux n'ont de place que pour une personne, et son téléphone est celui de l'autre.",
		Remedy:   "Gardez la personne capable de renseigner sur cette session.", Source: guideSession},
	func(c Case) []Breach {
		return eachSession(c, func(s offre.Session) (Breach, bool) {
			who := strings.TrimSpace(s.Contact.Prenom + " " + s.Contact.Nom)
			return Breach{Field: layout.SessionContactNom, Value: who, Message: "Le contact de la session nomme plusieurs personnes : « " + finding.Cut(who, 80) + " »."},
				several(s.Contact.Nom) || several(s.Contact.Prenom)
		})
	},
}

// several reports that a name is that of more than one person: a word that joins
// two, or a sign that parts them.
func several(name string) bool {
	if strings.ContainsAny(name, "/;&+") {
		return true
	}
	name = strings.ToLower(strings.Join(strings.Fields(name), " "))
	return strings.Contains(name, " et ") || strings.Contains(name, " ou ")
}
