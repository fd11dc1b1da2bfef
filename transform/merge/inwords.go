package merge

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

func nameOf(o offre.Organisme) string { return cmp.Or(o.Nom, o.RaisonSociale, o.SIRET) }

// organismeInWords says of a new organisme what staff look at first.
func organismeInWords(o offre.Organisme) string {
	a := o.Coordonnees.Adresse
	place := strings.Join(filled(strings.Join(a.Lignes, ", "), strings.TrimSpace(a.CodePostal+" "+a.Ville)), ", ")
	said := filled(nameOf(o), "SIRET "+o.SIRET, labelled("déclaration d'activité ", o.NDA), place)
	if o.Siege != "" || len(o.Rattachements) > 0 {
		said = append(said, attachmentsInWords(o))
	}
	switch n := len(o.Interlocuteurs); n {
	case 0:
	case 1:
		said = append(said, "interlocuteur : "+personInWords(o.Interlocuteurs[0]))
	default:
		said = append(said, strconv.Itoa(n)+" interlocuteurs : "+peopleInWords(o.Interlocuteurs))
	}
	return strings.Join(said, " ; ")
}

// attachmentsInWords names the head office and the links of an organisme.
func attachmentsInWords(o offre.Organisme) string {
	var above, below []string
	for _, r := range o.Rattachements {
		if name := cmp.Or(r.Nom, r.SIRET); r.Sens == offre.DependDe {
			above = append(above, name)
		} else {
			below = append(below, name)
		}
	}
	said := filled(labelled("siège : ", o.Siege), labelled("dépend de : ", strings.Join(above, ", ")), labelled("structures rattachées : ", strings.Join(below, ", ")))
	return cmp.Or(strings.Join(said, " ; "), "aucun siège ni rattachement")
}

func peopleInWords(all []offre.Contact) string {
	said := make([]string, len(all))
	for i, c := range all {
		said[i] = personInWords(c)
	}
	return cmp.Or(strings.Join(said, " ; "), "aucun interlocuteur")
}

// personInWords reads « Mme Camille Lefèvre (directrice, 02 31 00 00 02) ».
func personInWords(c offre.Contact) string {
	name := strings.Join(filled(c.Civilite, c.Prenom, c.Nom), " ")
	if more := filled(c.Fonction, c.Telephone, c.Portable, c.Courriel); len(more) > 0 {
		return strings.TrimSpace(name + " (" + strings.Join(more, ", ") + ")")
	}
	return name
}

func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + value
}

// filled keeps the values that are not blank.
func filled(values ...string) (kept []string) {
	for _, v := range values {
		if v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}
