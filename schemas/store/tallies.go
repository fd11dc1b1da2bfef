package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// keepTally records a tally, which must add up.
func keepTally(ctx context.Context, tx *txn, run string, t journal.Tally) error {
	if err := t.Check(); err != nil {
		return err
	}
	reasons, err := object(t.Excluded)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO bilan (run, cible, nature, total, exportees, exclues, motifs)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (run, cible, nature) DO UPDATE SET total = excluded.total,
		exportees = excluded.exportees, exclues = excluded.exclues, motifs = excluded.motifs`,
		run, t.Target, t.Kind, t.Total, t.Exported, t.Total-t.Exported, reasons); err != nil {
		return fmt.Errorf("tally of %s, %ss: %w", t.Target, t.Kind, err)
	}
	return nil
}

// Tallies gives the tallies of a run, in the order of targets, formations before
// sessions.
func (s *Store) Tallies(ctx context.Context, run string) ([]journal.Tally, error) {
	all, err := list(ctx, s.reader, func(rows *sql.Rows) (t journal.Tally, err error) {
		var reasons sql.RawBytes
		if err := rows.Scan(&t.Target, &t.Kind, &t.Total, &t.Exported, &reasons); err != nil {
			return t, err
		}
		t.Excluded = map[string]int{}
		return t, decode(reasons, &t.Excluded)
	}, "SELECT cible, nature, total, exportees, motifs FROM bilan WHERE run = $1 ORDER BY cible, nature", run)
	if err != nil {
		return nil, fmt.Errorf("read the tallies of run %s: %w", run, err)
	}
	return all, nil
}
