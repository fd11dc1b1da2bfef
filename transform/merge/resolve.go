package merge

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// resolve gives every row the numbers of what it speaks of, and refuses those
// that name a formation or organisme known neither here nor to the catalogue.
func (m *Merge) resolve(ctx context.Context, c Catalogue) error {
	if err := m.nameOrganismes(ctx, c); err != nil {
		return err
	}
	known, err := m.numberFormations(ctx, c)
	if err != nil {
		return err
	}
	sessions, err := m.numberSessions(ctx, c)
	if err != nil {
		return err
	}
	m.called, m.calledSessions = known, sessions
	if err := m.refuseReused(ctx, c); err != nil {
		return err
	}
	if err := m.refuseOrphans(ctx, c, known); err != nil {
		return err
	}
	if m.options.Complete {
		m.responsables, m.seen = m.present(known, sessions)
	}
	return nil
}

// numberFormations gives each row the ID of its formation: the one stated, else
// the one that its reference already has, else a new one. It gives back the
// references known.
func (m *Merge) numberFormations(ctx context.Context, c Catalogue) (map[call]string, error) {
	known, err := m.heldFormations(ctx, c)
	if err != nil {
		return nil, err
	}
	maps.Copy(known, m.numbered())
	for _, r := range m.rows {
		if r.fiche != "" || !r.speaks.formation && !r.speaks.session {
			continue
		}
		id, met := known[r.call()]
		if !met {
			id = number(m.prefix, 'F', r.call().responsable, r.call().reference)
		}
		if r.fiche = id; r.speaks.formation {
			known[r.call()] = id
		}
	}
	return known, nil
}

// numbered are the references to which the delivery itself gives a number, the
// first one when it gives several.
func (m *Merge) numbered() map[call]string {
	here := map[call]string{}
	for _, r := range m.rows {
		if name := r.call(); r.speaks.formation && r.fiche != "" && name.reference != "" && here[name] == "" {
			here[name] = r.fiche
		}
	}
	return here
}

// heldFormations are the formations that the catalogue holds of the organismes
// whose rows go by reference, where the catalogue can tell.
func (m *Merge) heldFormations(ctx context.Context, c Catalogue) (map[call]string, error) {
	known := map[call]string{}
	a, can := c.(Annuaire)
	if !can {
		return known, nil
	}
	sirets := m.distinct(func(r *row) string {
		if r.fiche == "" && (r.speaks.formation || r.speaks.session) {
			return r.call().responsable
		}
		return ""
	})
	for batch := range slices.Chunk(sirets, batchSize) {
		held, err := a.FormationsOf(ctx, batch)
		if err != nil {
			return nil, fmt.Errorf("look up the formations of %d organismes: %w", len(batch), err)
		}
		for siret, formations := range held {
			callAll(known, siret, formations)
		}
	}
	return known, nil
}

// callAll notes the formations of one organisme; of two that bear one reference
// the lower ID counts, whatever the order in which they come.
func callAll(known map[call]string, siret string, formations []offre.Formation) {
	for _, f := range formations {
		name := call{siret, f.Reference}
		if id, met := known[name]; f.Reference != "" && (!met || f.ID < id) {
			known[name] = f.ID
		}
	}
}

// refuseOrphans refuses the sessions of unknown formations and the interlocuteurs
// of unknown organismes.
func (m *Merge) refuseOrphans(ctx context.Context, c Catalogue, known map[call]string) error {
	described := m.keys(func(r *row) (string, bool) { return r.fiche, r.speaks.formation })
	formations, err := missing(ctx, c.Formations, m.keys(func(r *row) (string, bool) { return r.fiche, r.speaks.session }), described)
	if err != nil {
		return fmt.Errorf("look up the formations that sessions name: %w", err)
	}
	organismes, err := missing(ctx, c.Organismes, m.keys(func(r *row) (string, bool) { return r.siret, r.speaks.interlocuteur }),
		m.keys(func(r *row) (string, bool) { return r.siret, r.speaks.organisme }))
	if err != nil {
		return fmt.Errorf("look up the organismes that interlocuteurs name: %w", err)
	}
	near := newSuggestions(known, described)
	for _, r := range m.rows {
		switch {
		case r.speaks.session && formations[r.fiche]:
			m.refuse(r, unknownFormation(r, near))
		case r.speaks.interlocuteur && organismes[r.siret]:
			m.refuse(r, unknownOrganisme(r))
		}
	}
	return nil
}

// keys are the distinct keys that a choice of rows names.
func (m *Merge) keys(of func(*row) (key string, yes bool)) map[string]bool {
	all := map[string]bool{}
	for _, r := range m.rows {
		if key, yes := of(r); yes && key != "" {
			all[key] = true
		}
	}
	return all
}

// distinct are the keys in order.
func (m *Merge) distinct(of func(*row) string) []string {
	return slices.Sorted(maps.Keys(m.keys(func(r *row) (string, bool) { return of(r), true })))
}

// missing are the keys that stand neither in the delivery nor in the catalogue.
func missing[T any](ctx context.Context, look func(context.Context, []string) (map[string]T, error), named, here map[string]bool) (map[string]bool, error) {
	absent := map[string]bool{}
	for key := range named {
		if !here[key] {
			absent[key] = true
		}
	}
	for batch := range slices.Chunk(slices.Sorted(maps.Keys(absent)), batchSize) {
		held, err := look(ctx, batch)
		if err != nil {
			return nil, err
		}
		for key := range held {
			delete(absent, key)
		}
	}
	return absent, nil
}
