package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// turn and part are tasks as River keeps them: two kinds, so that no configuration
// makes one unknown to a worker.
type (
	turn struct{ Task }
	part struct{ Task }
)

// Kind is the name of what River keeps.
func (turn) Kind() string { return "passerelle_turn" }

// Kind is the name of what River keeps.
func (part) Kind() string { return "passerelle_part" }

func (t turn) task() Task { return t.Task }
func (t part) task() Task { return t.Task }

type args interface {
	river.JobArgs
	task() Task
}

// worker has River call the handler.
type worker[T args] struct {
	river.WorkerDefaults[T]
	queue *River
}

// Work attempts a task once.
func (w *worker[T]) Work(ctx context.Context, job *river.Job[T]) error {
	return w.queue.attempt(ctx, job.JobRow, job.Args.task())
}

// Timeout is how long an attempt may take.
func (w *worker[T]) Timeout(job *river.Job[T]) time.Duration {
	return cmp.Or(w.queue.Policy(job.Args.task()).MaxTime, longest)
}

// NextRetry is when the next attempt begins.
func (w *worker[T]) NextRetry(job *river.Job[T]) time.Time {
	return time.Now().Add(w.queue.Policy(job.Args.task()).delay(failures(job.JobRow) + 1))
}

// task is one that this process does.
type task struct {
	attempt int
	cancel  context.CancelCauseFunc
	lost    atomic.Bool // another worker took it over
}

// attempt does a task, and says what River makes of its row.
func (q *River) attempt(ctx context.Context, row *rivertype.JobRow, t Task) error {
	if n := takeovers(row); n > maxTakeovers && t.Kind != Turn {
		return river.JobCancel(fmt.Errorf("given up: %d workers died while they did it", n))
	}
	own, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	mine := &task{attempt: row.Attempt, cancel: cancel}
	q.begin(row.ID, mine)
	defer q.end(row.ID)
	o, err := safely(own, q.handler, t, q.Log)
	if mine.lost.Load() {
		return q.leave(ctx, row.ID)
	}
	return q.result(ctx, row, t, o, err)
}

func (q *River) result(ctx context.Context, row *rivertype.JobRow, t Task, o Outcome, err error) error {
	switch stopping := ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded); {
	case err == nil && o.Wait > 0:
		return river.JobSnooze(o.Wait)
	case err == nil:
		return nil
	case stopping: // River sees why, and hands it over
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	failed := failures(row) + 1
	again := !o.Final && failed <= q.Policy(t).Retries
	q.Log.Warn("a task failed", "task", t, "failures", failed, "again", again, "error", err)
	if !again {
		return river.JobCancel(err)
	}
	return err
}

func (q *River) begin(id int64, t *task) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tasks[id] = t
}

func (q *River) end(id int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.tasks, id)
}

// leave waits until whoever took a task over is done with it: River would write what
// we return on the row that is the other's now.
func (q *River) leave(ctx context.Context, id int64) error {
	for ctx.Err() == nil {
		row, err := q.client.JobGet(ctx, id)
		if errors.Is(err, river.ErrNotFound) || err == nil && row.State != rivertype.JobStateRunning {
			return errLost
		}
		pause(ctx, q.Lease/3)
	}
	return ctx.Err()
}

var errLost = errors.New("another worker took the task over")

// died is what the errors of a row say when its worker was seen no more.
const died = "its worker is gone: "

// maxTakeovers is how many workers may die doing a part before nobody tries again: it
// may be what kills them. Of a turn its Runner says so, and records it: else the journal
// would have it running, and no other could begin.
const maxTakeovers = 3

func takeovers(row *rivertype.JobRow) (n int) {
	for _, e := range row.Errors {
		if isTakeover(e) {
			n++
		}
	}
	return n
}

// failures counts the attempts that failed of themselves.
func failures(row *rivertype.JobRow) int { return len(row.Errors) - takeovers(row) }
