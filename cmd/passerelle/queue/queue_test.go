package queue_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/queue"
	"github.com/carif-oref/passerelle/schemas/pgtest"
)

var due = time.Date(2026, time.October, 25, 0, 30, 0, 0, time.UTC)

func load(file string) queue.Task {
	return queue.Task{Kind: queue.Turn, Job: "nuit", Due: due}.Part(queue.Load, file, "")
}

// migrated is the address of a database with the tables of the queue.
func migrated(t testing.TB) string {
	t.Helper()
	dsn := pgtest.Start(t)
	if _, err := queue.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	return dsn
}

func open(t testing.TB, dsn string, h queue.Handler, o queue.Options) *queue.River {
	t.Helper()
	q, err := queue.Open(t.Context(), dsn, h, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = q.Close() })
	return q
}

// work works a queue until the function that it gives is called.
func work(t testing.TB, q queue.Queue) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() {
		if err := q.Work(ctx); err != nil {
			t.Error(err)
		}
	})
	stop = sync.OnceFunc(func() { cancel(); done.Wait() })
	t.Cleanup(stop)
	return stop
}

func insert(t testing.TB, q queue.Queue, task queue.Task, want bool) {
	t.Helper()
	if got, err := q.Insert(t.Context(), task); got != want || err != nil {
		t.Errorf("insert %s: %v, %v; want %v", task, got, err, want)
	}
}

// eventually waits for what must come soon.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for start := time.Now(); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Since(start) > 30*time.Second {
			t.Fatalf("in half a minute it did not come: %s", what)
		}
	}
}

func idle(t testing.TB, q queue.Queue) func() bool {
	return func() bool {
		waiting, running, err := q.Depth(t.Context())
		return err == nil && waiting+running == 0
	}
}

// notes lists what handlers did, in order.
type notes struct {
	mu    sync.Mutex
	lines []string
}

func (n *notes) add(format string, args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lines = append(n.lines, fmt.Sprintf(format, args...))
}

func (n *notes) count(line string) (c int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, l := range n.lines {
		if l == line {
			c++
		}
	}
	return c
}

// The two queues keep one contract.
func TestQueues(t *testing.T) {
	for name, test := range map[string]func(t *testing.T, build maker){
		"a task is done once":                   doneOnce,
		"one that fails is tried again":         triedAgain,
		"one that fails for good is not":        notTriedAgain,
		"a panic is a failure":                  panics,
		"one that waits is asked again":         asksAgain,
		"one that takes too long is stopped":    takesTooLong,
		"parts are done, and their errors told": splits,
		"what runs ends before the queue does":  stops,
		"what does not end is told to":          stopsHard,
		"two turns do not wait for one another": inParallel,
	} {
		t.Run("inline/"+name, func(t *testing.T) {
			test(t, func(h queue.Handler, o queue.Options) queue.Queue { return queue.NewInline(h, o) })
		})
		t.Run("river/"+name, func(t *testing.T) {
			t.Parallel()
			dsn := migrated(t)
			test(t, func(h queue.Handler, o queue.Options) queue.Queue { return open(t, dsn, h, o) })
		})
	}
}

type maker func(h queue.Handler, o queue.Options) queue.Queue

func quickly(retries int) func(queue.Task) queue.Policy {
	return func(queue.Task) queue.Policy {
		return queue.Policy{Retries: retries, Backoff: func(int) time.Duration { return 10 * time.Millisecond }}
	}
}

func doneOnce(t *testing.T, build maker) {
	var n notes
	q := build(func(_ context.Context, task queue.Task) (queue.Outcome, error) {
		n.add("%s %s %s", task.Kind, task.File, task.Due.Format(time.RFC3339Nano))
		return queue.Outcome{}, nil
	}, queue.Options{})
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	same := load("a.xlsx")
	same.Due = same.Due.In(paris).Add(time.Nanosecond) // as another machine writes it
	turn := queue.Of(same.Tick())
	insert(t, q, load("a.xlsx"), true)
	insert(t, q, same, false)
	insert(t, q, load("b.xlsx"), true)
	insert(t, q, turn, true)
	insert(t, q, turn, false)
	if waiting, running, err := q.Depth(t.Context()); waiting != 3 || running != 0 || err != nil {
		t.Errorf("%d wait, %d run, %v", waiting, running, err)
	}
	stop := work(t, q)
	eventually(t, "all is done", idle(t, q))
	stop()
	slices.Sort(n.lines)
	if got := strings.Join(n.lines, ", "); got != "load a.xlsx 2026-10-25T00:30:00Z, load b.xlsx 2026-10-25T00:30:00Z, turn  2026-10-25T00:30:00Z" {
		t.Errorf("did %s", got)
	}
}

func triedAgain(t *testing.T, build maker) {
	var attempts atomic.Int32
	q := build(func(context.Context, queue.Task) (queue.Outcome, error) {
		if attempts.Add(1) < 3 {
			return queue.Outcome{}, errors.New("the disk is full")
		}
		return queue.Outcome{}, nil
	}, queue.Options{Policy: quickly(5)})
	insert(t, q, load("a.xlsx"), true)
	work(t, q)
	eventually(t, "it is done", idle(t, q))
	if got := attempts.Load(); got != 3 {
		t.Errorf("it was tried %d times", got)
	}
}

func notTriedAgain(t *testing.T, build maker) {
	var n notes
	q := build(func(_ context.Context, task queue.Task) (queue.Outcome, error) {
		n.add("%s", task.File)
		return queue.Outcome{Final: task.File == "final"}, errors.New("the disk is full")
	}, queue.Options{Policy: quickly(2)})
	insert(t, q, load("final"), true)
	insert(t, q, load("other"), true)
	work(t, q)
	eventually(t, "they are given up", idle(t, q))
	if n.count("final") != 1 || n.count("other") != 3 {
		t.Errorf("tried %v", n.lines)
	}
}

