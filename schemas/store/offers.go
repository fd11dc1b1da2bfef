package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"time"

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
//
// Each says when its records came in, which is when the run that first kept them
// began unless their source states it, and when what is given of them last changed.
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
	runs       map[string]time.Time              // when each began
	organismes map[string]dated[offre.Organisme] // by SIRET; zero for one that the catalogue lacks
}

// dated is a record that leaves, with its instants.
type dated[T any] struct {
	record T
	at     offre.Horodatage
}

const datedColumns = "doc, doc_le, cree_run"

// scanDated reads a record that leaves. Rest gives what it states of itself.
func scanDated[T any](runs map[string]time.Time, rest func(*T) []offre.Brut) func(*sql.Rows) (dated[T], error) {
	return func(rows *sql.Rows) (d dated[T], err error) {
		var doc sql.RawBytes
		var changed instant
		var run sql.RawBytes
		if err := rows.Scan(&doc, &changed, &run); err != nil {
			return d, err
		}
		if err := json.Unmarshal(doc, &d.record); err != nil {
			return d, err
		}
		d.at = offre.Horodatage{Creation: runs[string(run)], Modification: changed.Time}.Stated(rest(&d.record))
		return d, nil
	}
}

// began gives when each run began.
func began(ctx context.Context, q querier) (map[string]time.Time, error) {
	runs := make(map[string]time.Time)
	_, err := list(ctx, q, func(rows *sql.Rows) (none struct{}, err error) {
		var id string
		var at instant
		err = rows.Scan(&id, &at)
		runs[id] = at.Time
		return none, err
	}, "SELECT id, debut FROM run")
	return runs, err
}

func (r *offerReader) all(ctx context.Context, yield func(offre.Offre, error) bool) (err error) {
	if r.runs, err = began(ctx, r.tx); err != nil {
		return err
	}
	for last := ""; ; {
		formations, err := r.formationsAfter(ctx, last)
		if err != nil || len(formations) == 0 {
			return err
		}
		first := formations[0].record.ID
		last = formations[len(formations)-1].record.ID
		sessions, err := r.sessionsBetween(ctx, first, last)
		if err != nil {
			return err
		}
		if err := r.fetchOrganismes(ctx, formations, sessions); err != nil {
			return err
		}
		for _, f := range formations {
			if !yield(r.offer(f, sessions[f.record.ID]), nil) {
				return nil
			}
		}
	}
}

// sessionsOf are the sessions of a formation, in their order, and their instants.
type sessionsOf struct {
	records []offre.Session
	at      map[string]offre.Horodatage // by ID
}

// sessionsBetween gives the sessions of a page of formations, by formation.
func (r *offerReader) sessionsBetween(ctx context.Context, first, last string) (map[string]*sessionsOf, error) {
	byFormation := make(map[string]*sessionsOf)
	scan := scanDated(r.runs, func(s *offre.Session) []offre.Brut { return s.Reste })
	_, err := list(ctx, r.tx, func(rows *sql.Rows) (none struct{}, err error) {
		s, err := scan(rows)
		if err != nil {
			return none, err
		}
		of := byFormation[s.record.Formation]
		if of == nil {
			of = &sessionsOf{at: make(map[string]offre.Horodatage)}
			byFormation[s.record.Formation] = of
		}
		of.records = append(of.records, s.record)
		of.at[s.record.ID] = s.at
		return none, nil
	}, "SELECT "+datedColumns+` FROM session
		WHERE formation_valide >= $1 AND formation_valide <= $2 AND `+given+` ORDER BY formation_valide, id`, first, last)
	if err != nil {
		return nil, fmt.Errorf("sessions of formations %s to %s: %w", first, last, err)
	}
	return byFormation, nil
}

// fetchOrganismes reads those that a page names and that are not held yet.
func (r *offerReader) fetchOrganismes(ctx context.Context, formations []dated[offre.Formation], sessions map[string]*sessionsOf) error {
	if r.organismes == nil || len(r.organismes) > maxOrganismes {
		r.organismes = make(map[string]dated[offre.Organisme])
	}
	missing := []string{}
	want := func(siret string) {
		if _, held := r.organismes[siret]; !held && siret != "" {
			r.organismes[siret] = dated[offre.Organisme]{}
			missing = append(missing, siret)
		}
	}
	for _, f := range formations {
		want(f.record.Responsable)
		if of := sessions[f.record.ID]; of != nil {
			for i := range of.records {
				want(of.records[i].Formateur)
			}
		}
	}
	return r.fetch(ctx, missing)
}

func (r *offerReader) fetch(ctx context.Context, sirets []string) error {
	wanted, err := encode(sirets)
	if err != nil {
		return err
	}
	found, err := list(ctx, r.tx, scanDated(r.runs, func(*offre.Organisme) []offre.Brut { return nil }),
		"SELECT "+datedColumns+" FROM organisme WHERE "+given+" AND siret_valide <> '' AND siret_valide "+r.d.among(), wanted)
	if err != nil {
		return fmt.Errorf("organismes of a page: %w", err)
	}
	for _, o := range found {
		r.organismes[o.record.SIRET] = o
	}
	return nil
}

func (r *offerReader) offer(f dated[offre.Formation], sessions *sessionsOf) offre.Offre {
	responsable := r.organismes[f.record.Responsable]
	o := offre.Offre{Formation: f.record, Responsable: responsable.record, Horodatage: f.at, HorodatageOrganisme: responsable.at}
	if o.Responsable.SIRET == "" {
		o.Responsable.SIRET = f.record.Responsable
	}
	if sessions == nil {
		return o
	}
	o.Sessions, o.HorodatageSessions = sessions.records, sessions.at
	for i := range o.Sessions {
		siret := o.Sessions[i].Formateur
		held := r.organismes[siret].record
		if held.SIRET == "" {
			continue
		}
		if o.Formateurs == nil {
			o.Formateurs = make(map[string]offre.Organisme)
		}
		o.Formateurs[siret] = held
	}
	return o
}

func (r *offerReader) formationsAfter(ctx context.Context, id string) ([]dated[offre.Formation], error) {
	page, err := list(ctx, r.tx, scanDated(r.runs, func(f *offre.Formation) []offre.Brut { return f.Reste }),
		"SELECT "+datedColumns+" FROM formation WHERE id > $1 AND "+given+" ORDER BY id LIMIT $2", id, pageOfFormations)
	if err != nil {
		return nil, fmt.Errorf("read formations after %q: %w", id, err)
	}
	return page, nil
}
