package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Awaiting is a record whose last statement awaits validation.
type Awaiting struct {
	Kind  string    `json:"nature"`
	ID    string    `json:"id"`
	Title string    `json:"intitule"` // of a session, that of its formation
	New   bool      `json:"nouvelle"` // nothing of it was ever validated
	Run   string    `json:"run"`      // that stated it last
	File  string    `json:"fichier"`  // in which it was stated; empty when in none
	Since time.Time `json:"depuis"`   // when that run began
}

var titles = map[string]string{
	KindOrganisme: "coalesce(coalesce(r.propose, r.doc) ->> 'nom', coalesce(r.propose, r.doc) ->> 'raison_sociale', '')",
	KindFormation: "coalesce(coalesce(r.propose, r.doc) ->> 'intitule', coalesce(r.propose, r.doc) ->> 'intitule_saisi', '')",
	KindSession: `coalesce((SELECT coalesce(coalesce(f.propose, f.doc) ->> 'intitule', coalesce(f.propose, f.doc) ->> 'intitule_saisi')
		FROM formation f WHERE f.id = r.formation), '')`,
}

// Awaiting gives the first n records of a kind that await validation, of every
// kind when it is empty, and how many there are: organisms, formations then
// sessions, those that have waited longest first, then by ID.
func (s *Store) Awaiting(ctx context.Context, kind string, n int) (first []Awaiting, total int, err error) {
	err = s.read(ctx, func(tx *txn) error {
		for _, k := range kinds {
			if kind != "" && kind != k {
				continue
			}
			count, err := column[int](ctx, tx, "SELECT count(*) FROM "+k+" WHERE etat = 'a-valider'")
			if err != nil {
				return err
			}
			total += count[0]
			some, err := awaiting(ctx, tx, k, max(0, n-len(first)))
			if err != nil {
				return err
			}
			first = append(first, some...)
		}
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read what awaits validation: %w", err)
	}
	return first, total, nil
}

func awaiting(ctx context.Context, q querier, kind string, n int) ([]Awaiting, error) {
	return list(ctx, q, func(rows *sql.Rows) (a Awaiting, err error) {
		var since instant
		err = rows.Scan(&a.ID, &a.Title, &a.New, &a.Run, &a.File, &since)
		a.Kind, a.Since = kind, since.Time
		return a, err
	}, "SELECT r.id, "+titles[kind]+`, r.doc IS NULL, r.change_run,
		coalesce((SELECT min(o.fichier) FROM origine o WHERE o.fiche = r.id AND o.nature = $1 AND o.run = r.change_run), ''), u.debut
		FROM `+kind+` r JOIN run u ON u.id = r.change_run WHERE r.etat = 'a-valider' ORDER BY u.debut, r.id LIMIT $2`, kind, n)
}
