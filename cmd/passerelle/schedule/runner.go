package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// Result is what a job did.
type Result struct {
	State journal.RunState // Done, DoneRefusals or DoneHeld; empty: Done
	Run   string           // that it made, if any
}

// Outcome is what a queue does with a tick after an attempt.
type Outcome struct {
	Wait  time.Duration // not an attempt: ask again after that long
	Final bool          // whatever the error, do not try again
}

// Runner attempts ticks, once the queue says that they are its own to do.
type Runner struct {
	Jobs    []Job
	Journal Journal
	// Do does the work of a job, until the context ends. It is told of the firing, whose
	// run it may begin. What it did before it is tried again must not be done twice: the
	// store sees to that, which loads a delivery once and publishes a feed once.
	Do func(ctx context.Context, job Job, f journal.Firing) (Result, error)
	// Worker names this process: see Worker.
	Worker string
	// Follow hands over the ticks of jobs that follow others; nil leaves them to Loop,
	// which sees them within a minute.
	Follow func(ctx context.Context, t Tick) error
	Log    *slog.Logger
	Clock  Clock // nil: that of the machine
}

// Worker is the name of this process: host, process and, since processes of
// containers all have number 1, when it began.
func Worker(now time.Time) string {
	host, err := os.Hostname()
	if err != nil {
		host = "localhost"
	}
	return fmt.Sprintf("%s:%d:%x", host, os.Getpid(), now.UnixMilli())
}

// askAgain is how often a tick that waits for another job looks again.
const askAgain = 15 * time.Second

// Attempt does a tick if it may run now, and records what becomes of it. An error
// without Final is one that trying again may mend: the job failed and has attempts
// left, it was interrupted, or the journal did not answer.
func (r *Runner) Attempt(ctx context.Context, t Tick) (Outcome, error) {
	t.Due = t.Due.UTC().Truncate(precision)
	h, err := read(ctx, r.Journal, r.Jobs)
	if err != nil {
		return Outcome{}, fmt.Errorf("attempt %s: %w", t, err)
	}
	d := h.decide(r.Jobs, t, r.now())
	log := r.Log.With("job", t.Job, "due", clock(t.Due, find(r.Jobs, t.Job)), "attempt", d.attempt)
	switch d.verdict {
	case drop:
		log.Debug("the turn is not taken", "why", d.reason)
		return Outcome{Final: true}, nil
	case wait:
		log.Debug("the turn waits", "why", d.reason)
		return Outcome{Wait: askAgain}, nil
	}
	f := journal.Firing{Job: t.Job, Due: t.Due, StartedAt: instant(r.now()), State: journal.Running, Attempt: d.attempt, Worker: r.Worker}
	claimed, err := r.Journal.ClaimFiring(ctx, f)
	if err != nil {
		return Outcome{}, fmt.Errorf("attempt %s: %w", t, err)
	}
	if !claimed { // another worker has it: it will say how it ends
		return Outcome{Wait: askAgain}, nil
	}
	switch d.verdict {
	case skip:
		log.Warn("the turn is not taken", "why", d.reason)
		f.State, f.Error, f.FinishedAt = journal.Abandoned, d.reason, f.StartedAt
		return Outcome{Final: true}, r.finish(ctx, f)
	case refuse:
		log.Error("the job does not run", "why", d.reason)
		f.State, f.Error, f.FinishedAt = journal.Failed, d.reason, end(f, r.now())
		return Outcome{Final: true}, errors.Join(errors.New(d.reason), r.finish(ctx, f))
	}
	return r.run(ctx, find(r.Jobs, t.Job), f, log)
}

// run does a firing that is ours, and records how it ended.
func (r *Runner) run(ctx context.Context, job Job, f journal.Firing, log *slog.Logger) (Outcome, error) {
	log.Info("the job begins")
	within, cancel := context.WithTimeoutCause(ctx, job.MaxTime, fmt.Errorf("stopped after its maximum time, %s", job.MaxTime))
	defer cancel()
	result, err := r.do(within, job, f)
	if stop := context.Cause(within); err != nil && stop != nil && errors.Is(err, within.Err()) {
		err = fmt.Errorf("%w: %w", stop, err)
	}
	f.FinishedAt, f.State, f.Run = end(f, r.now()), result.State, result.Run
	switch {
	case err == nil && f.State == "":
		f.State = journal.Done
	case err != nil && ctx.Err() != nil:
		f.State, f.Error = journal.Abandoned, "interrupted: "+err.Error()
	case err != nil:
		f.State, f.Error = journal.Failed, err.Error()
	}
	tell(ctx, log, f)
	ended := r.finish(ctx, f)
	if err == nil && ended == nil {
		return Outcome{Final: true}, r.followers(ctx)
	}
	return Outcome{Final: f.State == journal.Failed && f.Attempt > job.Retries}, errors.Join(err, ended)
}

// tell says in the log how a firing ended.
func tell(ctx context.Context, log *slog.Logger, f journal.Firing) {
	said := []any{"state", f.State, "took", f.FinishedAt.Sub(f.StartedAt)}
	if f.Run != "" {
		said = append(said, "run", f.Run)
	}
	if f.Error != "" {
		said = append(said, "error", f.Error)
	}
	log.Log(ctx, level(f.State), "the job ends", said...)
}

func level(s journal.RunState) slog.Level {
	switch s {
	case journal.Failed:
		return slog.LevelError
	case journal.Abandoned:
		return slog.LevelWarn
	}
	return slog.LevelInfo
}

// do makes an error of a panic: it is one job that is wrong, and not the service.
func (r *Runner) do(ctx context.Context, job Job, f journal.Firing) (result Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.Log.Error("the job panicked", "job", job.Name, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("the program is wrong: %v; report this with the log", p)
		}
	}()
	return r.Do(ctx, job, f)
}

// finishWithin is how long a journal that does not answer is asked again: the end
// of hours of work is not lost to a restart of the database.
const finishWithin = 2 * time.Minute

// finish records how a firing ended, even as the service stops.
func (r *Runner) finish(ctx context.Context, f journal.Firing) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishWithin)
	defer cancel()
	for pause := time.Second; ; pause = min(2*pause, 15*time.Second) {
		err := r.Journal.FinishFiring(ctx, f)
		if err == nil || errors.Is(err, store.ErrUnknown) {
			return err // unknown: another worker took it over
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("record how %s ended (%s): %w", f.Job, f.State, err)
		case <-time.After(pause):
		}
	}
}

// followers hands over what may run now that a job has ended well. What cannot be is
// seen by Loop.
func (r *Runner) followers(ctx context.Context) error {
	if r.Follow == nil {
		return nil
	}
	h, err := read(ctx, r.Journal, r.Jobs)
	if err != nil {
		r.Log.Warn("jobs that follow wait for the next look at the schedule", "error", err)
		return nil
	}
	for _, t := range h.followers(r.Jobs, r.now()) {
		if err := r.Follow(ctx, t); err != nil {
			r.Log.Warn("a job that follows waits for the next look at the schedule", "job", t.Job, "error", err)
		}
	}
	return nil
}

// precision is that of the store.
const precision = time.Microsecond

func (r *Runner) now() time.Time { return ClockOr(r.Clock).Now() }

// instant is a time as precisely as the store keeps it.
func instant(t time.Time) time.Time { return t.UTC().Truncate(precision) }

// end is now, for a firing that took some time, however little: see Skipped.
func end(f journal.Firing, now time.Time) time.Time {
	return latest(instant(now), f.StartedAt.Add(precision))
}
