package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// maxAwaited is how many records are named before the others are counted.
const maxAwaited = 12

// awaitedList names records that await validation.
func awaitedList(all []journal.Awaited) string {
	var named []string
	for i, a := range all {
		if i == maxAwaited {
			named = append(named, "et "+plural(len(all)-i, "autre"))
			break
		}
		named = append(named, a.Kind+" "+a.Record)
	}
	return strings.Join(named, ", ")
}

// approvalOf is the command that validates them.
func approvalOf(all []journal.Awaited) string {
	command := "passerelle approve"
	for _, a := range all[:min(len(all), maxAwaited)] {
		command += " " + a.Record
	}
	return command
}

// printAwaited tells, after records were validated, what goes with them and still
// awaits: without it they leave incomplete, or not at all.
func (a *app) printAwaited(ctx context.Context, s *store.Store, decisions []journal.Decision) error {
	var left []journal.Awaited
	for _, d := range decisions {
		if d.To != journal.Validated {
			continue
		}
		found, err := s.Whereabouts(ctx, d.Record)
		if err != nil && !errors.Is(err, store.ErrUnknown) { // an organisme has no whereabouts of its own
			return err
		}
		for _, w := range found {
			for _, awaited := range w.Awaited {
				if w.Record == d.Record && !slices.Contains(left, awaited) {
					left = append(left, awaited)
				}
			}
		}
	}
	if len(left) == 0 {
		return nil
	}
	p := &page{w: a.stdout}
	p.write("Ce qui va avec attend encore d'être validé : " + awaitedList(left) + "\n")
	p.line("à faire : %s", approvalOf(left))
	return p.err
}
