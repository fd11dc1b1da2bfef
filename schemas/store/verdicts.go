package store

import (
	"context"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// KeepVerdicts is KeepLedger for one target, whose name the verdicts may omit.
func (s *Store) KeepVerdicts(ctx context.Context, run, target string, verdicts iter.Seq2[journal.Verdict, error]) ([]journal.Tally, error) {
	return s.KeepLedger(ctx, run, []string{target}, func(yield func(journal.Verdict, error) bool) {
		for v, err := range verdicts {
			if v.Target = target; !yield(v, err) {
				return
			}
		}
	})
}

// KeepLedger records the verdict of each target on every record that Offers
// gives, in one transaction, and gives the tallies: target by target as they
// are named, formations then sessions. Verdicts come grouped by formation,
// formations in the order of their IDs, as Offers gives them; within a formation
// any order of targets and records will do. A row is written only for a verdict
// that differs from the one that stands; those that stand on records that are not
// in the stream are closed. It is an error, and nothing is kept, when the
// verdicts of a target do not account for every record that Offers gives.
//
// The stream is read within the transaction: it may read the store, not write it.
func (s *Store) KeepLedger(ctx context.Context, run string, targets []string, verdicts iter.Seq2[journal.Verdict, error]) ([]journal.Tally, error) {
	var tallies []journal.Tally
	err := s.write(ctx, func(tx *txn) error {
		l := newLedger(tx, s.dialect, run, targets)
		if err := l.keep(ctx, verdicts); err != nil {
			return err
		}
		var err error
		tallies, err = l.account(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("keep the verdicts of run %s: %w", run, err)
	}
	return tallies, nil
}

// byFormation gathers the verdicts of each formation, and refuses those that do
// not come in order. The slice is used again for the next.
func byFormation(verdicts iter.Seq2[journal.Verdict, error]) iter.Seq2[[]journal.Verdict, error] {
	return func(yield func([]journal.Verdict, error) bool) {
		var group []journal.Verdict
		for v, err := range verdicts {
			if err == nil && len(group) > 0 && v.Formation < group[0].Formation {
				err = fmt.Errorf("verdicts out of order: formation %s after %s", v.Formation, group[0].Formation)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if len(group) > 0 && v.Formation != group[0].Formation {
				if !yield(group, nil) {
					return
				}
				group = group[:0]
			}
			group = append(group, v)
		}
		if len(group) > 0 {
			yield(group, nil)
		}
	}
}
