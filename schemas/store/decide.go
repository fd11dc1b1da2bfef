package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// kinds are those of the records, in the order in which they need one another.
var kinds = []string{KindOrganisme, KindFormation, KindSession}

// Decide changes the state of records, all of them or none: to Validated what
// awaits becomes what is exported, to Rejected it stays to be read, to Archived
// the record leaves the catalogue until it is validated again. Organisms come
// first, then formations, then sessions, whatever the order given. The store
// says From; one that is given must be the record's state. A decision that has a
// Run is part of that run, and unloading the run takes it back.
//
// It is an error, which names the record, when it is unknown, when its state
// cannot change so, and when a session would be validated whose formation never
// was.
func (s *Store) Decide(ctx context.Context, decisions []journal.Decision) error {
	return s.write(ctx, func(tx *txn) error {
		return (&Load{tx: tx, d: s.dialect}).Decide(ctx, decisions)
	})
}

// DecideAll decides all that a run stated last and that awaits, as the decision
// says: its To, Who, Why, Run and At are those of each. It gives what was decided.
// A session whose formation was never validated, and is not now, goes on waiting:
// one formation that was rejected does not stop the rest.
func (s *Store) DecideAll(ctx context.Context, run string, as journal.Decision) (decided []journal.Decision, err error) {
	err = s.write(ctx, func(tx *txn) error {
		decided, err = (&Load{tx: tx, d: s.dialect}).DecideAll(ctx, run, as, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	return decided, nil
}

// DecideAll is Store.DecideAll, as part of a load. Only, when it is not nil, tells
// which records are decided.
func (l *Load) DecideAll(ctx context.Context, run string, as journal.Decision, only func(kind, id string) bool) (decided []journal.Decision, err error) {
	for _, kind := range kinds {
		some, err := l.decideKind(ctx, kind, run, as, only)
		if err != nil {
			return nil, fmt.Errorf("decide what run %s brought: %w", run, err)
		}
		decided = append(decided, some...)
	}
	return decided, nil
}

// decideKind decides what a run stated last of one kind, those before being decided.
func (l *Load) decideKind(ctx context.Context, kind, run string, as journal.Decision, only func(kind, id string) bool) (decided []journal.Decision, err error) {
	query := "SELECT id FROM " + kind + " WHERE change_run = $1 AND etat = 'a-valider'"
	if kind == KindSession && as.To == journal.Validated {
		query += " AND NOT EXISTS (SELECT 1 FROM formation f WHERE f.id = session.formation AND f.doc IS NULL)"
	}
	ids, err := column[string](ctx, l.tx, query+" ORDER BY id", run)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if only != nil && !only(kind, id) {
			continue
		}
		d := as
		d.Kind, d.Record, d.From = kind, id, journal.ToValidate
		decided = append(decided, d)
	}
	return decided, l.Decide(ctx, decided)
}

// Decide is Store.Decide, as part of a load.
func (l *Load) Decide(ctx context.Context, decisions []journal.Decision) error {
	for _, kind := range kinds {
		for batch := range slices.Chunk(ofKind(decisions, kind), recordsAtOnce) {
			if err := l.decideBatch(ctx, kind, batch); err != nil {
				return fmt.Errorf("decide: %w", err)
			}
		}
	}
	for _, d := range decisions {
		if !slices.Contains(kinds, d.Kind) {
			return fmt.Errorf("decide: %q of record %s is no kind of record", d.Kind, d.Record)
		}
	}
	return nil
}

func ofKind(decisions []journal.Decision, kind string) (some []journal.Decision) {
	for _, d := range decisions {
		if d.Kind == kind {
			some = append(some, d)
		}
	}
	return some
}

func (l *Load) decideBatch(ctx context.Context, kind string, batch []journal.Decision) error {
	ids := make([]string, len(batch))
	for i, d := range batch {
		ids[i] = d.Record
	}
	held, err := l.images(ctx, kind, ids)
	if err != nil {
		return err
	}
	if err := l.refuseStraySessions(ctx, kind, batch); err != nil {
		return err
	}
	w := decisionWriter{l: l, kind: kind}
	for _, d := range batch {
		before := held[d.Record]
		after, err := before.decided(d)
		if err == nil {
			held[d.Record] = after
			d.From = before.state
			err = w.add(ctx, d, change{before, after})
		}
		if err != nil {
			return fmt.Errorf("%s %s: %w", kind, d.Record, err)
		}
	}
	return w.flush(ctx)
}

// decisionWriter writes together the decisions of one act.
type decisionWriter struct {
	l         *Load
	kind      string
	act       act
	changes   []change
	decisions []journal.Decision
}

// add takes one more decision. A record is written once at a time.
func (w *decisionWriter) add(ctx context.Context, d journal.Decision, c change) error {
	at, _ := text(d.At).(string)
	a := act{run: d.Run, who: d.Who, at: at}
	twice := slices.ContainsFunc(w.decisions, func(e journal.Decision) bool { return e.Record == d.Record })
	if a != w.act || twice {
		if err := w.flush(ctx); err != nil {
			return err
		}
	}
	w.act, w.changes, w.decisions = a, append(w.changes, c), append(w.decisions, d)
	return nil
}

func (w *decisionWriter) flush(ctx context.Context) error {
	number, err := w.l.commit(ctx, w.act, w.kind, w.changes)
	if err == nil {
		err = w.l.keepDecisions(ctx, number, w.decisions)
	}
	if err != nil {
		return fmt.Errorf("write %d decisions on %ss: %w", len(w.decisions), w.kind, err)
	}
	w.changes, w.decisions = w.changes[:0], w.decisions[:0]
	return nil
}

// decided is the record once staff have decided.
func (i image) decided(d journal.Decision) (image, error) {
	was := i
	at, _ := text(d.At).(string)
	switch {
	case i.state == "":
		return i, fmt.Errorf("%w: the catalogue does not hold it", ErrUnknown)
	case d.Who == "" || d.At.IsZero():
		return i, errors.New("a decision says who decides, and when")
	case d.From != "" && d.From != i.state:
		return i, fmt.Errorf("its state is %q and no longer %q: look at it again", i.state, d.From)
	case !slices.Contains(next[i.state], d.To):
		return i, fmt.Errorf("it cannot go from %q to %q", i.state, d.To)
	case d.To == journal.Rejected && d.Why == "":
		return i, errors.New("it is rejected without a reason: say why")
	}
	if d.To == journal.Validated && i.proposed.Valid {
		i.doc, i.proposed = i.proposed, sql.NullString{}
	}
	i.state = d.To
	return i.dated(was, at), nil
}

// next says where a decision can bring a record from where it stands. Only a
// delivery brings it to ToValidate.
var next = map[journal.RecordState][]journal.RecordState{
	journal.ToValidate: {journal.Validated, journal.Rejected, journal.Archived},
	journal.Validated:  {journal.Archived},
	journal.Rejected:   {journal.Validated, journal.Archived},
	journal.Archived:   {journal.Validated},
}

// refuseStraySessions refuses sessions to be validated whose formation never was.
func (l *Load) refuseStraySessions(ctx context.Context, kind string, batch []journal.Decision) error {
	var ids []string
	for _, d := range batch {
		if kind == KindSession && d.To == journal.Validated {
			ids = append(ids, d.Record)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	wanted, err := encode(ids)
	if err != nil {
		return err
	}
	stray, found, err := one(ctx, l.tx, func(rows *sql.Rows) (s [2]string, err error) {
		return s, rows.Scan(&s[0], &s[1])
	}, `SELECT s.id, s.formation FROM session s JOIN formation f ON f.id = s.formation
		WHERE f.doc IS NULL AND s.id `+l.d.among()+" ORDER BY s.id LIMIT 1", wanted)
	if err == nil && found {
		err = fmt.Errorf("session %s: its formation %s was never validated: approve formation %s first, or with it", stray[0], stray[1], stray[1])
	}
	return err
}
