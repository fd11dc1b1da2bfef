package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Whereabouts tells how far records have come, validated or not: a formation and
// its sessions by its ID; a session by its ID; those of an organisation,
// responsable or formateur, by its SIRET; those to which an organisation gives that
// number of its own. The first of these that knows it answers. Formations come in
// the order of their IDs, each before its sessions. It is ErrUnknown when there is none.
func (s *Store) Whereabouts(ctx context.Context, what string) (all []journal.Whereabouts, err error) {
	err = s.read(ctx, func(tx *txn) error {
		q := whereabouts{tx: tx, d: s.dialect}
		for _, step := range []func() error{
			func() error { return q.find(ctx, what) },
			func() error { return q.received(ctx) }, func() error { return q.decided(ctx) },
			func() error { return q.awaited(ctx) }, func() error { return q.passages(ctx) },
		} {
			if err := step(); err != nil {
				return err
			}
		}
		for _, r := range q.found {
			all = append(all, r.Whereabouts)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for %q: %w", what, err)
	}
	return all, nil
}

// whereabouts gathers what is known of the records found, all of them at a time.
type whereabouts struct {
	tx    *txn
	d     dialect
	found []located
	at    map[recordKey]int // place in found
	ids   string            // of the records found, as a JSON array
}

// located is a record found. Targets judge it under its formation as validated.
type located struct {
	journal.Whereabouts
	under string
}

// recordKey is what a record is known by.
type recordKey struct{ kind, id string }

// sought are the ways in which what is bound to $1 names records: formations f,
// sessions s.
var sought = []struct{ formations, sessions string }{
	{"f.id = $1", "s.formation = $1"},
	{"", "s.id = $1"},
	{"f.responsable = $1", "s.formateur = $1 OR s.formation IN (SELECT f.id FROM formation f WHERE f.responsable = $1)"},
	{"f.reference = $1", "s.reference = $1 OR s.formation IN (SELECT f.id FROM formation f WHERE f.reference = $1)"},
}

func (w *whereabouts) find(ctx context.Context, what string) (err error) {
	for _, by := range sought {
		if what == "" || len(w.found) > 0 {
			break
		}
		if w.found, err = w.findBy(ctx, by.formations, by.sessions, what); err != nil {
			return err
		}
	}
	if len(w.found) == 0 {
		return fmt.Errorf("%w: it is no number of a formation or session, and no SIRET that one names", ErrUnknown)
	}
	slices.SortFunc(w.found, func(a, b located) int {
		return cmp.Or(cmp.Compare(a.Formation, b.Formation), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Record, b.Record))
	})
	w.at = make(map[recordKey]int, len(w.found))
	ids := make([]string, len(w.found))
	for i, r := range w.found {
		w.at[recordKey{r.Kind, r.Record}], ids[i] = i, r.Record
	}
	w.ids, err = encode(ids)
	return err
}

const titleOfFormation = "coalesce(coalesce(f.propose, f.doc) ->> 'intitule', coalesce(f.propose, f.doc) ->> 'intitule_saisi', '')"

func (w *whereabouts) findBy(ctx context.Context, formations, sessions, what string) (found []located, err error) {
	if formations != "" {
		found, err = list(ctx, w.tx, scanLocated, "SELECT 'formation', f.id, f.id, f.reference, "+titleOfFormation+`, f.responsable, '', '', '', f.etat, r.debut, f.id
			FROM formation f JOIN run r ON r.id = f.cree_run WHERE `+formations, what)
	}
	if err != nil {
		return nil, err
	}
	more, err := list(ctx, w.tx, scanLocated, "SELECT 'session', s.id, s.formation, s.reference, "+titleOfFormation+`, f.responsable, s.formateur, s.debut, s.fin, s.etat, r.debut, coalesce(s.formation_valide, s.formation)
		FROM session s JOIN formation f ON f.id = s.formation JOIN run r ON r.id = s.cree_run WHERE `+sessions, what)
	return append(found, more...), err
}

func scanLocated(rows *sql.Rows) (w located, err error) {
	var began instant
	err = rows.Scan(&w.Kind, &w.Record, &w.Formation, &w.Reference, &w.Intitule, &w.SIRET, &w.Formateur, &w.Debut, &w.Fin, &w.State, &began, &w.under)
	w.ReceivedAt = began.Time
	return w, err
}

// of is the record found of a kind and ID, nil when it is another's.
func (w *whereabouts) of(kind, id string) *located {
	i, ours := w.at[recordKey{kind, id}]
	if !ours {
		return nil
	}
	return &w.found[i]
}

// received finds the delivery that first stated each record.
func (w *whereabouts) received(ctx context.Context) error {
	type arrival struct {
		kind, record, file string
		at                 time.Time
	}
	for a, err := range stream(ctx, w.tx, "when records were received", func(rows *sql.Rows) (a arrival, err error) {
		var at instant
		err = rows.Scan(&a.kind, &a.record, &a.file, &at)
		a.at = at.Time
		return a, err
	}, `SELECT nature, fiche, fichier, recu_le FROM (SELECT o.nature, o.fiche, o.fichier, l.recu_le,
			row_number() OVER (PARTITION BY o.nature, o.fiche ORDER BY l.recu_le, o.fichier) AS place
			FROM origine o JOIN livraison l ON l.sha256 = o.livraison WHERE o.fiche `+w.d.among()+`) p
		WHERE place = 1`, w.ids) {
		if err != nil {
			return err
		}
		if r := w.of(a.kind, a.record); r != nil {
			r.File, r.ReceivedAt = a.file, a.at
		}
	}
	return nil
}

// decided finds when each record was validated last, and why it no longer is.
func (w *whereabouts) decided(ctx context.Context) error {
	for d, err := range stream(ctx, w.tx, "what was decided", scanDecision, "SELECT "+decisionColumns+` FROM decision d
		WHERE fiche `+w.d.among()+" ORDER BY numero", w.ids) {
		if err != nil {
			return err
		}
		r := w.of(d.Kind, d.Record)
		if r == nil {
			continue
		}
		if d.To == journal.Validated {
			r.ValidatedAt = d.At
		}
		if r.Why = ""; d.To == r.State && (d.To == journal.Rejected || d.To == journal.Archived) {
			r.Why = d.Why
		}
	}
	return w.neverValidated(ctx)
}

// neverValidated forgets the validations of records that nothing validated is left
// of: the run that brought it was taken back. Those of the first release, which kept no
// decisions, were validated as they came.
func (w *whereabouts) neverValidated(ctx context.Context) error {
	for _, kind := range []string{KindFormation, KindSession} {
		validated, err := column[string](ctx, w.tx, "SELECT id FROM "+kind+" WHERE doc IS NOT NULL AND id "+w.d.among()+" ORDER BY id", w.ids)
		if err != nil {
			return err
		}
		for i := range w.found {
			r := &w.found[i]
			if r.Kind != kind {
				continue
			}
			switch _, is := slices.BinarySearch(validated, r.Record); {
			case !is:
				r.ValidatedAt = time.Time{}
			case r.ValidatedAt.IsZero():
				r.ValidatedAt = r.ReceivedAt
			}
		}
	}
	return nil
}
