package main

import (
	"context"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/rules"
)

// check says what the rules think of formations, each with its sessions and the
// organisms it names, beside the other formations of the same organisations.
func (h *house) check(ctx context.Context, tx *store.Load, ids []string) (found []finding.Finding, err error) {
	know, err := h.learn(ctx)
	if err != nil {
		return nil, err
	}
	siblings, err := siblingsOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	for batch := range slices.Chunk(ids, offersAtOnce) {
		offers, err := offersOf(ctx, tx, batch)
		if err != nil {
			return nil, err
		}
		for _, o := range offers {
			c := know.judge(o, h.run.Date)
			c.Siblings = siblings
			found = append(found, rules.Check(c)...)
		}
	}
	return once(found), nil
}

// siblingsOf gathers all the formations of the organisations, head offices and
// branches, that are responsables of some.
func siblingsOf(ctx context.Context, tx *store.Load, ids []string) (*rules.Siblings, error) {
	all, err := tx.AllOrganismes(ctx)
	if err != nil {
		return nil, err
	}
	touched, err := tx.Formations(ctx, ids)
	if err != nil {
		return nil, err
	}
	formations, err := tx.FormationsOf(ctx, relatives(all, touched))
	if err != nil {
		return nil, err
	}
	var of []string
	for _, some := range formations {
		for _, f := range some {
			of = append(of, f.ID)
		}
	}
	slices.Sort(of)
	return rules.NewSiblings(func(yield func(offre.Offre, error) bool) {
		for batch := range slices.Chunk(of, offersAtOnce) {
			offers, err := offersOf(ctx, tx, batch)
			if err != nil {
				yield(offre.Offre{}, err)
				return
			}
			for _, o := range offers {
				if !yield(o, nil) {
					return
				}
			}
		}
	})
}

// relatives are the SIRETs of the responsables of formations and of all the
// establishments of their enterprises: those of one SIREN, and those attached to one.
func relatives(all []offre.Organisme, formations map[string]offre.Formation) (sirets []string) {
	enterprises := map[string]bool{}
	for _, f := range formations {
		enterprises[siren(f.Responsable)] = true
		sirets = append(sirets, f.Responsable)
	}
	for _, o := range all {
		if o.Siege != "" && enterprises[siren(o.SIRET)] {
			enterprises[siren(o.Siege)] = true
		}
	}
	for _, o := range all {
		if enterprises[siren(o.SIRET)] || enterprises[siren(o.Siege)] {
			sirets = append(sirets, o.SIRET)
		}
	}
	slices.Sort(sirets)
	return slices.DeleteFunc(slices.Compact(sirets), func(s string) bool { return s == "" })
}

// once leaves out what is said again of the same record: formations of one
// organisme repeat what is wrong with it.
func once(found []finding.Finding) []finding.Finding {
	type key struct{ rule, record, field, value, message string }
	said := make(map[key]bool, len(found))
	return slices.DeleteFunc(found, func(f finding.Finding) bool {
		k := key{f.Rule, f.Record, f.Field, f.Value, f.Message}
		again := said[k]
		said[k] = true
		return again
	})
}
