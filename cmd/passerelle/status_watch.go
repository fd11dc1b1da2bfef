package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// status is what an operator asks first.
type status struct {
	At      time.Time `json:"le"`
	Level   level     `json:"etat"`
	Remarks []remark  `json:"remarques"` // what there is to look at, the worst first

	Runs  []journal.Run    `json:"runs"`                // the latest first
	Alive bool             `json:"en_cours"`            // a program is at work
	Next  []journal.Firing `json:"prochains,omitempty"` // when each job is due next
	Jobs  []journal.Firing `json:"taches,omitempty"`    // the last firing of each
	Loads journal.Counts   `json:"lignes"`              // of the last run

	Refused []store.RefusedFile `json:"fichiers_refuses,omitempty"` // of which the runs of the last day of runs took nothing

	Catalogue store.Summary `json:"catalogue"`
	Awaiting  int           `json:"a_valider"` // records
	Requests  int           `json:"demandes"`  // that wait
	Questions int           `json:"questions"` // of the worklist

	Feeds    []feedStatus    `json:"flux"`    // the one in place for each target
	Held     []heldFeed      `json:"retenus"` // those whose last feed was held
	Missing  []string        `json:"absents"` // targets that have no feed in place and none held
	Tallies  []journal.Tally `json:"comptes"` // of the last run that exported
	Partners []custom        `json:"partenaires,omitempty"`

	Referentials []standing      `json:"referentiels"`
	Mails        store.MailCount `json:"courriers"`
	Pushes       []journal.Push  `json:"envois,omitempty"` // the last to each destination
	Disks        []disk          `json:"disques"`
	Reports      string          `json:"rapport"` // of the last run, for people
}

// feedStatus is a feed in place.
type feedStatus struct {
	journal.Publication
	PublishedAt time.Time `json:"publie_le"` // when its bytes came
	MadeAt      time.Time `json:"refait_le"` // when a run last made one for the target, whatever became of it
}

// heldFeed is a feed that waits for a person.
type heldFeed struct {
	journal.Publication
	Since      time.Time `json:"depuis"` // the first of the runs in a row that held it
	Releasable bool      `json:"liberable"`
}

// watch looks at all that status tells.
type watch struct {
	config config
	store  *store.Store
	now    time.Time
}

// shownRuns is how many runs the status lists.
const shownRuns = 5

func (w watch) look(ctx context.Context) (st status, err error) {
	st.At, st.Reports = w.now, w.config.reportPath()
	var errs []error
	for _, part := range []func(context.Context, *status) error{w.runs, w.decisions, w.feeds, w.held, w.exchanges, w.partners} {
		errs = append(errs, part(ctx, &st))
	}
	st.Disks = disks(w.config.diskFolders())
	return st, errors.Join(errs...)
}

func (w watch) runs(ctx context.Context, st *status) error {
	var errs [6]error
	st.Runs, errs[0] = w.store.Runs(ctx, shownRuns)
	st.Jobs, errs[1] = w.store.LastFirings(ctx)
	st.Catalogue, errs[2] = w.store.Summary(ctx)
	_, busy, err := atWork(ctx, w.config, w.store)
	st.Alive = busy || err != nil // where it cannot be known, a run may be under way
	st.Next, errs[3] = w.nextFirings(st.Jobs)
	if len(st.Runs) > 0 {
		loads, err := w.store.Loads(ctx, st.Runs[0].ID)
		for _, l := range loads {
			st.Loads = st.Loads.Plus(l.Counts)
		}
		errs[4] = err
		st.Refused, errs[5] = w.store.RefusedFiles(ctx, w.dayOf(st.Runs[0]), livraisonRefusee.Code)
	}
	return errors.Join(errs[:]...)
}

// dayOf is the beginning of the day of a run: a night may take several.
func (w watch) dayOf(run journal.Run) time.Time {
	year, month, day := run.StartedAt.In(w.now.Location()).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, w.now.Location())
}

