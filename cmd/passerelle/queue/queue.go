// Package queue has tasks done once each: in this process when the store is its own
// (Inline), or by whichever worker is free when PostgreSQL is shared (River).
//
// A task may begin more than once: a worker dies, and another takes it over; or it
// lives and was cut off so long that it seemed dead. Its effects happen once all the
// same, and the argument has three steps. A turn of the schedule is one row by its
// job and its instant, however many machines insert it. Of the workers that begin
// it, the journal lets each claim a higher attempt than the one before and takes the
// end of the last alone (ClaimFiring, FinishFiring), and nobody can claim what is
// done. What they do meanwhile is idempotent: a delivery is loaded once by its hash,
// in one transaction; a feed is published by moving a pointer to bytes that are the
// same whoever writes them.
package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
)

// Kinds of tasks. The caller's own are the parts of a turn.
const (
	Turn   = "turn"   // a turn of a job of the schedule
	Load   = "load"   // a part: load one delivery
	Export = "export" // a part: export one target
)

// Task is something to do once: two with the same fields are the same.
type Task struct {
	Kind   string    `json:"kind"`
	Job    string    `json:"job"`
	Due    time.Time `json:"due"`
	File   string    `json:"file,omitempty"`   // of a part: the delivery
	Target string    `json:"target,omitempty"` // of a part: the target
}

// Of is the task of a tick.
func Of(t schedule.Tick) Task { return Task{Kind: Turn, Job: t.Job, Due: t.Due} }

// Tick is the turn that the task is, or is a part of.
func (t Task) Tick() schedule.Tick { return schedule.Tick{Job: t.Job, Due: t.Due} }

// Part is a part of the turn.
func (t Task) Part(kind, file, target string) Task {
	return Task{Kind: kind, Job: t.Job, Due: t.Due, File: file, Target: target}
}

// String names the task, for logs and errors.
func (t Task) String() string {
	return strings.Join(strings.Fields(fmt.Sprintf("%s of %s %s %s", t.Kind, t.Tick(), t.File, t.Target)), " ")
}

// normal is the task with its instant written in the one way that makes equal tasks
// the same.
func (t Task) normal() Task {
	t.Due = t.Due.UTC().Truncate(time.Microsecond)
	return t
}

// Outcome is what follows an attempt.
type Outcome = schedule.Outcome

// Handler does a task until the context ends. Without an error the task is done,
// unless the outcome says to wait.
type Handler func(ctx context.Context, t Task) (Outcome, error)

// Queue takes tasks and has them done.
type Queue interface {
	// Insert adds a task; it is false when the task was there already.
	Insert(ctx context.Context, t Task) (bool, error)
	// Split has the parts of a turn done, and returns when all are: with the errors of
	// those that failed for good. Begun again, it does not do again what was done.
	Split(ctx context.Context, parts []Task) error
	// Work does tasks until the context ends; then those that run have the grace of the
	// options to end before they are stopped. It returns when none runs.
	Work(ctx context.Context) error
	// Depth counts the tasks that wait and those that run.
	Depth(ctx context.Context) (waiting, running int, err error)
	Close() error
}

// Policy is how a task is tried.
type Policy struct {
	Retries int                              // attempts after the first that fails
	Backoff func(failures int) time.Duration // before the next attempt
	MaxTime time.Duration                    // that an attempt may take; 0: no limit
}

// Options of a queue. The zero value works.
type Options struct {
	Policy  func(Task) Policy // nil: tried once, without limit
	Workers int               // parts done at once, and for Inline turns too; 0: 1
	Grace   time.Duration     // that tasks have to end when the service stops; 0: 30 s
	Lease   time.Duration     // how long a worker is not seen before its tasks are taken over; 0: 30 s
	Log     *slog.Logger      // nil: none
	Clock   schedule.Clock    // of Inline; nil: that of the machine
}

func (o Options) orDefaults() Options {
	if o.Policy == nil {
		o.Policy = func(Task) Policy { return Policy{} }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Clock, o.Workers = schedule.ClockOr(o.Clock), max(o.Workers, 1)
	if o.Grace == 0 {
		o.Grace = 30 * time.Second
	}
	if o.Lease == 0 {
		o.Lease = 30 * time.Second
	}
	return o
}

// PolicyOf tries tasks as their jobs say. Whether a turn is tried again, and for how
// long it may run, its Runner decides. chance gives numbers in [0, 1), by which tasks
// that failed together are not tried together: rand.Float64.
func PolicyOf(jobs []schedule.Job, chance func() float64) func(Task) Policy {
	return func(t Task) Policy {
		job, _ := schedule.Find(jobs, t.Job)
		p := Policy{Retries: job.Retries, MaxTime: job.MaxTime, Backoff: func(failures int) time.Duration {
			return job.Delay(failures, chance)
		}}
		if t.Kind == Turn {
			p.Retries, p.MaxTime = forEver, 0
		}
		return p
	}
}

const forEver = 1 << 20

func (p Policy) delay(failures int) time.Duration {
	if p.Backoff == nil {
		return time.Second
	}
	return max(p.Backoff(failures), 0)
}

// ErrStopped is why tasks are stopped when the service stops.
var ErrStopped = errors.New("the service stops")

// safely makes an error of a panic: one task is wrong, and not the service.
func safely(ctx context.Context, h Handler, t Task, log *slog.Logger) (o Outcome, err error) {
	defer func() {
		if p := recover(); p != nil {
			log.Error("a task panicked", "task", t, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("%s: the program is wrong: %v; report this with the log", t, p)
		}
	}()
	return h(ctx, t)
}
