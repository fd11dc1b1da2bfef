package values

import (
	"encoding/json"
	"reflect"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// Complement is what the nouns say of contacts and addresses that no column of
// the workbook has room for. LHEO feeds state it, as JSON.
type Complement struct {
	Contact     offre.Contact `json:"contact,omitzero"`
	Lieu        offre.Adresse `json:"lieu,omitzero"`        // its lines are those after the second
	Inscription offre.Adresse `json:"inscription,omitzero"` // its lines are those after the first
	Information offre.Adresse `json:"information,omitzero"` // whole
}

// text is the complement as JSON, empty when there is nothing in it.
func (c Complement) text() string {
	if reflect.ValueOf(c).IsZero() {
		return ""
	}
	doc, err := json.Marshal(c)
	if err != nil {
		return "" // of texts: it always has a JSON form
	}
	return string(doc)
}

func formationComplement(f *offre.Formation) string {
	c := f.Contact
	c.Nom, c.Prenom, c.Telephone, c.Courriel = "", "", "", ""
	return Complement{Contact: c}.text()
}

func interlocuteurComplement(c *offre.Contact) string {
	left := *c
	left.Civilite, left.Nom, left.Prenom, left.Fonction, left.Telephone, left.Portable, left.Courriel = "", "", "", "", "", "", ""
	return Complement{Contact: left}.text()
}

func organismeComplement(o *offre.Organisme) string {
	c := o.Coordonnees
	c.Telephone, c.Portable, c.Fax, c.Courriel, c.Web = "", "", "", "", ""
	place := besides(c.Adresse, 2)
	c.Adresse = offre.Adresse{}
	return Complement{Contact: c, Lieu: place}.text()
}

func sessionComplement(s *offre.Session) string {
	c := s.Contact
	c.Civilite, c.Nom, c.Prenom, c.Fonction, c.Telephone, c.Courriel = "", "", "", "", "", ""
	place := besides(s.Lieu.Adresse, 2)
	place.Denomination, place.CodeINSEE = "", ""
	return Complement{Contact: c, Lieu: place, Inscription: besides(s.AdresseInscription, 1), Information: s.AdresseInformation}.text()
}

// besides is an address without its postal code and town, which have columns, nor
// its first lines, nor what is deduced from them.
func besides(a offre.Adresse, lines int) offre.Adresse {
	a.CodePostal, a.Ville, a.Departement, a.Region = "", "", "", ""
	a.Lignes = a.Lignes[min(lines, len(a.Lignes)):]
	if len(a.Lignes) == 0 {
		a.Lignes = nil
	}
	return a
}
