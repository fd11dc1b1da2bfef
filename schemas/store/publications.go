package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// KeepPublication records what became of a target's feed in a run. One that is
// recorded again in the same run replaces the first.
func (s *Store) KeepPublication(ctx context.Context, p journal.Publication) error {
	defaulted, err := object(p.Defaulted)
	if err != nil {
		return fmt.Errorf("keep the publication of target %s: %w", p.Target, err)
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO publication
			(cible, run, etat, sha256, octets, formations, actions, sessions, defauts, erreur, le)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
			ON CONFLICT (cible, run) DO UPDATE SET etat = excluded.etat, sha256 = excluded.sha256, octets = excluded.octets,
			formations = excluded.formations, actions = excluded.actions, sessions = excluded.sessions,
			defauts = excluded.defauts, erreur = excluded.erreur, le = excluded.le`,
			p.Target, p.Run, p.State, p.SHA256, p.Size, p.Formations, p.Actions, p.Sessions, defaulted, clean(p.Error), text(p.At))
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
	if len(states) == 0 {
		states = []journal.PublicationState{journal.Published, journal.Same, journal.Held}
	}
	wanted, err := encode(states)
	if err != nil {
		return nil, fmt.Errorf("read the last publications: %w", err)
	}
	all, err := list(ctx, s.reader, scanPublication, "SELECT "+publicationColumns+` FROM publication p
		WHERE etat IN `+s.dialect.among()+` AND run = (SELECT max(run) FROM publication q
			WHERE q.cible = p.cible AND etat IN `+s.dialect.among()+`) ORDER BY cible`, wanted)
	if err != nil {
		return nil, fmt.Errorf("read the last publications: %w", err)
	}
	return all, nil
}

const publicationColumns = "cible, run, etat, sha256, octets, formations, actions, sessions, defauts, erreur, le"

func scanPublication(rows *sql.Rows) (p journal.Publication, err error) {
	var defaulted sql.RawBytes
	var at instant
	if err := rows.Scan(&p.Target, &p.Run, &p.State, &p.SHA256, &p.Size, &p.Formations, &p.Actions, &p.Sessions, &defaulted, &p.Error, &at); err != nil {
		return p, err
	}
	p.At = at.Time
	return p, decode(defaulted, &p.Defaulted)
}
