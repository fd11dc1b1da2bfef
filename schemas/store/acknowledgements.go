package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
)

var acknowledgementRows = target{table: "acquittement",
	columns: []string{"cible", "nature", "fiche", "le", "fichier", "ligne", "acceptee", "code", "message", "phrase", "action", "run"},
	conflict: `ON CONFLICT (cible, nature, fiche, le, fichier, ligne) DO UPDATE SET acceptee = excluded.acceptee, code = excluded.code,
		message = excluded.message, phrase = excluded.phrase, action = excluded.action, run = excluded.run`}

// KeepAcknowledgements records what a partner answered. A line of a file that is
// read again replaces what it said.
func (s *Store) KeepAcknowledgements(ctx context.Context, all []journal.Acknowledgement) error {
	err := s.write(ctx, func(tx *txn) error {
		l := Load{tx: tx, d: s.dialect}
		return l.unrecorded(s.dialect.bulk(ctx, tx, acknowledgementRows, rowsOf(all, func(a journal.Acknowledgement) ([]any, error) {
			return []any{a.Target, a.Kind, clean(a.Record), text(a.At), clean(a.File), a.Line, a.Accepted, clean(a.Code), clean(a.Message),
				clean(a.Sentence), clean(a.Action), a.Run}, nil
		})))
	})
	if err != nil {
		return fmt.Errorf("record %d acknowledgements: %w", len(all), err)
	}
	return nil
}

const acknowledgementColumns = "cible, nature, fiche, le, fichier, ligne, acceptee, code, message, phrase, action, run"

func scanAcknowledgement(rows *sql.Rows) (a journal.Acknowledgement, err error) {
	var at instant
	err = rows.Scan(&a.Target, &a.Kind, &a.Record, &at, &a.File, &a.Line, &a.Accepted, &a.Code, &a.Message, &a.Sentence, &a.Action, &a.Run)
	a.At = at.Time
	return a, err
}

// AcknowledgementFilter says which acknowledgements to give; what is zero does not
// restrict them.
type AcknowledgementFilter struct {
	Target, Record, Run string
	Latest              bool // only the last of each record in each target
	Refused             bool // only those that refuse; with Latest, of the last ones
	Limit               int
}

// lastAnswers are the acknowledgements, each with its place among those of its
// record: 1 for the last.
const lastAnswers = `(SELECT a.*, row_number() OVER (PARTITION BY cible, nature, fiche ORDER BY le DESC, fichier DESC, ligne DESC) AS place
	FROM acquittement a) q`

// Acknowledgements gives what partners answered, in the order of targets, kinds and
// records, the oldest first.
func (s *Store) Acknowledgements(ctx context.Context, f AcknowledgementFilter) ([]journal.Acknowledgement, error) {
	var c clauses
	c.where("cible = $", f.Target != "", f.Target)
	c.where("fiche = $", f.Record != "", f.Record)
	c.where("run = $", f.Run != "", f.Run)
	c.only("NOT acceptee", f.Refused)
	from := "acquittement q"
	if f.Latest {
		from = lastAnswers
		c.only("place = 1", true)
	}
	all, err := list(ctx, s.reader, scanAcknowledgement, "SELECT "+acknowledgementColumns+" FROM "+from+c.String()+
		" ORDER BY cible, nature, fiche, le, fichier, ligne"+limit(f.Limit), c.args...)
	if err != nil {
		return nil, fmt.Errorf("read the acknowledgements: %w", err)
	}
	return all, nil
}
