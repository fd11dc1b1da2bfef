package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// KeepPublication records what became of a target's feed in a run. One that is
// recorded again in the same run replaces the first: so does what staff decide of
// one that was held.
func (s *Store) KeepPublication(ctx context.Context, p journal.Publication) error {
	defaulted, err := object(p.Defaulted)
	if err != nil {
		return fmt.Errorf("keep the publication of target %s: %w", p.Target, err)
	}
	err = s.note(ctx, func(tx *txn) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO publication
			(cible, run, etat, sha256, octets, formations, actions, sessions, defauts, erreur, le, qui, pourquoi)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
			ON CONFLICT (cible, run) DO UPDATE SET etat = excluded.etat, sha256 = excluded.sha256, octets = excluded.octets,
			formations = excluded.formations, actions = excluded.actions, sessions = excluded.sessions,
			defauts = excluded.defauts, erreur = excluded.erreur, le = excluded.le, qui = excluded.qui, pourquoi = excluded.pourquoi`,
			p.Target, p.Run, p.State, p.SHA256, p.Size, p.Formations, p.Actions, p.Sessions, defaulted, clean(p.Error), text(p.At),
			clean(p.Who), clean(p.Why))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep the publication of target %s: %w", p.Target, err)
	}
	return nil
}

// LastPublications gives the last publication of each target, in the order of
// targets. States, if any are named, are those to look at: Published and Same
// for the feed in place, whatever was held since.
func (s *Store) LastPublications(ctx context.Context, states ...journal.PublicationState) ([]journal.Publication, error) {
	wanted, err := statesOr(states)
	if err != nil {
		return nil, fmt.Errorf("read the last publications: %w", err)
	}
	all, err := list(ctx, s.reader, scanPublication, "SELECT "+publicationColumns+` FROM publication p
		WHERE etat `+s.dialect.among()+` AND run = (SELECT max(run) FROM publication q
			WHERE q.cible = p.cible AND etat `+s.dialect.among()+`) ORDER BY cible`, wanted)
	if err != nil {
		return nil, fmt.Errorf("read the last publications: %w", err)
	}
	return all, nil
}

// statesOr writes states, all of them when none is named.
func statesOr(states []journal.PublicationState) (string, error) {
	if len(states) == 0 {
		states = []journal.PublicationState{journal.Published, journal.Same, journal.Held, journal.Refused}
	}
	return encode(states)
}

// PublicationFilter says which publications to give; what is zero does not restrict
// them.
type PublicationFilter struct {
	Target string
	SHA256 string
	Before string // run: those of earlier runs
	States []journal.PublicationState
	Limit  int
}

// Publications gives publications, those of the latest run first, then by target.
func (s *Store) Publications(ctx context.Context, f PublicationFilter) ([]journal.Publication, error) {
	wanted, err := statesOr(f.States)
	if err != nil {
		return nil, fmt.Errorf("read the publications: %w", err)
	}
	c := clauses{args: []any{wanted}, conditions: []string{"etat " + s.dialect.among()}}
	c.where("cible = $", f.Target != "", f.Target)
	c.where("sha256 = $", f.SHA256 != "", f.SHA256)
	c.where("run < $", f.Before != "", f.Before)
	all, err := list(ctx, s.reader, scanPublication, "SELECT "+publicationColumns+" FROM publication"+c.String()+
		" ORDER BY run DESC, cible"+limit(f.Limit), c.args...)
	if err != nil {
		return nil, fmt.Errorf("read the publications: %w", err)
	}
	return all, nil
}

const publicationColumns = "cible, run, etat, sha256, octets, formations, actions, sessions, defauts, erreur, le, qui, pourquoi"

func scanPublication(rows *sql.Rows) (p journal.Publication, err error) {
	var defaulted sql.RawBytes
	var at instant
	if err := rows.Scan(&p.Target, &p.Run, &p.State, &p.SHA256, &p.Size, &p.Formations, &p.Actions, &p.Sessions, &defaulted, &p.Error, &at, &p.Who, &p.Why); err != nil {
		return p, err
	}
	p.At = at.Time
	return p, decode(defaulted, &p.Defaulted)
}
