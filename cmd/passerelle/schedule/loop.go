package schedule

import (
	"context"
	"log/slog"
	"time"
)

// Loop watches the clock and hands over what is due. Several may do so at once, on
// several machines: they hand over the same ticks, and Insert takes each once.
type Loop struct {
	Jobs    []Job
	Journal Journal
	// Insert hands a tick over. The same one may come several times. What it refuses is
	// handed over again.
	Insert func(ctx context.Context, t Tick) error
	// Missed is told of turns that nobody took; nil: they are only logged.
	Missed func(ctx context.Context, m Missed)
	Log    *slog.Logger
	Clock  Clock // nil: that of the machine
}

const (
	slice  = time.Minute     // longest sleep: a clock that is changed is seen within it
	hasten = 5 * time.Second // sleep when something could not be handed over
)

// Run hands over what is due until the context ends. First it makes up for what came
// while nobody was there.
func (l *Loop) Run(ctx context.Context) error {
	w := &watch{Loop: l, seen: map[string]time.Time{}, pending: map[string]Tick{}}
	w.jobs, _ = inOrder(l.Jobs)
	for ctx.Err() == nil && !w.begin(ctx) {
		l.clock().Wait(ctx, hasten, nil)
	}
	for ctx.Err() == nil {
		now := l.wallNow()
		w.look(ctx, now)
		w.lookAtFollowers(ctx, now)
		w.handOver(ctx)
		l.clock().Wait(ctx, w.rest(now), nil)
	}
	return nil
}

// watch is a loop at work.
type watch struct {
	*Loop
	jobs     []Job                // those before first
	seen     map[string]time.Time // until when the turns of each job are handed over
	pending  map[string]Tick      // to hand over, by job
	followed time.Time            // when those that follow others were last looked at
}

// wallNow is what the clock of the machine shows: time.Time would else count from
// the start of the process, and not see the clock put right.
func (l *Loop) wallNow() time.Time { return l.clock().Now().Round(0) }

func (l *Loop) clock() Clock { return ClockOr(l.Clock) }

func (w *watch) begin(ctx context.Context) bool {
	h, err := read(ctx, w.Journal, w.jobs)
	if err != nil {
		w.Log.Warn("the schedule waits for the journal", "error", err)
		return false
	}
	now := w.wallNow()
	for _, j := range w.jobs {
		if !j.Enabled {
			continue
		}
		t, found, missed := h.resume(w.jobs, j, now)
		w.seen[j.Name] = now.Add(-j.offset())
		w.note(ctx, t, found, missed)
	}
	return true
}

// look notes what is due since the last look. A clock put back is followed: what it
// makes due again is known already.
func (w *watch) look(ctx context.Context, now time.Time) {
	for _, j := range w.jobs {
		if !j.Enabled {
			continue
		}
		until := now.Add(-j.offset())
		t, found, missed := j.due(w.seen[j.Name], until, now)
		w.seen[j.Name] = until
		w.note(ctx, t, found, missed)
	}
}

func (w *watch) note(ctx context.Context, t Tick, found bool, missed Missed) {
	if found {
		if old, late := w.pending[t.Job]; late && !old.Due.Equal(t.Due) {
			missed.Job = t.Job
			missed.add(old.Due)
		}
		w.pending[t.Job] = t
	}
	if missed.Turns == 0 {
		return
	}
	job := find(w.jobs, missed.Job)
	w.Log.Error("turns of a job were missed", "job", job.Name, "turns", missed.Turns, "first", clock(missed.First, job), "last", clock(missed.Last, job))
	if w.Missed != nil {
		w.Missed(ctx, missed)
	}
}

// lookAtFollowers notes the jobs that others release, every minute: whoever ended
// those may have died before it could say so.
func (w *watch) lookAtFollowers(ctx context.Context, now time.Time) {
	if now.Sub(w.followed).Abs() < slice {
		return
	}
	h, err := read(ctx, w.Journal, w.jobs)
	if err != nil {
		w.Log.Warn("the schedule cannot read the journal", "error", err)
		return
	}
	w.followed = now
	for _, t := range h.followers(w.jobs, now) {
		w.pending[t.Job] = t
	}
}

func (w *watch) handOver(ctx context.Context) {
	for _, j := range w.jobs {
		t, is := w.pending[j.Name]
		if !is {
			continue
		}
		if err := w.Insert(ctx, t); err != nil {
			w.Log.Warn("a job that is due cannot be handed over yet", "job", t.Job, "due", clock(t.Due, j), "error", err)
			continue
		}
		delete(w.pending, j.Name)
	}
}

// rest is how long nothing is due.
func (w *watch) rest(now time.Time) time.Duration {
	d := slice
	if len(w.pending) > 0 {
		d = hasten
	}
	for _, j := range w.jobs {
		if next := j.Spec.Next(w.seen[j.Name]); j.Enabled && !next.IsZero() {
			d = min(d, j.Start(next).Sub(now))
		}
	}
	return max(d, time.Millisecond)
}
