package store

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Load is one transaction on the catalogue. It is valid until the function
// that InLoad called returns, and serves one goroutine.
type Load struct {
	tx        *txn
	d         dialect
	validator string        // who validates what is kept; empty while it awaits
	delivery  string        // SHA-256 of the one that is loaded
	latest    act           // what was kept last is part of it
	acts      map[act]int64 // recorded so far, with their numbers
}

// InLoad runs f in one transaction: a load, or a new codification. Nothing of it
// is visible until f has returned nil and InLoad too; when f returns an error or
// panics, nothing of it remains. The run must have begun.
func (s *Store) InLoad(ctx context.Context, f func(*Load) error) error {
	if err := s.write(ctx, func(tx *txn) error { return f(&Load{tx: tx, d: s.dialect}) }); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	return nil
}

// errRehearsed undoes a rehearsal.
var errRehearsed = errors.New("rehearsed")

// Rehearse does what BeginRun and InLoad would, and undoes it: nothing of it
// stays, whatever f returns, not even the run.
func (s *Store) Rehearse(ctx context.Context, run journal.Run, f func(*Load) error) error {
	err := s.write(ctx, func(tx *txn) error {
		if err := beginRun(ctx, tx, run); err != nil {
			return err
		}
		if err := f(&Load{tx: tx, d: s.dialect}); err != nil {
			return err
		}
		return errRehearsed
	})
	if err != nil && !errors.Is(err, errRehearsed) {
		return fmt.Errorf("rehearse run %s: %w", run.ID, err)
	}
	return nil
}

// Look-ups give the last statement of each record, validated or not, whatever
// its state.

// Organismes gives those that the catalogue holds among the SIRETs, by SIRET.
func (l *Load) Organismes(ctx context.Context, sirets []string) (map[string]offre.Organisme, error) {
	return pick(ctx, l, "organisme", "siret", sirets, func(o offre.Organisme) string { return o.SIRET })
}

// Formations gives those that the catalogue holds among the IDs, by ID.
func (l *Load) Formations(ctx context.Context, ids []string) (map[string]offre.Formation, error) {
	return pick(ctx, l, "formation", "id", ids, func(f offre.Formation) string { return f.ID })
}

// Sessions gives those that the catalogue holds among the IDs, by ID.
func (l *Load) Sessions(ctx context.Context, ids []string) (map[string]offre.Session, error) {
	return pick(ctx, l, "session", "id", ids, func(s offre.Session) string { return s.ID })
}

// FormationsOf gives the formations of organisations, by the SIRET of the
// responsable, in the order of their IDs.
func (l *Load) FormationsOf(ctx context.Context, responsables []string) (map[string][]offre.Formation, error) {
	return gather(ctx, l, "formation", "responsable", responsables, func(f offre.Formation) string { return f.Responsable })
}

// SessionsOf gives the sessions of formations, by the formation's ID, in the
// order of theirs.
func (l *Load) SessionsOf(ctx context.Context, formations []string) (map[string][]offre.Session, error) {
	return gather(ctx, l, "session", "formation", formations, func(s offre.Session) string { return s.Formation })
}

// FormationsOfSessions gives the IDs of the formations that the catalogue's
// sessions of those IDs belong to, each once, in order.
func (l *Load) FormationsOfSessions(ctx context.Context, sessions []string) ([]string, error) {
	wanted, err := encode(sessions)
	if err != nil {
		return nil, fmt.Errorf("look for the formations of %d sessions: %w", len(sessions), err)
	}
	ids, err := column[string](ctx, l.tx, "SELECT DISTINCT formation FROM session WHERE id "+l.d.among()+" ORDER BY formation", wanted)
	if err != nil {
		return nil, fmt.Errorf("look for the formations of %d sessions: %w", len(sessions), err)
	}
	return ids, nil
}

func gather[T any](ctx context.Context, l *Load, table, key string, keys []string, keyOf func(T) string) (map[string][]T, error) {
	found := make(map[string][]T)
	err := among(ctx, l, table, key, keys, func(r T) { found[keyOf(r)] = append(found[keyOf(r)], r) })
	return found, err
}

func pick[T any](ctx context.Context, l *Load, table, key string, keys []string, keyOf func(T) string) (map[string]T, error) {
	found := make(map[string]T)
	err := among(ctx, l, table, key, keys, func(r T) { found[keyOf(r)] = r })
	return found, err
}

// among reads the records whose column key is one of keys, in the order of IDs.
func among[T any](ctx context.Context, l *Load, table, key string, keys []string, take func(T)) error {
	if len(keys) == 0 {
		return nil
	}
	wanted, err := encode(keys)
	if err != nil {
		return fmt.Errorf("read %ss by %s: %w", table, key, err)
	}
	for r, err := range stream(ctx, l.tx, table+"s by "+key, document[T], "SELECT coalesce(propose, doc) FROM "+table+" WHERE "+key+" "+l.d.among()+
		" AND "+key+" <> '' ORDER BY id", wanted) { // the index of SIRETs holds no empty one
		if err != nil {
			return err
		}
		take(r)
	}
	return nil
}

// AllOrganismes gives every organisme, in the order of their IDs: they are few
// enough to be held.
func (l *Load) AllOrganismes(ctx context.Context) ([]offre.Organisme, error) {
	all, err := list(ctx, l.tx, document[offre.Organisme], "SELECT coalesce(propose, doc) FROM organisme ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("read the organismes: %w", err)
	}
	return all, nil
}

// pageOfFormations is how many formations are in memory at once where all are read.
const pageOfFormations = 200

// AllFormations yields the formations in the order of their IDs. They may be
// kept again as they come.
func (l *Load) AllFormations(ctx context.Context) iter.Seq2[offre.Formation, error] {
	return pages(func(last string) ([]offre.Formation, error) {
		return list(ctx, l.tx, document[offre.Formation],
			"SELECT coalesce(propose, doc) FROM formation WHERE id > $1 ORDER BY id LIMIT $2", last, pageOfFormations)
	}, func(f offre.Formation) string { return f.ID })
}

// pages yields formations a page at a time, so that they can be written meanwhile.
func pages[T any](after func(last string) ([]T, error), id func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for last := ""; ; {
			page, err := after(last)
			if err != nil {
				var zero T
				yield(zero, fmt.Errorf("read formations after %q: %w", last, err))
				return
			}
			for _, f := range page {
				if !yield(f, nil) {
					return
				}
			}
			if len(page) < pageOfFormations {
				return
			}
			last = id(page[len(page)-1])
		}
	}
}
