package merge

import (
	"encoding/json"

	"github.com/carif-oref/passerelle/schemas/layout/values"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// beyond makes the setter of what a feed says that no column has room for. What
// it leaves out clears nothing.
func beyond[T any](lay func(*T, values.Complement)) func(*T, value) {
	return func(t *T, v value) {
		var c values.Complement
		if v.text != "" && json.Unmarshal([]byte(v.text), &c) == nil {
			lay(t, c)
		}
	}
}

func formationBeyond(f *offre.Formation, c values.Complement) { layContact(&f.Contact, c.Contact) }

func interlocuteurBeyond(to *offre.Contact, c values.Complement) { layContact(to, c.Contact) }

func organismeBeyond(o *offre.Organisme, c values.Complement) {
	layContact(&o.Coordonnees, c.Contact)
	layAdresse(&o.Coordonnees.Adresse, c.Lieu, 2)
}

func sessionBeyond(s *offre.Session, c values.Complement) {
	layContact(&s.Contact, c.Contact)
	layAdresse(&s.Lieu.Adresse, c.Lieu, 2)
	layAdresse(&s.AdresseInscription, c.Inscription, 1)
	if !c.Information.Vide() {
		s.AdresseInformation = c.Information
	}
}

func layContact(to *offre.Contact, from offre.Contact) {
	lay(&to.Civilite, from.Civilite)
	lay(&to.Nom, from.Nom)
	lay(&to.Prenom, from.Prenom)
	lay(&to.Fonction, from.Fonction)
	lay(&to.Portable, from.Portable)
	lay(&to.Fax, from.Fax)
	lay(&to.Web, from.Web)
	if !from.Adresse.Vide() {
		to.Adresse = from.Adresse
	}
}

// layAdresse adds to an address whose first lines have columns.
func layAdresse(to *offre.Adresse, from offre.Adresse, lines int) {
	lay(&to.Denomination, from.Denomination)
	lay(&to.CodeINSEE, from.CodeINSEE)
	lay(&to.Pays, from.Pays)
	lay(&to.Latitude, from.Latitude)
	lay(&to.Longitude, from.Longitude)
	for i, text := range from.Lignes {
		setLine(to, lines+i, text)
	}
}

func lay(to *string, from string) {
	if from != "" {
		*to = from
	}
}