func panics(t *testing.T, build maker) {
	var attempts atomic.Int32
	q := build(func(context.Context, queue.Task) (queue.Outcome, error) {
		if attempts.Add(1) == 1 {
			panic("index out of range")
		}
		return queue.Outcome{}, nil
	}, queue.Options{Policy: quickly(1)})
	insert(t, q, load("a.xlsx"), true)
	work(t, q)
	eventually(t, "it is done", idle(t, q))
	if got := attempts.Load(); got != 2 {
		t.Errorf("it was tried %d times", got)
	}
}

// Waiting is no attempt: it may be done as often as it takes.
func asksAgain(t *testing.T, build maker) {
	var asked atomic.Int32
	q := build(func(context.Context, queue.Task) (queue.Outcome, error) {
		if asked.Add(1) < 5 {
			return queue.Outcome{Wait: 10 * time.Millisecond}, nil
		}
		return queue.Outcome{}, nil
	}, queue.Options{})
	insert(t, q, load("a.xlsx"), true)
	work(t, q)
	eventually(t, "it is done", idle(t, q))
	if got := asked.Load(); got != 5 {
		t.Errorf("it was asked %d times", got)
	}
}

func takesTooLong(t *testing.T, build maker) {
	var n notes
	q := build(func(ctx context.Context, _ queue.Task) (queue.Outcome, error) {
		<-ctx.Done()
		n.add("%v", ctx.Err())
		return queue.Outcome{}, ctx.Err()
	}, queue.Options{Policy: func(queue.Task) queue.Policy { return queue.Policy{MaxTime: 100 * time.Millisecond} }})
	insert(t, q, load("a.xlsx"), true)
	work(t, q)
	eventually(t, "it is given up", idle(t, q))
	if n.count(context.DeadlineExceeded.Error()) != 1 || len(n.lines) != 1 {
		t.Errorf("got %v", n.lines)
	}
}

func splits(t *testing.T, build maker) {
	var q queue.Queue
	var n notes
	var told error
	q = build(func(ctx context.Context, task queue.Task) (queue.Outcome, error) {
		switch {
		case task.Kind == queue.Turn:
			parts := []queue.Task{task.Part(queue.Load, "a.xlsx", ""), task.Part(queue.Load, "poison.xlsx", ""), task.Part(queue.Export, "", "aude")}
			told = q.Split(ctx, parts)
			n.add("turn")
			return queue.Outcome{}, nil
		case task.File == "poison.xlsx":
			n.add("%s", task.File)
			return queue.Outcome{}, errors.New("it is no workbook")
		}
		n.add("%s%s", task.File, task.Target)
		return queue.Outcome{}, nil
	}, queue.Options{Policy: quickly(1), Workers: 2})
	insert(t, q, queue.Task{Kind: queue.Turn, Job: "nuit", Due: due}, true)
	stop := work(t, q)
	eventually(t, "it is done", idle(t, q))
	stop()
	for line, want := range map[string]int{"a.xlsx": 1, "poison.xlsx": 2, "aude": 1, "turn": 1} {
		if got := n.count(line); got != want {
			t.Errorf("%s: %d times, want %d", line, got, want)
		}
	}
	if n.lines[len(n.lines)-1] != "turn" {
		t.Errorf("the turn did not wait for its parts: %v", n.lines)
	}
	if told == nil || !strings.Contains(told.Error(), "poison.xlsx: it is no workbook") || strings.Contains(told.Error(), "aude") {
		t.Errorf("told %v", told)
	}
}

func stops(t *testing.T, build maker) {
	began, end := signal(), signal()
	var n notes
	q := build(func(ctx context.Context, task queue.Task) (queue.Outcome, error) {
		close(began)
		<-end
		n.add("%s %v", task.File, ctx.Err())
		return queue.Outcome{}, nil
	}, queue.Options{Grace: time.Minute})
	insert(t, q, load("a.xlsx"), true)
	insert(t, q, load("b.xlsx"), true) // there is one worker
	stop := work(t, q)
	<-began
	time.AfterFunc(300*time.Millisecond, func() { close(end) })
	stop()
	if got := strings.Join(n.lines, ", "); got != "a.xlsx <nil>" {
		t.Errorf("did %s", got)
	}
}

func signal() chan struct{} { return make(chan struct{}) }

func stopsHard(t *testing.T, build maker) {
	began := signal()
	var n notes
	q := build(func(ctx context.Context, task queue.Task) (queue.Outcome, error) {
		close(began)
		<-ctx.Done()
		n.add("%s %v", task.File, ctx.Err())
		return queue.Outcome{}, ctx.Err()
	}, queue.Options{Grace: 200 * time.Millisecond, Policy: quickly(5)})
	insert(t, q, load("a.xlsx"), true)
	stop := work(t, q)
	<-began
	stop()
	if got := strings.Join(n.lines, ", "); got != "a.xlsx context canceled" {
		t.Errorf("did %s", got)
	}
}

func inParallel(t *testing.T, build maker) {
	var both sync.WaitGroup
	both.Add(2)
	q := build(func(context.Context, queue.Task) (queue.Outcome, error) {
		both.Done()
		both.Wait()
		return queue.Outcome{}, nil
	}, queue.Options{Workers: 2})
	for _, job := range []string{"load", "export"} {
		insert(t, q, queue.Task{Kind: queue.Turn, Job: job, Due: due}, true)
	}
	work(t, q)
	eventually(t, "both are done", idle(t, q))
}
