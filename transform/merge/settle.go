package merge

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// batchSize is how many records are looked up, built and kept at a time.
const batchSize = 500

// kind is how one kind of record is settled.
type kind[T any] struct {
	name   string
	look   func(context.Context, []string) (map[string]T, error)
	keep   func(context.Context, string, []T) error
	stated func(T) T // without what the catalogue added to the statement
	// build is the record that rows make of the one held, zero for a new one, and
	// whether there is one: an organisme may only be asked for.
	build func(key string, held T, rows []*row) (next T, stands bool, found []finding.Finding)
	// acting are the rows that can change the record: all but those that only ask.
	acting func(rows []*row) []*row
}

// settle builds the records kind by kind: a formation is kept before its
// sessions, an organisme before its formations.
func (m *Merge) settle(ctx context.Context, run string, c Catalogue, to *Result) (err error) {
	ids := map[string]string{}
	organismes := m.gather(func(r *row) (string, bool) { return r.siret, r.speaks.organisme || r.speaks.interlocuteur })
	if to.Organismes, err = settleKind(ctx, m, run, organismes, m.organismes(c, ids)); err != nil {
		return err
	}
	formations := m.gather(func(r *row) (string, bool) { return r.fiche, r.speaks.formation })
	if to.Formations, err = settleKind(ctx, m, run, formations, m.formations(c)); err != nil {
		return err
	}
	sessions := m.gather(func(r *row) (string, bool) { return r.session, r.speaks.session })
	if to.Sessions, err = settleKind(ctx, m, run, sessions, m.sessions(c)); err != nil {
		return err
	}
	to.Origins = m.origins(ids)
	return m.warnOfUnknownResponsables(ctx, c)
}

// gather puts together the rows of each record, in the order of the delivery.
func (m *Merge) gather(key func(*row) (string, bool)) map[string][]*row {
	all := map[string][]*row{}
	for _, r := range m.rows {
		if k, yes := key(r); yes {
			all[k] = append(all[k], r)
		}
	}
	return all
}

// settleKind gives back the keys of the records that it kept, sorted.
func settleKind[T any](ctx context.Context, m *Merge, run string, rows map[string][]*row, k kind[T]) (touched []string, err error) {
	for batch := range slices.Chunk(slices.Sorted(maps.Keys(rows)), batchSize) {
		held, err := k.look(ctx, batch)
		if err != nil {
			return nil, fmt.Errorf("look up %d records of kind %s: %w", len(batch), k.name, err)
		}
		var kept []T
		for _, key := range batch {
			old, known := held[key]
			next, stands, found := k.build(key, old, rows[key])
			m.findings = append(m.findings, found...)
			if !stands {
				continue
			}
			become, err := compare(known, k.stated(old), next)
			if err != nil {
				return nil, fmt.Errorf("compare %s %s with the catalogue: %w", k.name, key, err)
			}
			if mark(k.acting(rows[key]), become); become != unchanged {
				kept, touched = append(kept, next), append(touched, key)
			}
		}
		if len(kept) == 0 {
			continue
		}
		if err := k.keep(ctx, run, kept); err != nil {
			return nil, fmt.Errorf("keep %d records of kind %s: %w", len(kept), k.name, err)
		}
	}
	return touched, nil
}

// compare tells what became of a record by its content: nothing and an empty
// list are the same.
func compare[T any](known bool, old, next T) (outcome, error) {
	if !known {
		return added, nil
	}
	a, err := json.Marshal(old)
	if err != nil {
		return unchanged, err
	}
	b, err := json.Marshal(next)
	if err != nil || bytes.Equal(a, b) {
		return unchanged, err
	}
	return changed, nil
}

func mark(rows []*row, o outcome) {
	for _, r := range rows {
		r.outcome = max(r.outcome, o)
	}
}

func (m *Merge) organismes(c Catalogue, ids map[string]string) kind[offre.Organisme] {
	return kind[offre.Organisme]{
		name: KindOrganisme, look: m.lookOrganismes(c), keep: c.KeepOrganismes,
		stated: offre.Organisme.AvantRegistre, acting: m.actingOnOrganisme,
		build: func(siret string, held offre.Organisme, rows []*row) (offre.Organisme, bool, []finding.Finding) {
			next, found := organismeOf(m.begin(siret, held), speaking(rows, func(s subjects) bool { return s.organisme }),
				speaking(rows, func(s subjects) bool { return s.interlocuteur }))
			stands := true
			if !m.options.Trusted {
				next, stands = m.withhold(held, next, rows)
			}
			if stands {
				ids[siret] = next.ID
			}
			return next, stands, found
		},
	}
}

// begin is what rows are laid on: the organisme as it was stated, under the SIRET
// of the rows, or a new one.
func (m *Merge) begin(siret string, held offre.Organisme) offre.Organisme {
	held = held.AvantRegistre()
	if held.ID == "" {
		held.ID = cmp.Or(m.given[siret], m.prefix+"_O"+siret)
	}
	held.SIRET = siret
	return held
}

func (m *Merge) formations(c Catalogue) kind[offre.Formation] {
	return kind[offre.Formation]{
		name: KindFormation, look: c.Formations, keep: c.KeepFormations,
		stated: offre.Formation.AvantCodification, acting: all,
		build: func(id string, held offre.Formation, rows []*row) (offre.Formation, bool, []finding.Finding) {
			held = held.AvantCodification()
			held.ID = id
			next, found := formationOf(held, rows)
			return next, true, found
		},
	}
}

func (m *Merge) sessions(c Catalogue) kind[offre.Session] {
	return kind[offre.Session]{
		name: KindSession, look: c.Sessions, keep: c.KeepSessions,
		stated: func(s offre.Session) offre.Session { return s }, acting: all,
		build: func(id string, held offre.Session, rows []*row) (offre.Session, bool, []finding.Finding) {
			from := held
			held.ID = id
			next, found := sessionOf(held, rows[0].fiche, rows)
			found = append(found, moved(next, from.Formation, rows)...)
			return next, true, append(found, shifted(from, next, rows)...)
		},
	}
}

func all(rows []*row) []*row { return rows }

// actingOnOrganisme leaves out a stranger's rows of interlocuteurs.
func (m *Merge) actingOnOrganisme(rows []*row) []*row {
	if m.options.Trusted {
		return rows
	}
	return speaking(rows, func(s subjects) bool { return s.organisme })
}

func speaking(rows []*row, of func(subjects) bool) (some []*row) {
	for _, r := range rows {
		if of(r.speaks) {
			some = append(some, r)
		}
	}
	return some
}

// moved warns of a session that two formations claim: two rows of the delivery,
// or the delivery and the catalogue.
func moved(s offre.Session, from string, rows []*row) (found []finding.Finding) {
	warn := func(r *row, other string) {
		f := about(sessionDeplacee, r, layout.SessionID, s.ID, s.ID)
		f.Message = fmt.Sprintf("La session %s est donnée à deux formations, %s et %s ; elle est gardée sous %s.", s.ID, s.Formation, other, s.Formation)
		found = append(found, f)
	}
	if from != "" && from != s.Formation {
		warn(rows[0], from)
	}
	for _, r := range rows {
		if r.fiche != s.Formation {
			warn(r, r.fiche)
			break
		}
	}
	return found
}
