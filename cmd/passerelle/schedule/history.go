package schedule

import (
	"context"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Journal keeps what became of each tick. The store is one.
type Journal interface {
	// ClaimFiring takes a firing for its worker: true for one alone. A firing that is
	// not done may be claimed again, with a higher attempt.
	ClaimFiring(ctx context.Context, f journal.Firing) (bool, error)
	// FinishFiring records how it ended; it is store.ErrUnknown when another took over.
	FinishFiring(ctx context.Context, f journal.Firing) error
	// Firings gives the last n firings of a job, those due last first.
	Firings(ctx context.Context, job string, n int) ([]journal.Firing, error)
}

// recent is how many firings of a job are looked at: many turns may be skipped while
// one runs.
const recent = 100

// history is what became of the last ticks of each job, the last first.
type history map[string][]journal.Firing

func read(ctx context.Context, j Journal, jobs []Job) (history, error) {
	h := history{}
	for _, job := range jobs {
		firings, err := j.Firings(ctx, job.Name, recent)
		if err != nil {
			return nil, err
		}
		h[job.Name] = firings
	}
	return h, nil
}

// Skipped tells a turn that was not taken, for the reason that it records, from one
// that a worker began and left. It began and ended at once.
func Skipped(f journal.Firing) bool {
	return f.State == journal.Abandoned && f.FinishedAt.Equal(f.StartedAt)
}

// last is the last firing that was not skipped and that pass accepts; nil when there
// is none.
func (h history) last(job string, pass func(journal.Firing) bool) *journal.Firing {
	i := slices.IndexFunc(h[job], func(f journal.Firing) bool { return !Skipped(f) && pass(f) })
	if i < 0 {
		return nil
	}
	return &h[job][i]
}

func whichever(journal.Firing) bool { return true }

func dueBefore(t time.Time) func(journal.Firing) bool {
	return func(f journal.Firing) bool { return f.Due.Before(t) }
}

func dueAfter(t time.Time) func(journal.Firing) bool {
	return func(f journal.Firing) bool { return f.Due.After(t) }
}

// of is what became of a tick; nil when nothing has yet.
func (h history) of(t Tick) *journal.Firing {
	i := slices.IndexFunc(h[t.Job], func(f journal.Firing) bool { return f.Due.Equal(t.Due) })
	if i < 0 {
		return nil
	}
	return &h[t.Job][i]
}

// lastDue is when the last tick of a job that anything became of was due; zero when
// nothing ever did.
func (h history) lastDue(job string) time.Time {
	if len(h[job]) == 0 {
		return time.Time{}
	}
	return h[job][0].Due
}

// well tells a firing that did its work.
func well(f journal.Firing) bool { return f.State == journal.Done || f.State == journal.DoneRefusals }

// How long what should happen soon is awaited.
const (
	slack       = 2 * time.Minute  // to begin, when it is due
	endSlack    = 15 * time.Minute // to end, beyond the maximum time
	handover    = 10 * time.Minute // to be taken over by another worker
	maxTakeover = 3                // attempts beyond the retries, for workers that died
)

// lost tells a firing that says that it runs and cannot any more.
func (j Job) lost(f journal.Firing, now time.Time) bool {
	return f.State == journal.Running && now.After(f.StartedAt.Add(j.MaxTime+endSlack))
}

// settled tells a firing of which nothing more is to come.
func (j Job) settled(f journal.Firing, now time.Time) bool {
	switch f.State {
	case journal.Running:
		return j.lost(f, now)
	case journal.Failed:
		return f.Attempt > j.Retries || now.After(f.FinishedAt.Add(j.mostDelay(f.Attempt)+slack))
	case journal.Abandoned:
		return Skipped(f) || f.Attempt > j.Retries+maxTakeover || now.After(f.FinishedAt.Add(handover))
	}
	return true
}
