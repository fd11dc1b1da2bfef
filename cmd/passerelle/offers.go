package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// offersAtOnce is how many formations are held with all their sessions, of which
// one may have hundreds.
const offersAtOnce = 20

// offersOf gives formations with their sessions and organisms, in the order of the IDs.
func offersOf(ctx context.Context, tx *store.Load, ids []string) ([]offre.Offre, error) {
	formations, err := tx.Formations(ctx, ids)
	if err != nil {
		return nil, err
	}
	sessions, err := tx.SessionsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	organismes, err := tx.Organismes(ctx, sirets(formations, sessions))
	if err != nil {
		return nil, err
	}
	offers := make([]offre.Offre, 0, len(ids))
	for _, id := range ids {
		o := offre.Offre{Formation: formations[id], Sessions: sessions[id], Formateurs: map[string]offre.Organisme{}}
		o.Responsable = orNamed(organismes, o.Formation.Responsable)
		for _, s := range o.Sessions {
			if formateur, known := organismes[s.Formateur]; known {
				o.Formateurs[s.Formateur] = formateur
			}
		}
		offers = append(offers, o)
	}
	return offers, nil
}

// sirets lists the organisms that formations and sessions name.
func sirets(formations map[string]offre.Formation, sessions map[string][]offre.Session) (list []string) {
	for _, f := range formations {
		list = append(list, f.Responsable)
	}
	for _, all := range sessions {
		for _, s := range all {
			list = append(list, s.Formateur)
		}
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(siret string) bool { return siret == "" })
}

// orNamed is the organisme of a SIRET, or one that has nothing but that SIRET.
func orNamed(organismes map[string]offre.Organisme, siret string) offre.Organisme {
	if o, known := organismes[siret]; known {
		return o
	}
	return offre.Organisme{SIRET: siret}
}

// inOrder gives organisms by SIRET.
func inOrder(bySIRET map[string]offre.Organisme) []offre.Organisme {
	list := slices.Collect(maps.Values(bySIRET))
	slices.SortFunc(list, func(a, b offre.Organisme) int { return strings.Compare(a.SIRET, b.SIRET) })
	return list
}