// decisions counts what waits for staff.
func (w watch) decisions(ctx context.Context, st *status) error {
	var errs [3]error
	_, st.Awaiting, errs[0] = w.store.Awaiting(ctx, "", 0)
	requests, err := w.store.Requests(ctx, journal.Waiting)
	st.Requests, errs[1] = len(requests), err
	_, st.Questions, errs[2] = w.store.Tasks(ctx, store.TaskFilter{Limit: 1})
	return errors.Join(errs[:]...)
}

// feeds finds the feed in place of each target that is configured.
func (w watch) feeds(ctx context.Context, st *status) error {
	inPlace, err := w.store.LastPublications(ctx, journal.Published, journal.Same)
	if err != nil {
		return err
	}
	last, err := w.store.LastPublications(ctx)
	if err != nil {
		return err
	}
	for _, target := range w.config.Targets {
		current, ok, err := shelf.Current(w.config.Shelf, target)
		if err != nil {
			return err
		}
		if publication, known := publicationOf(inPlace, target); ok && known {
			made, _ := publicationOf(last, target)
			st.Feeds = append(st.Feeds, feedStatus{publication, current.At, made.At})
		} else {
			st.Missing = append(st.Missing, target)
		}
	}
	if len(last) > 0 {
		latest := slices.MaxFunc(last, func(a, b journal.Publication) int { return a.At.Compare(b.At) })
		st.Tallies, err = w.store.Tallies(ctx, latest.Run)
	}
	return err
}

func publicationOf(all []journal.Publication, target string) (p journal.Publication, ok bool) {
	i := slices.IndexFunc(all, func(p journal.Publication) bool { return p.Target == target })
	if i < 0 {
		return p, false
	}
	return all[i], true
}

// held finds the feeds that wait for a person. Such a target does not miss a feed:
// it has one to decide of.
func (w watch) held(ctx context.Context, st *status) error {
	last, err := w.store.LastPublications(ctx)
	for _, p := range last {
		if p.State != journal.Held || !slices.Contains(w.config.Targets, p.Target) {
			continue
		}
		h := heldFeed{Publication: p}
		if h.Since, err = w.heldSince(ctx, p); err != nil {
			return err
		}
		manifest, ok, err := shelf.Held(w.config.Shelf, p.Target)
		if err != nil {
			return err
		}
		h.Releasable = ok && manifest.Cause.Releasable()
		st.Held = append(st.Held, h)
		st.Missing = slices.DeleteFunc(st.Missing, func(t string) bool { return t == p.Target })
	}
	return err
}

// heldHistory is how many publications are searched for the run that first held.
const heldHistory = 400

func (w watch) heldSince(ctx context.Context, p journal.Publication) (since time.Time, err error) {
	since = p.At
	before, err := w.store.Publications(ctx, store.PublicationFilter{Target: p.Target, Limit: heldHistory})
	for _, earlier := range before {
		if earlier.State != journal.Held {
			break
		}
		since = earlier.At
	}
	return since, err
}

// exchanges reads what came from outside and what is to go there.
func (w watch) exchanges(ctx context.Context, st *status) error {
	standing, err := w.store.LookupVersions(ctx)
	if err != nil {
		return err
	}
	st.Referentials = w.config.standings(standing, w.now)
	counts, err := w.store.Counts(ctx)
	if err != nil {
		return err
	}
	st.Mails = counts.Mails
	st.Pushes, err = w.lastPushes(ctx)
	return err
}

// pushHistory is how many sendings are searched for the last to each destination.
const pushHistory = 1000

func (w watch) lastPushes(ctx context.Context) (last []journal.Push, err error) {
	all, err := w.store.Pushes(ctx, "", pushHistory)
	type place struct{ target, destination string }
	seen := map[place]bool{}
	for _, p := range all {
		if at := (place{p.Target, p.Destination}); !seen[at] {
			seen[at] = true
			last = append(last, p)
		}
	}
	return last, err
}
