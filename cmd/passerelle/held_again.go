package main

import (
	"context"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// keepJudged records what a person decided of a feed that was held. Later runs than
// the one that prepared it may have held the same bytes again: it is then the last of
// them that tells what became of it.
func keepJudged(ctx context.Context, s *store.Store, p journal.Publication) error {
	held, err := s.LastPublications(ctx, journal.Held)
	if err != nil {
		return err
	}
	for _, h := range held {
		if h.Target == p.Target && h.SHA256 == p.SHA256 && h.Run > p.Run {
			p.Run = h.Run
		}
	}
	return s.KeepPublication(ctx, p)
}
