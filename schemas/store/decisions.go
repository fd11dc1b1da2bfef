package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
)

var decisionRows = target{table: "decision", columns: []string{"acte", "nature", "fiche", "de", "vers", "qui", "pourquoi", "run", "le"}}

// keepDecisions records the decisions of an act, or of none when number is 0.
func (l *Load) keepDecisions(ctx context.Context, number int64, decisions []journal.Decision) error {
	act := sql.NullInt64{Int64: number, Valid: number != 0}
	return l.d.bulk(ctx, l.tx, decisionRows, rowsOf(decisions, func(d journal.Decision) ([]any, error) {
		return []any{act, d.Kind, d.Record, d.From, d.To, clean(d.Who), clean(d.Why), orNull(d.Run), text(d.At)}, nil
	}))
}

const decisionColumns = "nature, fiche, de, vers, qui, pourquoi, coalesce(run, ''), le"

func scanDecision(rows *sql.Rows) (d journal.Decision, err error) {
	var at instant
	err = rows.Scan(&d.Kind, &d.Record, &d.From, &d.To, &d.Who, &d.Why, &d.Run, &at)
	d.At = at.Time
	return d, err
}

// Decisions gives those that were taken on a record, the oldest first.
func (s *Store) Decisions(ctx context.Context, kind, record string) ([]journal.Decision, error) {
	all, err := decisionsOn(ctx, s.reader, kind, record)
	if err != nil {
		return nil, fmt.Errorf("read the decisions on %s %s: %w", kind, record, err)
	}
	return all, nil
}

func decisionsOn(ctx context.Context, q querier, kind, record string) ([]journal.Decision, error) {
	return list(ctx, q, scanDecision, "SELECT "+decisionColumns+" FROM decision WHERE fiche = $1 AND nature = $2 ORDER BY numero", record, kind)
}
