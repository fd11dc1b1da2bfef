package edof

import (
	"cmp"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// informant is who tells people about an action, registrar with whom they enrol,
// and placeContact who answers where it takes place: each part that one of them
// lacks is taken from the next.
func informant(o *lheo.Offer, a *offre.Action) offre.Contact {
	return complete(o.Formation.Contact, sessionContact(a), people(o), o.Responsable.Coordonnees)
}

func registrar(o *lheo.Offer, a *offre.Action, s *offre.Session) offre.Contact {
	return complete(s.Contact, o.Formation.Contact, sessionContact(a), people(o), o.Responsable.Coordonnees)
}

func placeContact(o *lheo.Offer, a *offre.Action) offre.Contact {
	return complete(sessionContact(a), o.Formation.Contact, people(o), o.Responsable.Coordonnees)
}

func sessionContact(a *offre.Action) offre.Contact {
	for i := range a.Sessions {
		if !a.Sessions[i].Contact.Vide() {
			return a.Sessions[i].Contact
		}
	}
	return offre.Contact{}
}

func people(o *lheo.Offer) offre.Contact {
	for _, c := range o.Responsable.Interlocuteurs {
		if !c.Vide() {
			return c
		}
	}
	return offre.Contact{}
}

// complete is the first contact with what it lacks taken from the others. A name
// is taken with its first name, not the one without the other.
func complete(contacts ...offre.Contact) (whole offre.Contact) {
	for _, c := range contacts {
		if whole.Nom == "" {
			whole.Nom, whole.Prenom = c.Nom, c.Prenom
		}
		whole.Fonction = cmp.Or(whole.Fonction, c.Fonction)
		for _, number := range []string{c.Telephone, c.Portable} {
			if whole.Telephone == "" {
				whole.Telephone = phone(number)
			}
		}
		if whole.Portable == "" {
			whole.Portable = phone(c.Portable)
		}
		whole.Courriel = cmp.Or(whole.Courriel, c.Courriel)
	}
	return whole
}

// separators are what people write between the figures of a number.
var separators = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "", "-", "", "/", "", "(0)", "")

// phone is a number without its spaces and points; empty when it is no number.
func phone(s string) string {
	s = separators.Replace(s)
	if !isPhone(s) || len(s) > 15 {
		return ""
	}
	return s
}

// coordonnees writes how to reach somebody, and where when there is an address.
func (e *encoder) coordonnees(c offre.Contact, a *offre.Adresse) {
	e.open("coordonnees", "numero", number(c.Nom, c.Prenom, c.Telephone, c.Courriel))
	e.must("nom", c.Nom)
	e.must("prenom", c.Prenom)
	if a != nil && !a.Vide() {
		e.adresse(a)
	} else if a != nil {
		e.report.Missing = append(e.report.Missing, e.pathOf("adresse"))
	}
	e.within("telfixe", func() { e.must("numtel", c.Telephone) })
	if c.Portable != "" && c.Portable != c.Telephone {
		e.within("portable", func() { e.text("numtel", c.Portable) })
	}
	e.must("courriel", c.Courriel)
	e.close("coordonnees")
}

// contact writes somebody to reach as an extension.
func (e *encoder) contact(info string, c offre.Contact) {
	e.path = append(e.path, info)
	e.tag("extra", []string{"info", info})
	e.dst = append(e.dst, '\n')
	e.coordonnees(c, nil)
	if c.Fonction != "" && info == "contact-information" {
		e.within("extras", func() { e.extra("fonction", c.Fonction) }, "info", "coordonnees")
	}
	e.dst = append(e.dst, "</extra>\n"...)
	e.path = e.path[:len(e.path)-1]
}

// number is the number that stands for something that has none: the same for the
// same.
func number(parts ...string) string {
	h := fnv.New32a()
	for _, p := range parts {
		h.Write([]byte(p + "\x00")) // a hash never fails
	}
	return strconv.FormatUint(uint64(h.Sum32()), 10)
}
