package queue

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Inline is a queue within this process. It keeps nothing: what it had when the
// process ends, the schedule finds again in the journal.
type Inline struct {
	handler Handler
	Options

	mu     sync.Mutex
	tasks  []*inlineTask // in the order in which they came
	over   bool
	change chan struct{} // holds one token when something changed
}

type inlineTask struct {
	Task
	ready    time.Time // not before
	failures int
	running  bool
}

// NewInline makes a queue whose tasks the handler does.
func NewInline(h Handler, o Options) *Inline {
	return &Inline{handler: h, Options: o.orDefaults(), change: make(chan struct{}, 1)}
}

// Insert adds a task unless the same one waits or runs.
func (q *Inline) Insert(_ context.Context, t Task) (bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.over {
		return false, fmt.Errorf("insert %s: %w", t, ErrStopped)
	}
	t = t.normal()
	for _, other := range q.tasks {
		if other.Task == t {
			return false, nil
		}
	}
	q.tasks = append(q.tasks, &inlineTask{Task: t, ready: q.Clock.Now()})
	q.changed()
	return true, nil
}

func (q *Inline) changed() {
	select {
	case q.change <- struct{}{}:
	default: // it holds a token already
	}
}

// Work does tasks, as many at once as the options say.
func (q *Inline) Work(ctx context.Context) error {
	within, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(ErrStopped)
	var running sync.WaitGroup
	for ctx.Err() == nil {
		for t := q.take(); t != nil; t = q.take() {
			running.Go(func() { q.do(within, t) })
		}
		q.await(ctx)
	}
	q.mu.Lock()
	q.over = true
	q.mu.Unlock()
	grace := time.AfterFunc(q.Grace, func() { stop(ErrStopped) })
	defer grace.Stop()
	running.Wait()
	return nil
}

// take gives the first task that is ready, while fewer run than may; else nil.
func (q *Inline) take() (first *inlineTask) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now, running := q.Clock.Now(), 0
	for _, t := range q.tasks {
		switch {
		case t.running:
			running++
		case first == nil && !t.ready.After(now):
			first = t
		}
	}
	if first == nil || running >= q.Workers {
		return nil
	}
	first.running = true
	return first
}

// await returns when a task came, ended or is ready.
func (q *Inline) await(ctx context.Context) {
	q.Clock.Wait(ctx, q.nextReady(), q.change)
}

func (q *Inline) nextReady() time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	d, running := time.Hour, 0
	for _, t := range q.tasks {
		if t.running {
			running++
		} else {
			d = min(d, max(t.ready.Sub(q.Clock.Now()), time.Millisecond))
		}
	}
	if running >= q.Workers {
		return time.Hour // one must end first
	}
	return d
}

// do attempts a task, and puts it back or takes it away.
func (q *Inline) do(ctx context.Context, t *inlineTask) {
	again, wait, _ := q.attempt(ctx, t.Task, &t.failures)
	q.mu.Lock()
	defer q.mu.Unlock()
	t.running, t.ready = false, q.Clock.Now().Add(wait)
	if !again {
		for i, other := range q.tasks {
			if other == t {
				q.tasks = append(q.tasks[:i], q.tasks[i+1:]...)
				break
			}
		}
	}
	q.changed()
}

// attempt does a task once, and says whether to do it again and after how long.
func (q *Inline) attempt(ctx context.Context, t Task, failures *int) (again bool, wait time.Duration, err error) {
	policy := q.Policy(t)
	if policy.MaxTime > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, policy.MaxTime)
		defer cancel()
	}
	o, err := safely(ctx, q.handler, t, q.Log)
	switch {
	case err == nil:
		return o.Wait > 0, o.Wait, nil
	case errors.Is(context.Cause(ctx), ErrStopped):
		return false, 0, err
	}
	*failures++
	wait = policy.delay(*failures)
	again = !o.Final && *failures <= policy.Retries
	q.Log.Warn("a task failed", "task", t, "failures", *failures, "again", again, "in", wait, "error", err)
	return again, wait, err
}

// Split does the parts here and now, one after the other.
func (q *Inline) Split(ctx context.Context, parts []Task) error {
	var failed []error
	for _, t := range parts {
		if err := q.part(ctx, t.normal()); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", t, err))
		}
		if ctx.Err() != nil {
			failed = append(failed, context.Cause(ctx))
			break
		}
	}
	return errors.Join(failed...)
}

func (q *Inline) part(ctx context.Context, t Task) error {
	var failures int
	for {
		again, wait, err := q.attempt(ctx, t, &failures)
		if !again || ctx.Err() != nil {
			return err
		}
		q.Clock.Wait(ctx, wait, nil)
	}
}

// Depth counts the turns that wait and those that run.
func (q *Inline) Depth(context.Context) (waiting, running int, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, t := range q.tasks {
		if t.running {
			running++
		} else {
			waiting++
		}
	}
	return waiting, running, nil
}

// Close has nothing to release.
func (q *Inline) Close() error { return nil }
