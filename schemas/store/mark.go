package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Mark stands for the state of all records: it is another once a load, a decision
// or an unloading has changed one, and the same as long as none has.
func (s *Store) Mark(ctx context.Context) (string, error) {
	// An act that changes records is numbered by the one writer; that it is the last
	// one, of a run, at an instant, tells it from that of a backup put in place.
	acts, err := list(ctx, s.reader, func(rows *sql.Rows) (string, error) {
		var number int64
		var run string
		var at instant
		err := rows.Scan(&number, &run, &at)
		return fmt.Sprintf("%d %s %s", number, run, at.UTC().Format(instantLayout)), err
	}, "SELECT numero, coalesce(run, ''), le FROM acte ORDER BY numero DESC LIMIT 1")
	if err != nil {
		return "", fmt.Errorf("mark the state of the records: %w", err)
	}
	unloads, err := column[int64](ctx, s.reader, "SELECT coalesce(max(numero), 0) FROM dechargement")
	if err != nil {
		return "", fmt.Errorf("mark the state of the records: %w", err)
	}
	return fmt.Sprint(acts, unloads), nil
}

// LedgerRun is the run that made the ledger as it is; empty when there is none.
func (s *Store) LedgerRun(ctx context.Context) (string, error) {
	runs, err := column[string](ctx, s.reader, "SELECT id FROM run WHERE id IN (SELECT run FROM bilan) ORDER BY debut DESC, id DESC LIMIT 1")
	if err != nil {
		return "", fmt.Errorf("find the run that made the ledger: %w", err)
	}
	return append(runs, "")[0], nil
}
