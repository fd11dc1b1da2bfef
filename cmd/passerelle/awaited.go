package main

import (
	"context"
	"errors"
	"math"
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

// printStrays tells the sessions of a run that go on waiting once all of it is
// approved: their formations were rejected, or came in another run.
func (a *app) printStrays(ctx context.Context, s *store.Store, run string) error {
	waiting, _, err := s.Awaiting(ctx, store.KindSession, math.MaxInt32)
	if err != nil {
		return err
	}
	waiting = slices.DeleteFunc(waiting, func(w store.Awaiting) bool { return w.Run != run })
	if len(waiting) == 0 {
		return nil
	}
	p := &page{w: a.stdout}
	p.write(plural(len(waiting), "session") + word(len(waiting) == 1, " attend encore : sa formation n'a", " attendent encore : leur formation n'a") + " jamais été validée\n")
	for _, w := range waiting[:min(len(waiting), shownStrays)] {
		p.line("%s  %s", w.ID, w.Title)
	}
	if more := len(waiting) - shownStrays; more > 0 {
		p.line("… et %s", plural(more, "autre"))
	}
	p.line("à faire : approuver la formation, ou `passerelle reject SESSION… --reason TEXTE`")
	return p.err
}

// shownStrays is how many of these sessions are named.
const shownStrays = 10
