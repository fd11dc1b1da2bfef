package merge

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// organismeOf lays what the rows state over an organisme; people are the rows of
// its interlocuteurs.
func organismeOf(held offre.Organisme, rows, people []*row) (offre.Organisme, []finding.Finding) {
	var found []finding.Finding
	if len(rows) > 0 {
		var s statement
		s, found = state(rows, record{held.ID, "organisme"})
		before := held.Coordonnees.Adresse
		held.Coordonnees.Adresse.CodeINSEE = ""
		assign(&held, organismeFields, s)
		tidy(&held.Coordonnees.Adresse, before, s, layout.OrganismeINSEE)
	}
	if len(people) > 0 {
		list, more := interlocuteursOf(held, people)
		held.Interlocuteurs, found = list, append(found, more...)
	}
	return held, found
}

// interlocuteursOf is the list that the rows state: whole, each person laid over
// the one of the same name and address whom the catalogue holds.
func interlocuteursOf(o offre.Organisme, rows []*row) (list []offre.Contact, found []finding.Finding) {
	held := map[string]offre.Contact{}
	for _, c := range o.Interlocuteurs {
		held[person(c)] = c
	}
	byPerson := map[string][]*row{}
	var order []string
	for _, r := range rows {
		key := person(offre.Contact{Nom: r.text(layout.InterlocuteurNom), Prenom: r.text(layout.InterlocuteurPrenom), Courriel: r.text(layout.InterlocuteurCourriel)})
		if byPerson[key] == nil {
			order = append(order, key)
		}
		byPerson[key] = append(byPerson[key], r)
	}
	for _, key := range order {
		s, more := state(byPerson[key], record{o.ID, "interlocuteur"})
		c := held[key]
		assign(&c, interlocuteurFields, s)
		list, found = append(list, c), append(found, more...)
	}
	return list, found
}

func person(c offre.Contact) string {
	return fold(c.Nom) + "\x00" + fold(c.Prenom) + "\x00" + fold(c.Courriel)
}

// formationOf lays what the rows state over a formation as it was before
// codification, so that codification begins again.
func formationOf(held offre.Formation, rows []*row) (offre.Formation, []finding.Finding) {
	s, found := state(rows, record{held.ID, "formation"})
	assign(&held, formationFields, s)
	if all, more, stated := certifications(held.ID, s, held.Saisie.Certifications); stated {
		held.Saisie.Certifications, found = all, append(found, more...)
	}
	held.Intitule, held.NiveauSortie, held.Certifiante = held.IntituleSaisi, "", nil
	held.Certifications, held.Formacodes, held.NSF, held.ROME = nil, nil, nil, nil
	return held.AvantCodification(), found
}

// sessionOf lays what the rows state over a session of a formation.
func sessionOf(held offre.Session, formation string, rows []*row) (offre.Session, []finding.Finding) {
	s, found := state(rows, record{held.ID, "session"})
	before, lieu, inscription := held, held.Lieu.Adresse, held.AdresseInscription
	held.Formation, held.Lieu.Adresse.CodeINSEE, held.AdresseInscription.CodeINSEE = formation, "", ""
	assign(&held, sessionFields, s)
	if d, others, stated := debut(s); stated {
		held.Debut = d
		if len(others) > 0 {
			found = append(found, otherMonths(held.ID, s, d, others))
		}
	}
	found = append(found, keepPrecise(before, &held, s)...)
	tidy(&held.Lieu.Adresse, lieu, s, layout.SessionLieuINSEE)
	tidy(&held.AdresseInscription, inscription, s, "")
	return held, found
}
