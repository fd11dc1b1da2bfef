package store

import (
	"context"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// given is the condition of a record that leaves the house: something of it was
// validated, and it is not archived. What staff reject is a change: the record
// leaves as it was validated before.
const given = "doc IS NOT NULL AND etat <> 'archive'"

// Offers yields the formations that were validated, as they were, in the order of
// their IDs, each with its sessions in the order of theirs and with the organisms
// they name, all from the state in which the catalogue was when the first was
// asked for. What is archived is not given, nor the sessions of a
// formation that is not.
func (s *Store) Offers(ctx context.Context) iter.Seq2[offre.Offre, error] {
	return func(yield func(offre.Offre, error) bool) {
		err := s.read(ctx, func(tx *txn) error {
			return (&offerReader{tx: tx, d: s.dialect}).all(ctx, yield)
		})
		if err != nil {
			yield(offre.Offre{}, fmt.Errorf("read the offers: %w", err))
		}
	}
}

// maxOrganismes is how many organisms are held in memory between two pages.
const maxOrganismes = 100_000

type offerReader struct {
	tx         *txn
	d          dialect
	organismes map[string]offre.Organisme // by SIRET; zero for one that the catalogue lacks
}

func (r *offerReader) all(ctx context.Context, yield func(offre.Offre, error) bool) error {
	for last := ""; ; {
		formations, err := formationsAfter(ctx, r.tx, last)
		if err != nil || len(formations) == 0 {
			return err
		}
		first := formations[0].ID
		last = formations[len(formations)-1].ID
		sessions, err := r.sessionsBetween(ctx, first, last)
		if err != nil {
			return err
		}
		if err := r.fetchOrganismes(ctx, formations, sessions); err != nil {
			return err
		}
		for _, f := range formations {
			if !yield(r.offer(f, sessions[f.ID]), nil) {
				return nil
			}
		}
	}
}

// sessionsBetween gives the sessions of a page of formations, by formation.
func (r *offerReader) sessionsBetween(ctx context.Context, first, last string) (map[string][]offre.Session, error) {
	all, err := list(ctx, r.tx, document[offre.Session], `SELECT doc FROM session
		WHERE formation_valide >= $1 AND formation_valide <= $2 AND `+given+` ORDER BY formation_valide, id`, first, last)
	if err != nil {
		return nil, fmt.Errorf("sessions of formations %s to %s: %w", first, last, err)
	}
	byFormation := make(map[string][]offre.Session)
	for _, s := range all {
		byFormation[s.Formation] = append(byFormation[s.Formation], s)
	}
	return byFormation, nil
}

// fetchOrganismes reads those that a page names and that are not held yet.
func (r *offerReader) fetchOrganismes(ctx context.Context, formations []offre.Formation, sessions map[string][]offre.Session) error {
	if r.organismes == nil || len(r.organismes) > maxOrganismes {
		r.organismes = make(map[string]offre.Organisme)
	}
	missing := []string{}
	want := func(siret string) {
		if _, held := r.organismes[siret]; !held && siret != "" {
			r.organismes[siret] = offre.Organisme{}
			missing = append(missing, siret)
		}
	}
	for _, f := range formations {
		want(f.Responsable)
		for _, s := range sessions[f.ID] {
			want(s.Formateur)
		}
	}
	return r.fetch(ctx, missing)
}

func (r *offerReader) fetch(ctx context.Context, sirets []string) error {
	wanted, err := encode(sirets)
	if err != nil {
		return err
	}
	found, err := list(ctx, r.tx, document[offre.Organisme],
		"SELECT doc FROM organisme WHERE "+given+" AND siret_valide <> '' AND siret_valide "+r.d.among(), wanted)
	if err != nil {
		return fmt.Errorf("organismes of a page: %w", err)
	}
	for _, o := range found {
		r.organismes[o.SIRET] = o
	}
	return nil
}

func (r *offerReader) offer(f offre.Formation, sessions []offre.Session) offre.Offre {
	o := offre.Offre{Formation: f, Responsable: r.organismes[f.Responsable], Sessions: sessions}
	if o.Responsable.SIRET == "" {
		o.Responsable.SIRET = f.Responsable
	}
	for _, s := range sessions {
		held := r.organismes[s.Formateur]
		if held.SIRET == "" {
			continue
		}
		if o.Formateurs == nil {
			o.Formateurs = make(map[string]offre.Organisme)
		}
		o.Formateurs[s.Formateur] = held
	}
	return o
}

func formationsAfter(ctx context.Context, q querier, id string) ([]offre.Formation, error) {
	page, err := list(ctx, q, document[offre.Formation],
		"SELECT doc FROM formation WHERE id > $1 AND "+given+" ORDER BY id LIMIT $2", id, pageOfFormations)
	if err != nil {
		return nil, fmt.Errorf("read formations after %q: %w", id, err)
	}
	return page, nil
}
