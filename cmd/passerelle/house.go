package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/ingest/landing"
	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// house is everything that a run works with, open.
type house struct {
	config
	log      *slog.Logger // names the run, and the job that it is for
	job      string       // of the schedule; empty: by hand, or for a sender
	ofTurn   bool         // see app
	progress *progress
	now      func() time.Time

	store   *store.Store
	landing *landing.Landing
	layouts *mapping.Layouts
	targets []target.Target

	run           journal.Run
	know          *knowledge // read when first needed, anew when a referential changes
	findings      *report.Findings
	report        report.Report
	refused       bool              // some data was refused, or a feed held
	nomenclatures map[string]string // version of each referential, for manifests
	accepted      []string          // referentials that a person accepts whatever their guards say
	givenUp       []journal.Push    // feeds that could not be sent to a partner
	arrived       []journal.Push    // feeds that a partner has received
	deliverOptions

	// tells prints what a command did, where the report of its run says nothing of it.
	tells func(p *page)

	close []func() error
}

// deliverOptions are what « passerelle load » may say of the files that it loads.
type deliverOptions struct {
	again    bool   // files that were loaded before are read again
	complete bool   // each holds the whole offer of its organisations
	dryRun   bool   // nothing is kept
	sentBy   string // sender of the files; empty: by the folder that they stand in
}

// enter opens the house for writing: no other process may write meanwhile.
func (a *app) enter(ctx context.Context) (*house, error) {
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	if a.instead != nil {
		a.instead(&c)
	}
	if len(a.only) > 0 {
		c.Targets = a.only
	}
	date, err := a.asOf(c)
	if err != nil {
		return nil, err
	}
	now := func() time.Time { return a.now().In(c.zone()) }
	h := &house{config: c, job: a.job, ofTurn: a.ofTurn, progress: a.progress(), now: now, accepted: a.accepted}
	h.run = journal.Run{ID: runID(now(), a.chance), Date: date, StartedAt: now(), State: journal.Running}
	h.log = a.logger(c).With("run", h.run.ID)
	if h.job != "" {
		h.log = h.log.With("job", h.job)
	}
	if err := h.open(ctx); err != nil {
		return nil, errors.Join(err, h.leave())
	}
	return h, nil
}

func (h *house) open(ctx context.Context) (err error) {
	if h.targets, err = readTargets(h.config); err != nil {
		return misuse{err}
	}
	if h.layouts, err = readLayouts(h.config); err != nil {
		return misuse{err}
	}
	unlock, err := lock(ctx, h.Store)
	if err != nil {
		return err
	}
	h.close = append(h.close, func() error { unlock(); return nil })
	if h.landing, err = landing.Open(h.Landing); err != nil {
		return err
	}
	if h.store, err = store.Open(ctx, h.Store); err != nil {
		return err
	}
	h.close = append(h.close, h.store.Close)
	return nil
}

// leave closes what enter opened, the last first.
func (h *house) leave() (err error) {
	for i := len(h.close) - 1; i >= 0; i-- {
		err = errors.Join(err, h.close[i]())
	}
	h.close = nil
	return err
}

func readTargets(c config) ([]target.Target, error) {
	known, err := target.BuiltIn()
	if c.TargetsDir != "" {
		known, err = target.Load(os.DirFS(c.TargetsDir))
	}
	if err != nil {
		return nil, fmt.Errorf("read targets: %w", err)
	}
	chosen, err := known.Select(c.Targets)
	if err != nil {
		return nil, fmt.Errorf("read targets: %w", err)
	}
	return chosen, nil
}

func readLayouts(c config) (*mapping.Layouts, error) {
	known, err := mapping.BuiltIn()
	if c.LayoutsDir != "" {
		known, err = mapping.Load(os.DirFS(c.LayoutsDir))
	}
	if err != nil {
		return nil, fmt.Errorf("read layouts: %w", err)
	}
	return known, nil
}

// runID is sortable by time, and unlike that of any other run.
func runID(at time.Time, chance io.Reader) string {
	var salt [2]byte
	_, _ = io.ReadFull(cmp.Or(chance, rand.Reader), salt[:])
	return at.UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(salt[:])
}

func (h *house) begin(ctx context.Context) error {
	h.log.Info("run begins", "date", h.run.Date.Format(time.DateOnly))
	h.findings = report.NewFindings(allRules(), examplesPerRule)
	return h.store.BeginRun(ctx, h.run)
}

// examplesPerRule is how many findings of each rule a report shows; all of them
// are in the CSV beside it.
const examplesPerRule = 10

// end records how the run ended, and writes its report. A run that was
// interrupted is recorded too.
func (h *house) end(ctx context.Context, failure error) error {
	ctx = context.WithoutCancel(ctx)
	h.closeRun(failure)
	h.log.Info("run ends", "state", h.run.State, "took", h.run.FinishedAt.Sub(h.run.StartedAt))
	err := h.store.EndRun(ctx, h.run)
	return errors.Join(err, h.writeReport(ctx), h.notify(ctx))
}

// closeRun says how the run ended.
func (h *house) closeRun(failure error) {
	h.run.FinishedAt, h.run.State = h.now(), journal.Done
	switch {
	case errors.Is(failure, context.Canceled):
		h.run.State, h.run.Error = journal.Failed, "interrompu"
	case failure != nil:
		h.run.State, h.run.Error = journal.Failed, failure.Error()
	case slices.ContainsFunc(h.report.Targets, held):
		h.run.State = journal.DoneHeld
	case h.refused:
		h.run.State = journal.DoneRefusals
	}
}

func held(t report.Target) bool { return t.Publication.State == journal.Held }

// outcome is the error that a command ends with once the run is over.
func (h *house) outcome() error {
	if h.refused {
		return errRefused
	}
	return nil
}
