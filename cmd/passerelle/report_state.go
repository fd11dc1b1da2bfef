package main

import (
	"context"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// What a report shows of long lists.
const (
	shownQuestions = 10
	shownChanges   = 20
	pastFeeds      = 30
)

// reportReferentials says where each referential is, how old, and what its last
// load changed.
func (h *house) reportReferentials(ctx context.Context) error {
	all, err := h.store.LookupVersions(ctx)
	if err != nil {
		return err
	}
	h.report.Referentials, h.report.NeverLoaded = []report.Referential{}, nil
	for _, s := range h.standings(all, h.now()) {
		if s.Version == nil {
			if s.MaxDays > 0 {
				h.report.NeverLoaded = append(h.report.NeverLoaded, s.Referential)
			}
			continue
		}
		h.report.Referentials = append(h.report.Referentials, h.referentialOf(s))
	}
	return nil
}

func (h *house) referentialOf(s standing) report.Referential {
	told := report.Referential{Version: *s.Version, AgeDays: s.AgeDays, MaxDays: s.MaxDays, Stale: s.Stale}
	told.New = !s.Version.LoadedAt.Before(h.run.StartedAt)
	told.LoadedAt = told.LoadedAt.In(h.zone())
	if s.Last != nil && !s.Last.Good {
		told.Trouble = s.Last.Outcome
	}
	return told
}

// reportWorklist counts the questions that wait, and names the first of them.
func (h *house) reportWorklist(ctx context.Context) (err error) {
	w := report.Worklist{}
	if w.First, w.Total, err = h.store.Tasks(ctx, store.TaskFilter{Limit: shownQuestions}); err != nil || w.Total == 0 {
		h.report.Worklist = w
		return err
	}
	for _, kind := range taskKinds {
		_, n, err := h.store.Tasks(ctx, store.TaskFilter{Kind: kind, Limit: 1})
		if err != nil {
			return err
		}
		if n > 0 {
			w.ByKind = append(w.ByKind, report.Asked{Kind: kind, N: n})
		}
	}
	h.report.Worklist = w
	return nil
}

// reportTargets adds to each target of the run what its feed changed, its past
// feeds, and what to do when it is held.
func (h *house) reportTargets(ctx context.Context) error {
	for i := range h.report.Targets {
		t := &h.report.Targets[i]
		past, err := h.store.Publications(ctx, store.PublicationFilter{Target: t.Name, Limit: pastFeeds})
		if err != nil {
			return err
		}
		for i := range past {
			past[i].At = past[i].At.In(h.zone())
		}
		t.History = report.History(past)
		switch t.Publication.State {
		case journal.Published:
			err = tellChanges(t, h.run.ID, func() (shelf.Changes, bool, error) { return shelf.LatestChanges(h.Shelf, t.Name) })
		case journal.Held:
			if err = tellChanges(t, "", func() (shelf.Changes, bool, error) { return shelf.HeldChanges(h.Shelf, t.Name) }); err == nil {
				t.Advice, err = heldAdvice(h.Shelf, t.Name)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tellChanges adds what a publication of a run changes; those of another run are
// not this report's. An empty run is any.
func tellChanges(t *report.Target, run string, read func() (shelf.Changes, bool, error)) error {
	c, ok, err := read()
	if err != nil || !ok || run != "" && c.To.Run != run {
		return err
	}
	t.Changes = &report.Changes{Since: c.Since.Date, New: c.New, Changed: c.Changed, Gone: c.Gone, Fields: c.Fields}
	for _, change := range c.List[:min(len(c.List), shownChanges)] {
		t.Changes.Examples = append(t.Changes.Examples, change.Sentence)
	}
	return nil
}

// heldAdvice says what to do with the feed of a target that is held, in French.
func heldAdvice(dir, target string) (string, error) {
	m, ok, err := shelf.Held(dir, target)
	switch {
	case err != nil || !ok:
		return "", err
	case m.Cause.Releasable():
		return "voir ce qu'il change (« passerelle changes " + target + " --held »), puis le publier (« passerelle release " + target +
			" ») ou l'écarter (« passerelle refuse " + target + " »).", nil
	case m.Cause == shelf.Empty:
		return "regarder les motifs d'exclusion ; le flux sera publié dès qu'une formation sera retenue.", nil
	}
	return "corriger la fiche nommée, puis relancer « passerelle export " + target + " ».", nil
}
