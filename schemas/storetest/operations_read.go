package storetest

import (
	"context"
	"iter"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
)

// read asks one of all the questions that a store answers.
func (g *generator) read() operation {
	run, record, target, at := g.run(), g.name(one(g, "O", "F", "S"), 12), one(g, randomTargets...), g.at()
	ref, key, sha, n := one(g, nomenclature.Referentials...), g.task("").Key, g.sha(12), 1+g.random.IntN(4)
	ask := one(g,
		func(ctx context.Context, s *store.Store) (any, error) { return gather(s.Offers(ctx)) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Summary(ctx) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Runs(ctx, n) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Deliveries(ctx, n) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Loads(ctx, run) },
		func(ctx context.Context, s *store.Store) (any, error) { return gather(s.Findings(ctx, run)) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Unloads(ctx) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Trace(ctx, record) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Whereabouts(ctx, record) },
		func(ctx context.Context, s *store.Store) (any, error) {
			return s.Whereabouts(ctx, "0000000000000"+sha[63:])
		},
		func(ctx context.Context, s *store.Store) (any, error) {
			return s.Decisions(ctx, store.KindSession, record)
		},
		func(ctx context.Context, s *store.Store) (any, error) { return s.Requests(ctx, "") },
		func(ctx context.Context, s *store.Store) (any, error) {
			run, ok, err := s.DeliveryLoaded(ctx, sha)
			return []any{run, ok}, err
		},
		func(ctx context.Context, s *store.Store) (any, error) {
			first, total, err := s.Awaiting(ctx, "", n)
			return []any{first, total}, err
		},
		func(ctx context.Context, s *store.Store) (any, error) {
			groups, total, err := s.Tasks(ctx, store.TaskFilter{Limit: n})
			return []any{groups, total}, err
		},
		func(ctx context.Context, s *store.Store) (any, error) { return gather(s.Choices(ctx)) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.ChoiceHistory(ctx, key) },
		func(ctx context.Context, s *store.Store) (any, error) { return gather(s.Verdicts(ctx, target)) },
		func(ctx context.Context, s *store.Store) (any, error) { return gather(s.Ledger(ctx, target)) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.VerdictHistory(ctx, record) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Tallies(ctx, run) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.LastPublications(ctx) },
		func(ctx context.Context, s *store.Store) (any, error) {
			return s.Publications(ctx, store.PublicationFilter{Target: target, Before: run, Limit: n, States: []journal.PublicationState{journal.Published, journal.Same}})
		},
		func(ctx context.Context, s *store.Store) (any, error) {
			return s.Fetches(ctx, store.FetchFilter{Target: target, Complete: true, Since: at.AddDate(0, 0, -1), Limit: n})
		},
		func(ctx context.Context, s *store.Store) (any, error) { return s.LastFetches(ctx) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Pushes(ctx, "", n) },
		func(ctx context.Context, s *store.Store) (any, error) {
			return s.Acknowledgements(ctx, store.AcknowledgementFilter{Target: target, Latest: true, Refused: true})
		},
		func(ctx context.Context, s *store.Store) (any, error) { return gather(s.Termes(ctx, ref)) },
		func(ctx context.Context, s *store.Store) (any, error) { return gather(s.Certifications(ctx)) },
		func(ctx context.Context, s *store.Store) (any, error) { return gather(s.Fiches(ctx)) },
		func(ctx context.Context, s *store.Store) (any, error) { return gather(s.Communes(ctx)) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.LookupVersions(ctx) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.VersionHistory(ctx, ref) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Partners(ctx) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Firings(ctx, "", n) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.LastFirings(ctx) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.Mails(ctx, n) },
		func(ctx context.Context, s *store.Store) (any, error) { return s.PendingMails(ctx, at, n) },
	)
	return operation{"read", ask}
}

// gather collects a stream.
func gather[T any](stream iter.Seq2[T, error]) (all []T, err error) {
	for v, err := range stream {
		if err != nil {
			return all, err
		}
		all = append(all, v)
	}
	return all, nil
}
