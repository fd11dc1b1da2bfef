package store

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// ledger compares the verdicts that targets give with those that stand,
// formation by formation: both sides come in the order of formations.
type ledger struct {
	tx       *txn
	d        dialect
	run      string
	standing []*pager
	tallies  []journal.Tally   // two a target
	ended    []journal.Verdict // that stand no longer, to write before those given
	given    []journal.Verdict // that differ from those that stand, to write
}

func newLedger(tx *txn, d dialect, run string, targets []string) *ledger {
	l := &ledger{tx: tx, d: d, run: run}
	for _, t := range targets {
		l.standing = append(l.standing, &pager{tx: tx, target: t})
		for _, kind := range []string{KindFormation, KindSession} {
			l.tallies = append(l.tallies, journal.Tally{Target: t, Kind: kind, Excluded: map[string]int{}})
		}
	}
	return l
}

func (l *ledger) keep(ctx context.Context, verdicts iter.Seq2[journal.Verdict, error]) error {
	for group, err := range byFormation(verdicts) {
		if err != nil {
			return err
		}
		if err := l.settle(ctx, group); err != nil {
			return err
		}
	}
	for _, p := range l.standing {
		if err := l.closeRest(ctx, p); err != nil {
			return err
		}
	}
	return l.flush(ctx)
}

// key is what a formation's verdicts are told apart by.
type key struct{ target, kind, record string }

// settle closes the verdicts that are gone or differ, and takes note of those to
// write.
func (l *ledger) settle(ctx context.Context, group []journal.Verdict) error {
	standing, err := l.upTo(ctx, group[0].Formation)
	if err != nil {
		return err
	}
	for _, v := range group {
		if err := l.count(v); err != nil {
			return err
		}
		k := key{v.Target, v.Kind, v.Record}
		if was, stands := standing[k]; stands && same(was, v) {
			delete(standing, k)
			continue
		}
		l.given = append(l.given, v)
	}
	for _, v := range standing {
		l.ended = append(l.ended, v)
	}
	return l.flushPage(ctx)
}

// upTo gives the verdicts that stand on a formation, and closes those of the
// formations before it, which have gone.
func (l *ledger) upTo(ctx context.Context, formation string) (map[key]journal.Verdict, error) {
	standing := make(map[key]journal.Verdict)
	for _, p := range l.standing {
		for {
			v, err := p.peek(ctx)
			if err != nil {
				return nil, err
			}
			if v == nil || v.Formation > formation {
				break
			}
			if v.Formation == formation {
				standing[key{v.Target, v.Kind, v.Record}] = *v
			} else if err := l.close(ctx, *v); err != nil {
				return nil, err
			}
			p.drop()
		}
	}
	return standing, nil
}

func (l *ledger) closeRest(ctx context.Context, p *pager) error {
	for {
		v, err := p.peek(ctx)
		if err != nil || v == nil {
			return err
		}
		if err := l.close(ctx, *v); err != nil {
			return err
		}
		p.drop()
	}
}

func same(a, b journal.Verdict) bool {
	return a.Exported == b.Exported && a.Reason == clean(b.Reason) && a.Sentence == clean(b.Sentence) &&
		slices.Equal(a.Others, b.Others) && slices.Equal(a.Defaulted, b.Defaulted)
}

// close ends a verdict that stands.
func (l *ledger) close(ctx context.Context, v journal.Verdict) error {
	l.ended = append(l.ended, v)
	return l.flushPage(ctx)
}

// A verdict that changes twice in one run keeps one row.
var verdictRows = target{table: "verdict",
	columns: []string{"cible", "formation", "nature", "fiche", "exportee", "motif", "phrase", "autres", "defauts", "depuis_run"},
	conflict: `ON CONFLICT (cible, formation, nature, fiche, depuis_run) DO UPDATE SET exportee = excluded.exportee,
		motif = excluded.motif, phrase = excluded.phrase, autres = excluded.autres, defauts = excluded.defauts, jusqua_run = NULL`}

// A verdict that ends is written again as it was, with its end.
var endedRows = target{table: "verdict", columns: append(slices.Clone(verdictRows.columns), "jusqua_run"),
	conflict: "ON CONFLICT (cible, formation, nature, fiche, depuis_run) DO UPDATE SET jusqua_run = excluded.jusqua_run"}

func verdictRow(v journal.Verdict, since string) ([]any, error) {
	others, err := array(v.Others)
	if err != nil {
		return nil, err
	}
	defaulted, err := array(v.Defaulted)
	return []any{v.Target, v.Formation, v.Kind, v.Record, v.Exported, clean(v.Reason), clean(v.Sentence), others, defaulted, since}, err
}

// flushPage writes when there is enough to.
func (l *ledger) flushPage(ctx context.Context) error {
	if len(l.given)+len(l.ended) < pageOfVerdicts {
		return nil
	}
	return l.flush(ctx)
}

func (l *ledger) flush(ctx context.Context) error {
	err := l.d.bulk(ctx, l.tx, endedRows, rowsOf(l.ended, func(v journal.Verdict) ([]any, error) {
		row, err := verdictRow(v, v.Run)
		return append(row, l.run), err
	}))
	if err == nil {
		err = l.d.bulk(ctx, l.tx, verdictRows, rowsOf(l.given, func(v journal.Verdict) ([]any, error) { return verdictRow(v, l.run) }))
	}
	if err != nil {
		return fmt.Errorf("write %d verdicts and the end of %d: %w", len(l.given), len(l.ended), err)
	}
	l.given, l.ended = l.given[:0], l.ended[:0]
	return nil
}

func (l *ledger) count(v journal.Verdict) error {
	i := slices.IndexFunc(l.tallies, func(t journal.Tally) bool { return t.Target == v.Target && t.Kind == v.Kind })
	switch {
	case i < 0:
		return fmt.Errorf("verdict of %q on %s %q: no such target or kind of record is expected", v.Target, v.Kind, v.Record)
	case v.Exported:
		l.tallies[i].Exported++
	case v.Reason == "":
		return fmt.Errorf("verdict of %s on %s %s: excluded without a reason", v.Target, v.Kind, v.Record)
	default:
		l.tallies[i].Excluded[v.Reason]++
	}
	return nil
}

// offered are the records that Offers gives.
var offered = map[string]string{
	KindFormation: "formation WHERE " + given,
	KindSession:   "session WHERE " + given + " AND formation_valide IN (SELECT id FROM formation WHERE " + given + ")",
}

// account sets the totals, which are those of what Offers gives, and records the
// tallies.
func (l *ledger) account(ctx context.Context) ([]journal.Tally, error) {
	totals := map[string]int{}
	for kind, records := range offered {
		n, err := column[int](ctx, l.tx, "SELECT count(*) FROM "+records)
		if err != nil {
			return nil, fmt.Errorf("count the %ss: %w", kind, err)
		}
		totals[kind] = n[0]
	}
	for i := range l.tallies {
		l.tallies[i].Total = totals[l.tallies[i].Kind]
		if err := keepTally(ctx, l.tx, l.run, l.tallies[i]); err != nil {
			return nil, err
		}
	}
	return l.tallies, nil
}
