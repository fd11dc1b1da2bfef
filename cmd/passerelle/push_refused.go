package main

import (
	"context"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/export/push"
	"github.com/carif-oref/passerelle/schemas/store"
)

// markRefused says of each file of a feed that is cut by organisation when the partner
// last refused a record of it. A partner that takes so many files a day thus has
// first those that it never refused.
func markRefused(ctx context.Context, s *store.Store, pub push.Publication) error {
	feeds := 0
	for _, f := range pub.Files {
		if f.Feed {
			feeds++
		}
	}
	if feeds < 2 {
		return nil
	}
	refused, err := refusedBySIRET(ctx, s, pub.Target)
	if err != nil {
		return err
	}
	for i, f := range pub.Files {
		for siret, at := range refused {
			if strings.Contains(f.Name, siret) && at.After(f.Refused) {
				pub.Files[i].Refused = at
			}
		}
	}
	return nil
}

// refusedBySIRET gives when a partner last refused a record of each organisation,
// among those that it has not accepted since.
func refusedBySIRET(ctx context.Context, s *store.Store, target string) (map[string]time.Time, error) {
	answers, err := s.Acknowledgements(ctx, store.AcknowledgementFilter{Target: target, Refused: true, Latest: true})
	if err != nil || len(answers) == 0 {
		return nil, err
	}
	at := map[recordID]time.Time{}
	for _, a := range answers {
		at[recordID{a.Kind, a.Record}] = a.At
	}
	latest := map[string]time.Time{}
	for line, err := range s.Ledger(ctx, target) {
		if err != nil {
			return nil, err
		}
		if when, ok := at[recordID{line.Kind, line.Record}]; ok && when.After(latest[line.SIRET]) && line.SIRET != "" {
			latest[line.SIRET] = when
		}
	}
	return latest, nil
}
