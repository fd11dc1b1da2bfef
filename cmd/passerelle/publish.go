package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"sync"
	"time"

	"github.com/carif-oref/passerelle/export/feed"
	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/edof"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// publish writes the feed of each target in one pass over the catalogue, keeps
// the ledger, and moves the pointer of each feed that is whole and valid. The
// ledger comes first: a feed whose account is wrong is not published.
func (h *house) publish(ctx context.Context) (err error) {
	place, err := shelf.Open(h.Shelf)
	if err != nil {
		return fmt.Errorf("open the shelf: %w", err)
	}
	defer func() { err = errors.Join(err, place.Close()) }()
	asked, err := h.undecided(ctx)
	if err != nil {
		return err
	}
	if h.nomenclatures, err = h.labels(ctx); err != nil {
		return err
	}
	inputs, err := h.inputs(ctx, asked)
	if err != nil {
		return err
	}
	last, ok, err := h.stands(ctx, inputs)
	if err != nil {
		return err
	}
	if ok {
		return h.carryOver(ctx, last)
	}
	if err := h.unsettle(); err != nil {
		return err
	}
	pass := exportPass{h: h, asked: asked, dir: place.Scratch(), examples: report.NewVerdicts(examplesPerReason)}
	tallies, err := h.store.KeepLedger(ctx, h.run.ID, names(h.targets), pass.verdicts(ctx))
	if err != nil {
		return fmt.Errorf("export %d targets: %w", len(h.targets), err)
	}
	h.report.Codification = pass.coded
	h.progress.clear()
	for i, f := range pass.feeds {
		if err := h.publishOne(ctx, place, h.targets[i], f, of(tallies, f.Target), pass.examples); err != nil {
			return fmt.Errorf("publish %s: %w", f.Target, err)
		}
	}
	h.settle(inputs)
	return nil
}

// labels gives the version of each referential, as its publisher calls it.
func (h *house) labels(ctx context.Context) (map[string]string, error) {
	versions, err := h.store.Versions(ctx)
	labels := make(map[string]string, len(versions))
	for _, v := range versions {
		labels[string(v.Referential)] = cmp.Or(v.Label, v.Date)
	}
	return labels, err
}

// goneFrom says why a formation is no longer in the feed of a target: what the
// ledger has against it, or that the catalogue gives it to nobody any more. The
// ledger is read when the first is asked for.
func goneFrom(ctx context.Context, s *store.Store, target string) func(string) string {
	reasons := sync.OnceValue(func() map[string]string {
		why := map[string]string{}
		for v, err := range s.Verdicts(ctx, target) {
			if err == nil && v.Kind == store.KindFormation && !v.Exported {
				why[v.Record] = v.Sentence
			}
		}
		return why
	})
	return func(number string) string {
		return cmp.Or(reasons()[number], "La fiche a été archivée, ou retirée par son organisme.")
	}
}

// undecided are the formations that the worklist has a question about.
func (h *house) undecided(ctx context.Context) (map[string]bool, error) {
	asked := map[string]bool{}
	for id, err := range h.store.Undecided(ctx) {
		if err != nil {
			return nil, err
		}
		asked[id] = true
	}
	return asked, nil
}

// examplesPerReason is how many excluded records of each reason a report shows.
const examplesPerReason = 5

func (h *house) publishOne(ctx context.Context, place *shelf.Shelf, t target.Target, f feed.Feed, tallies []journal.Tally, examples *report.Verdicts) error {
	h.progress.step("Publication "+t.Name, f.Formations)
	outcome, err := place.Publish(ctx, h.candidate(ctx, t, f, tallies), h.guard(t))
	if err != nil {
		return err
	}
	publication := outcome.Publication
	if err := h.store.KeepPublication(ctx, publication); err != nil {
		return err
	}
	if err := h.prune(ctx, place, t.Name); err != nil {
		return err
	}
	h.log.Info("feed", "target", t.Name, "state", publication.State, "formations", publication.Formations, "sessions", publication.Sessions, "sha256", publication.SHA256)
	return h.tellFeed(t, outcome, tallies, examples.Of(t.Name))
}

// candidate is what is put on the shelf of a target: its feed, or one feed for each
// SIRET, and its twins.
func (h *house) candidate(ctx context.Context, t target.Target, f feed.Feed, tallies []journal.Tally) shelf.Candidate {
	c := shelf.Candidate{Path: f.Path, Title: t.Title, Date: h.run.Date, Publication: f.Publication(h.run.ID, h.now()), Tallies: tallies,
		Generator: "passerelle " + version, Nomenclatures: h.nomenclatures, Gone: goneFrom(ctx, h.store, t.Name),
		Delta: t.Transfer == target.Delta, Checks: []shelf.Check{shelf.CheckLHEO(t.Format.Schema == target.LHEO22)}}
	if t.Format.Schema == target.EDOF {
		c.Checks = []shelf.Check{edof.Check}
	}
	for _, file := range f.Files {
		if file.Path != f.Path {
			c.Parts = append(c.Parts, shelf.Part{Name: file.Name, Path: file.Path, SHA256: file.SHA256, Feed: file.Kind == feed.Main})
		}
	}
	return c
}

