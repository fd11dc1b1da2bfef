package main

import (
	"context"
	"slices"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/store"
)

// knownBlocs gives the skill blocks of certifications; nil when no target asks for them.
func knownBlocs(ctx context.Context, s *store.Store, targets []target.Target) (func(rncp string) []string, error) {
	if !slices.ContainsFunc(targets, func(t target.Target) bool { return t.Format.Schema == target.EDOF }) {
		return nil, nil
	}
	blocs, err := s.Blocs(ctx)
	return func(rncp string) []string { return blocs[rncp] }, err
}

// prune leaves on the shelf the last publications of a target, and those that partners
// may come back to.
func (h *house) prune(ctx context.Context, place *shelf.Shelf, target string) error {
	inUse, err := h.store.PublicationsInUse(ctx, target)
	if err != nil {
		return err
	}
	_, err = place.Prune(target, h.KeepFeeds, inUse...)
	return err
}
