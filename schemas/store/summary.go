package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Summary counts what the store holds.
type Summary struct {
	Organismes     int `json:"organismes"`
	Formations     int `json:"formations"`
	Sessions       int `json:"sessions"`
	Certifications int `json:"certifications"`
	Deliveries     int `json:"livraisons"`
	Runs           int `json:"runs"`
}

// Summary counts what the store holds.
func (s *Store) Summary(ctx context.Context) (Summary, error) {
	sum, _, err := one(ctx, s.reader, func(rows *sql.Rows) (n Summary, err error) {
		return n, rows.Scan(&n.Organismes, &n.Formations, &n.Sessions, &n.Certifications, &n.Deliveries, &n.Runs)
	}, `SELECT (SELECT count(*) FROM organisme), (SELECT count(*) FROM formation), (SELECT count(*) FROM session),
		(SELECT count(*) FROM certification), (SELECT count(*) FROM livraison), (SELECT count(*) FROM run)`)
	if err != nil {
		return Summary{}, fmt.Errorf("count the records of the store: %w", err)
	}
	return sum, nil
}