// guard is that of the target, where it says one, over the configuration's.
func (h *house) guard(t target.Target) shelf.Guard {
	g := shelf.Guard{MaxDropPercent: h.MaxDropPercent}
	for _, own := range []struct{ said, of *int }{
		{t.Guard.Floor, &g.Floor}, {t.Guard.MaxDropPercent, &g.MaxDropPercent}, {t.Guard.MaxRisePercent, &g.MaxRisePercent},
	} {
		if own.said != nil {
			*own.of = *own.said
		}
	}
	return g
}

// tellFeed adds a feed to the report. A feed that is held leaves staff something
// to do.
func (h *house) tellFeed(t target.Target, o shelf.Outcome, tallies []journal.Tally, examples []journal.Verdict) error {
	told := report.Target{Name: t.Name, Title: t.Title, Publication: o.Publication, Tallies: tallies, Labels: t.Labels(), Examples: examples}
	if o.State == journal.Held {
		h.refused = true
		h.log.Error("feed held: the last good one stays, if there is one", "target", t.Name, "reason", o.Detail)
		last, ok, err := shelf.Current(h.Shelf, t.Name)
		if err != nil {
			return err
		}
		if day, err := time.Parse(time.DateOnly, last.Date); ok && err == nil {
			told.InPlace = day.Format("02/01/2006")
		}
	}
	h.report.Targets = append(h.report.Targets, told)
	return nil
}

// exportPass is one reading of the catalogue: it feeds the ledger while it writes
// the feeds.
type exportPass struct {
	h        *house
	dir      string
	examples *report.Verdicts
	coded    report.Codification
	asked    map[string]bool // formations that the worklist has a question about
	feeds    []feed.Feed
}

// errLedger stops the writing of feeds when the ledger wants no more verdicts.
var errLedger = errors.New("the ledger has stopped")

// verdicts writes the feeds and gives each verdict as it falls.
func (p *exportPass) verdicts(ctx context.Context) iter.Seq2[journal.Verdict, error] {
	return func(yield func(journal.Verdict, error) bool) {
		blocs, err := knownBlocs(ctx, p.h.store, p.h.targets)
		if err != nil {
			yield(journal.Verdict{}, err)
			return
		}
		p.feeds, err = feed.BuildAll(ctx, p.h.targets, p.offers(ctx), feed.Options{
			Date: p.h.run.Date, Dir: p.dir, Blocs: blocs,
			Verdict: func(v journal.Verdict) error {
				p.examples.Add(v)
				if !yield(v, nil) {
					return errLedger
				}
				return nil
			},
			Finding:  p.shortened,
			Last:     p.last,
			Progress: func(n int) { p.h.progress.step("Export", n) },
		})
		if err != nil && !errors.Is(err, errLedger) {
			yield(journal.Verdict{}, err)
		}
	}
}

// last are the feeds of a target that are in place, held or refused: one that has not
// changed since bears the same day again, and is known for what it is.
func (p *exportPass) last(target string) (earlier []feed.Earlier) {
	known, err := shelf.Known(p.h.Shelf, target)
	if err != nil {
		p.h.log.Warn("feeds that have not changed are not known as such", "target", target, "error", err)
	}
	for _, k := range known {
		if day, err := time.Parse(time.DateOnly, k.Date); err == nil {
			earlier = append(earlier, feed.Earlier{SHA256: k.SHA256, Stamp: day})
		}
	}
	return earlier
}

// shortened tells that a text did not fit in a feed.
func (p *exportPass) shortened(target string, f finding.Finding) error {
	f.File = filepath.ToSlash(filepath.Join(filepath.Base(p.h.Shelf), target))
	p.h.findings.Add(f)
	return nil
}

// offers reads the catalogue, and counts how its formations were coded.
func (p *exportPass) offers(ctx context.Context) iter.Seq2[offre.Offre, error] {
	return func(yield func(offre.Offre, error) bool) {
		for o, err := range p.h.store.Offers(ctx) {
			if err == nil {
				countCoded(&p.coded, o.Formation, p.asked[o.Formation.ID])
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

// countCoded counts a formation by how it came to its codes; asked says that the
// worklist has a question about it.
func countCoded(c *report.Codification, f offre.Formation, asked bool) {
	codes := append(append(append([]offre.Code(nil), f.Formacodes...), f.ROME...), f.NSF...)
	has := map[offre.Origine]bool{}
	for _, code := range codes {
		has[code.Origine] = true
	}
	for _, cert := range f.Certifications {
		has[cert.Origine] = has[cert.Origine] || cert.Origine == offre.OrigineAutomatique || cert.Origine == offre.OrigineDecision
	}
	switch {
	case has[offre.OrigineDecision]:
		c.Decided++
	case has[offre.OrigineAutomatique]:
		c.Text++
	case has[offre.OrigineCertification]:
		c.Inherited++
	case has[offre.OrigineSuccesseur]:
		c.Replaced++
	case len(codes) > 0:
		c.Typed++
	case asked:
		c.Proposed++
	case len(f.Certifications) > 0:
		c.Unknown++
	default:
		c.None++
	}
}

func names(targets []target.Target) (list []string) {
	for _, t := range targets {
		list = append(list, t.Name)
	}
	return list
}

func of(tallies []journal.Tally, target string) (list []journal.Tally) {
	for _, t := range tallies {
		if t.Target == target {
			list = append(list, t)
		}
	}
	return list
}
