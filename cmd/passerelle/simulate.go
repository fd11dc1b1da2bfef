package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"time"

	"github.com/carif-oref/passerelle/export/feed"
	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// simulation is what targets would receive on a day.
type simulation struct {
	Date    string            `json:"date"` // AAAA-MM-JJ
	Targets []simulatedTarget `json:"cibles"`
}

// simulatedTarget is what one target would receive, and how that differs from what
// it has.
type simulatedTarget struct {
	Target     string          `json:"cible"`
	Title      string          `json:"titre"`
	Formations int             `json:"formations"`
	Actions    int             `json:"actions"`
	Sessions   int             `json:"sessions"`
	Size       int64           `json:"octets"`
	SHA256     string          `json:"sha256"`
	Tallies    []journal.Tally `json:"comptes"`
	Same       bool            `json:"identique"`          // the very bytes of the feed in place
	Guard      string          `json:"garde,omitempty"`    // why it would be held, in French
	InPlace    *feedInPlace    `json:"en_place,omitempty"` // nil when none is
	Pending    string          `json:"retenu,omitempty"`   // a later feed is held: the difference is counted from that one, whose ledger stands
	Entering   movement        `json:"entrees"`
	Leaving    movement        `json:"sorties"`

	labels map[string]string
}

// feedInPlace is the feed that partners read today.
type feedInPlace struct {
	Date       string    `json:"date"`
	At         time.Time `json:"publie_le"`
	SHA256     string    `json:"sha256"`
	Formations int       `json:"formations"`
	Sessions   int       `json:"sessions"`
}

// simulate says what targets would receive on the day asked. It reads the store and
// the shelf, writes in a folder that it removes, and changes nothing.
func (a *app) simulate(ctx context.Context, only []string) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if len(only) > 0 {
		c.Targets = only
	}
	targets, err := readTargets(c)
	if err != nil {
		return misuse{err}
	}
	day, err := a.asOf(c)
	if err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	sim := simulator{h: &house{config: c, progress: a.progress()}, store: s, day: day}
	result, err := sim.all(ctx, targets)
	sim.h.progress.clear()
	if err = errors.Join(err, s.Close()); err != nil {
		return fmt.Errorf("simulate the export of %s: %w", day.Format(time.DateOnly), err)
	}
	if a.asJSON {
		return a.printJSON(result)
	}
	return printSimulation(a.stdout, result)
}

// simulator reads the catalogue once for each target, beside its ledger.
type simulator struct {
	h     *house // for what the configuration says: nothing of it is open
	store *store.Store
	day   time.Time
}

func (s *simulator) all(ctx context.Context, targets []target.Target) (result simulation, err error) {
	dir, err := os.MkdirTemp("", "passerelle-simulation-*")
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	result.Date = s.day.Format(time.DateOnly)
	for _, t := range targets {
		told, err := s.one(ctx, dir, t)
		if err != nil {
			return result, fmt.Errorf("target %s: %w", t.Name, err)
		}
		result.Targets = append(result.Targets, told)
	}
	return result, nil
}

func (s *simulator) one(ctx context.Context, dir string, t target.Target) (told simulatedTarget, err error) {
	next, stop := iter.Pull2(s.store.Ledger(ctx, t.Name))
	defer stop()
	diff := ledgerDiff{next: next, titles: &titles{byID: map[string]string{}}}
	last := exportPass{h: s.h}
	blocs, err := knownBlocs(ctx, s.store, []target.Target{t})
	if err != nil {
		return told, err
	}
	feeds, err := feed.BuildAll(ctx, []target.Target{t}, diff.titles.watch(s.store.Offers(ctx)), feed.Options{
		Date: s.day, Dir: dir, Blocs: blocs, Verdict: diff.verdict, Last: last.last,
		Progress: func(n int) { s.h.progress.step("Simulation de "+t.Name, n) },
	})
	if err == nil {
		err = diff.finish()
	}
	if err != nil {
		return told, err
	}
	f := feeds[0]
	for _, file := range f.Files {
		err = errors.Join(err, os.Remove(file.Path))
	}
	told = simulatedTarget{Target: t.Name, Title: t.Title, Formations: f.Formations, Actions: f.Actions, Sessions: f.Sessions, Size: f.Size, SHA256: f.SHA256,
		Tallies: f.Tallies, Entering: diff.entering, Leaving: diff.leaving, labels: t.Labels()}
	return told, errors.Join(err, s.compare(t, &told))
}

// compare adds what partners read today, and what the guard would say.
func (s *simulator) compare(t target.Target, told *simulatedTarget) error {
	m, ok, err := shelf.Current(s.h.Shelf, t.Name)
	if err != nil {
		return err
	}
	if ok {
		told.InPlace = &feedInPlace{Date: m.Date, At: m.At, SHA256: m.SHA256, Formations: m.Formations, Sessions: m.Sessions}
		told.Same = m.SHA256 == told.SHA256
	}
	if o := s.h.guard(t).Volume(told.Formations, told.Sessions, m); o != nil {
		told.Guard = o.Sentence
	}
	if told.Formations == 0 {
		told.Guard = "aucune formation ne serait retenue : un flux vide n'est pas publié"
	}
	held, waits, err := shelf.Held(s.h.Shelf, t.Name)
	if waits {
		told.Pending = held.Held
	}
	return err
}
