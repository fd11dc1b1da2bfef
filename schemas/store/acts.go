package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// act is one thing that changes records as a whole: a load, or a decision.
type act struct {
	run string // empty for a decision outside any run
	who string // empty for a load
	at  string
}

// change is a record before and after an act; before has no state when the
// record is new.
type change struct{ before, after image }

var recordColumns = []string{"id", "etat", "doc", "doc_le", "propose", "cree_run", "change_run"}

func recordRows(kind string) target {
	return target{table: kind, columns: recordColumns, conflict: `ON CONFLICT (id) DO UPDATE SET etat = excluded.etat,
		doc = excluded.doc, doc_le = excluded.doc_le, propose = excluded.propose, cree_run = excluded.cree_run, change_run = excluded.change_run`}
}

// Of several changes of a record in one act, the first says what it was and the
// last what it became.
var historyRows = target{table: "historique",
	columns: []string{"acte", "nature", "fiche", "avant_etat", "avant_doc", "avant_propose", "avant_change_run", "apres_etat", "apres_doc", "apres_propose"},
	conflict: `ON CONFLICT (acte, nature, fiche) DO UPDATE SET apres_etat = excluded.apres_etat,
		apres_doc = excluded.apres_doc, apres_propose = excluded.apres_propose`}

// commit writes records of one kind, each once, and their history. It gives the
// number of the act.
func (l *Load) commit(ctx context.Context, a act, kind string, changes []change) (number int64, err error) {
	if len(changes) == 0 {
		return 0, nil
	}
	if number, err = l.number(ctx, a); err != nil {
		return 0, err
	}
	if err := l.writeRecords(ctx, kind, changes); err != nil {
		return 0, err
	}
	return number, l.d.bulk(ctx, l.tx, historyRows, rowsOf(changes, func(c change) ([]any, error) {
		b, a := c.before, c.after
		return []any{number, kind, a.id, orNull(string(b.state)), b.doc, b.proposed, orNull(b.changed), a.state, a.doc, a.proposed}, nil
	}))
}

func (l *Load) writeRecords(ctx context.Context, kind string, changes []change) error {
	return l.d.bulk(ctx, l.tx, recordRows(kind), rowsOf(changes, func(c change) ([]any, error) {
		i := c.after
		return []any{i.id, i.state, i.doc, orNull(i.docAt), i.proposed, i.created, i.changed}, nil
	}))
}

// orNull is a text as it is bound where an empty one is an absent one.
func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// number records an act of this load, once, and gives its number.
func (l *Load) number(ctx context.Context, a act) (int64, error) {
	if n, known := l.acts[a]; known {
		return n, nil
	}
	n, err := column[int64](ctx, l.tx, "INSERT INTO acte (run, livraison, qui, le) VALUES ($1, $2, $3, $4) RETURNING numero",
		orNull(a.run), orNull(l.delivery), clean(a.who), a.at)
	if err != nil {
		return 0, fmt.Errorf("record the act: %w", l.unrecorded(err))
	}
	if l.acts == nil {
		l.acts = make(map[act]int64)
	}
	l.acts[a] = n[0]
	return n[0], nil
}

// loadOf is the act of a run that loads or codifies: it bears the run's own time.
func (l *Load) loadOf(ctx context.Context, run string) (act, error) {
	if l.latest.run == run && run != "" {
		return l.latest, nil
	}
	began, found, err := one(ctx, l.tx, func(rows *sql.Rows) (t time.Time, err error) {
		var at instant
		err = rows.Scan(&at)
		return at.Time, err
	}, "SELECT debut FROM run WHERE id = $1", run)
	if err != nil {
		return act{}, err
	}
	if !found {
		return act{}, fmt.Errorf("run %q has not begun: BeginRun comes first", run)
	}
	l.latest = act{run: run, at: began.UTC().Format(instantLayout)}
	return l.latest, nil
}

// bearing says which delivery the acts of this load come from.
func (l *Load) bearing(ctx context.Context, sha256 string) error {
	l.delivery = sha256
	for _, number := range l.acts {
		if _, err := l.tx.ExecContext(ctx, "UPDATE acte SET livraison = $2 WHERE numero = $1", number, sha256); err != nil {
			return err
		}
	}
	return nil
}
