package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

var fetchRows = target{table: "recuperation", columns: []string{"cible", "partenaire", "publication", "fichier", "octets", "statut", "depuis", "complet", "par", "le"}}

// KeepFetches adds to what partners took, over HTTP or by being sent it, whole or cut
// short.
func (s *Store) KeepFetches(ctx context.Context, fetches []journal.Fetch) error {
	err := s.note(ctx, func(tx *txn) error {
		return s.dialect.bulk(ctx, tx, fetchRows, rowsOf(fetches, func(f journal.Fetch) ([]any, error) {
			return []any{f.Target, clean(f.Partner), clean(f.Publication), clean(f.File), f.Bytes, f.Status, f.From, f.Complete, f.Via, text(f.At)}, nil
		}))
	})
	if err != nil {
		return fmt.Errorf("record %d fetches: %w", len(fetches), err)
	}
	return nil
}

const fetchColumns = "cible, partenaire, publication, fichier, octets, statut, depuis, complet, par, le"

func scanFetch(rows *sql.Rows) (f journal.Fetch, err error) {
	var at instant
	err = rows.Scan(&f.Target, &f.Partner, &f.Publication, &f.File, &f.Bytes, &f.Status, &f.From, &f.Complete, &f.Via, &at)
	f.At = at.Time
	return f, err
}

// FetchFilter says which fetches to give; what is zero does not restrict them.
type FetchFilter struct {
	Target, Partner, Publication string
	Complete                     bool // only those that ended with the last byte
	Since                        time.Time
	Limit                        int
}

// Fetches gives fetches, the latest first.
func (s *Store) Fetches(ctx context.Context, f FetchFilter) ([]journal.Fetch, error) {
	var c clauses
	c.where("cible = $", f.Target != "", f.Target)
	c.where("partenaire = $", f.Partner != "", f.Partner)
	c.where("publication = $", f.Publication != "", f.Publication)
	c.where("le >= $", !f.Since.IsZero(), text(f.Since))
	c.only("complet", f.Complete)
	all, err := list(ctx, s.reader, scanFetch, "SELECT "+fetchColumns+" FROM recuperation"+c.String()+
		" ORDER BY le DESC, numero DESC"+limit(f.Limit), c.args...)
	if err != nil {
		return nil, fmt.Errorf("read the fetches: %w", err)
	}
	return all, nil
}

// LastFetches gives the last complete fetch of each partner in each target, in the
// order of targets and partners.
func (s *Store) LastFetches(ctx context.Context) ([]journal.Fetch, error) {
	all, err := list(ctx, s.reader, scanFetch, "SELECT "+fetchColumns+` FROM (SELECT r.*,
			row_number() OVER (PARTITION BY cible, partenaire ORDER BY le DESC, numero DESC) AS place FROM recuperation r WHERE complet) f
		WHERE place = 1 ORDER BY cible, partenaire`)
	if err != nil {
		return nil, fmt.Errorf("read the last fetches: %w", err)
	}
	return all, nil
}

// PublicationsInUse gives the hashes of the publications of a target that somebody may
// come back to, in order: of each partner that may still come, the last that it took
// whole, and the last of which it took a part since; and those that wait to be sent.
func (s *Store) PublicationsInUse(ctx context.Context, target string) ([]string, error) {
	hashes, err := column[string](ctx, s.reader, `SELECT publication FROM (SELECT r.publication, r.partenaire, r.complet, r.le, r.numero,
			row_number() OVER (PARTITION BY partenaire, complet ORDER BY le DESC, numero DESC) AS place
			FROM recuperation r WHERE cible = $1 AND publication <> '') f
		WHERE place = 1 AND NOT EXISTS (SELECT 1 FROM partenaire p WHERE p.nom = f.partenaire AND p.revoque_le IS NOT NULL)
			AND (complet OR NOT EXISTS (SELECT 1 FROM recuperation c WHERE c.cible = $1 AND c.partenaire = f.partenaire AND c.complet
				AND (c.le, c.numero) > (f.le, f.numero)))
		UNION SELECT sha256 FROM envoi WHERE cible = $1 AND etat = 'en-attente' ORDER BY 1`, target)
	if err != nil {
		return nil, fmt.Errorf("find the publications of target %s that partners may come back to: %w", target, err)
	}
	return hashes, nil
}

// KeepPush records where a sending stands: one line a target, destination and hash.
func (s *Store) KeepPush(ctx context.Context, p journal.Push) error {
	err := s.note(ctx, func(tx *txn) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO envoi (cible, destination, sha256, etat, tentatives, erreur, le)
			VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (cible, destination, sha256) DO UPDATE SET etat = excluded.etat,
			tentatives = excluded.tentatives, erreur = excluded.erreur, le = excluded.le`,
			p.Target, clean(p.Destination), p.SHA256, p.State, p.Attempts, clean(p.Error), text(p.At))
		return err
	})
	if err != nil {
		return fmt.Errorf("record the sending of target %s to %s: %w", p.Target, p.Destination, err)
	}
	return nil
}

// Pushes gives the last n sendings of a target, of all when it is empty, the latest
// first; all of them when n is 0.
func (s *Store) Pushes(ctx context.Context, target string, n int) ([]journal.Push, error) {
	all, err := list(ctx, s.reader, func(rows *sql.Rows) (p journal.Push, err error) {
		var at instant
		err = rows.Scan(&p.Target, &p.Destination, &p.SHA256, &p.State, &p.Attempts, &p.Error, &at)
		p.At = at.Time
		return p, err
	}, `SELECT cible, destination, sha256, etat, tentatives, erreur, le FROM envoi WHERE cible = $1 OR $1 = ''
		ORDER BY le DESC, cible, destination, sha256`+limit(n), target)
	if err != nil {
		return nil, fmt.Errorf("read the sendings: %w", err)
	}
	return all, nil
}
