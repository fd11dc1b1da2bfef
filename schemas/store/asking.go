package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
)

// Asking gives the formations that ask a question that stands, in order, be it
// answered since or not.
func (l *Load) Asking(ctx context.Context, key string) ([]string, error) {
	ids, err := column[string](ctx, l.tx, "SELECT formation FROM tache WHERE cle = $1 AND jusqua_run IS NULL ORDER BY formation", key)
	if err != nil {
		return nil, fmt.Errorf("read which formations ask %s: %w", key, err)
	}
	return ids, nil
}

// Undecided yields the formations about which the worklist has a question, in
// order, each once.
func (s *Store) Undecided(ctx context.Context) iter.Seq2[string, error] {
	return stream(ctx, s.reader, "formations that the worklist asks about", func(rows *sql.Rows) (id string, err error) {
		return id, rows.Scan(&id)
	}, "SELECT DISTINCT t.formation FROM tache t WHERE "+toDo+" ORDER BY t.formation")
}
