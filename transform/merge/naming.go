package merge

import (
	"context"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Repertoire is asked of a Catalogue that can list its organismes. With it, a row
// that gives the number of a known organisme and another SIRET changes the SIRET;
// without it, the row is that of another organisme.
type Repertoire interface {
	AllOrganismes(ctx context.Context) ([]offre.Organisme, error)
}

// nameOrganismes finds the organismes whose number the delivery gives, and which
// of them take another SIRET. Until staff decide, the SIRET that a stranger asks
// for means the one that the organisme has.
func (m *Merge) nameOrganismes(ctx context.Context, c Catalogue) error {
	rows := m.matching(func(r *row) bool { return r.about() && r.text(layout.OrganismeID) != "" })
	if len(rows) == 0 {
		return nil
	}
	n, err := m.numbersHeld(ctx, c)
	if err != nil {
		return err
	}
	if err := n.learn(ctx, c, rows); err != nil {
		return err
	}
	for _, r := range rows {
		m.name(r, n)
	}
	if !m.options.Trusted {
		m.keepFormerSIRET()
	}
	return nil
}

// about reports that the row speaks of an organisme, or of its people.
func (r *row) about() bool { return r.speaks.organisme || r.speaks.interlocuteur }

// numbers are those of organismes, as a delivery and the catalogue give them.
type numbers struct {
	siret map[string]string          // by number, the SIRET under which the delivery speaks of it
	held  map[string]bool            // SIRETs of the delivery that the catalogue knows
	known map[string]offre.Organisme // the catalogue's, by number; empty when nobody asks
}

// numbersHeld gives the numbers of the organismes that the delivery speaks of.
func (m *Merge) numbersHeld(ctx context.Context, c Catalogue) (numbers, error) {
	n := numbers{map[string]string{}, map[string]bool{}, map[string]offre.Organisme{}}
	for batch := range slices.Chunk(m.distinct(func(r *row) string { return r.siret }), batchSize) {
		held, err := c.Organismes(ctx, batch)
		if err != nil {
			return n, fmt.Errorf("look up %d organismes: %w", len(batch), err)
		}
		for siret, o := range held {
			n.siret[o.ID], n.held[siret] = siret, true
		}
	}
	return n, nil
}

// learn asks for the organismes of the catalogue by number, when a row gives one
// that does not go with its SIRET.
func (n numbers) learn(ctx context.Context, c Catalogue, rows []*row) error {
	a, can := c.(Repertoire)
	odd := slices.ContainsFunc(rows, func(r *row) bool { return n.siret[r.text(layout.OrganismeID)] != r.siret })
	if !can || !odd {
		return nil
	}
	all, err := a.AllOrganismes(ctx)
	if err != nil {
		return fmt.Errorf("look up organismes by number: %w", err)
	}
	for _, o := range all {
		n.known[o.ID] = o
	}
	return nil
}

// name settles which organisme the number and the SIRET of one row speak of. The
// SIRET of a known organisme tells, beside a number that nobody knows.
func (m *Merge) name(r *row, n numbers) {
	id := r.text(layout.OrganismeID)
	o, met := n.known[id]
	siret, used := n.siret[id]
	switch {
	case used && siret == r.siret:
	case used, met && n.held[r.siret]:
		m.refuse(r, contradictory(r, id, o))
	case n.held[r.siret]:
	case met:
		n.siret[id], m.renamed[r.siret] = r.siret, o
	case m.options.Trusted:
		n.siret[id], m.given[r.siret] = r.siret, id
	}
}

// keepFormerSIRET has every row speak of an organisme by the SIRET that the
// catalogue has, and notes the one that it asks for.
func (m *Merge) keepFormerSIRET() {
	for _, r := range m.rows {
		if o, asked := m.renamed[r.siret]; asked && r.about() {
			r.asks, r.siret = r.siret, o.SIRET
		}
		if m.givesRenamed(r, layout.OrganismeSIRET) || m.givesRenamed(r, layout.FormationResponsable) {
			r.cells = r.cells.replaced(func(f layout.Field, v value) value {
				if o, asked := m.renamed[v.text]; asked && (f == layout.OrganismeSIRET || f == layout.FormationResponsable) {
					v.text = o.SIRET
				}
				return v
			})
		}
	}
}

// givesRenamed reports that a field of the row is a SIRET asked for.
func (m *Merge) givesRenamed(r *row, f layout.Field) bool {
	_, asked := m.renamed[r.text(f)]
	return asked
}

// moves are the changes of SIRET that a trusted delivery makes.
func (m *Merge) moves() map[string]string {
	if !m.options.Trusted || len(m.renamed) == 0 {
		return nil
	}
	moved := map[string]string{}
	for siret, o := range m.renamed {
		moved[o.SIRET] = siret
	}
	return moved
}

// lookOrganismes finds organismes by the SIRET that the delivery gives them.
func (m *Merge) lookOrganismes(c Catalogue) func(context.Context, []string) (map[string]offre.Organisme, error) {
	return func(ctx context.Context, sirets []string) (map[string]offre.Organisme, error) {
		held, err := c.Organismes(ctx, sirets)
		for _, siret := range sirets {
			o, renamed := m.renamed[siret]
			if _, met := held[siret]; err == nil && renamed && !met && m.options.Trusted {
				held[siret] = o
			}
		}
		return held, err
	}
}

// matching are the rows of a choice, in the order of the delivery.
func (m *Merge) matching(of func(*row) bool) (some []*row) {
	for _, r := range m.rows {
		if of(r) {
			some = append(some, r)
		}
	}
	return some
}

func contradictory(r *row, id string, o offre.Organisme) finding.Finding {
	found := about(organismeContradictoire, r, layout.OrganismeID, id, id)
	found.Message = fmt.Sprintf("L'identifiant %s et le SIRET %s sont ceux de deux organismes différents.", id, r.siret)
	if o.SIRET != "" {
		found.Message = fmt.Sprintf("L'identifiant %s est celui de l'organisme de SIRET %s, non de celui de SIRET %s.", id, o.SIRET, r.siret)
	}
	return found
}
