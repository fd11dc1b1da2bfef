package schedule_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/queue"
	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

// memory is a journal that keeps the store's contract without its disk, so that a
// week of minutes takes a moment. TestTheStoreIsAJournal runs on the real one.
type memory struct {
	mu      sync.Mutex
	firings []journal.Firing // those due last first
	down    bool
}

var errDown = errors.New("the journal is down")

func (m *memory) find(f journal.Firing) int {
	return slices.IndexFunc(m.firings, func(o journal.Firing) bool { return o.Job == f.Job && o.Due.Equal(f.Due) })
}

func (m *memory) ClaimFiring(_ context.Context, f journal.Firing) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.find(f)
	switch {
	case m.down:
		return false, errDown
	case i < 0:
		at, _ := slices.BinarySearchFunc(m.firings, f, byDue)
		m.firings = slices.Insert(m.firings, at, f)
	case f.Attempt <= m.firings[i].Attempt || slices.Contains([]journal.RunState{journal.Done, journal.DoneRefusals, journal.DoneHeld}, m.firings[i].State):
		return false, nil
	default:
		m.firings[i] = f
	}
	return true, nil
}

func (m *memory) FinishFiring(_ context.Context, f journal.Firing) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.find(f)
	if m.down {
		return errDown
	}
	if i < 0 || m.firings[i].Attempt != f.Attempt || m.firings[i].Worker != f.Worker || m.firings[i].State != journal.Running {
		return store.ErrUnknown
	}
	m.firings[i] = f
	return nil
}

func (m *memory) Firings(_ context.Context, job string, n int) (all []journal.Firing, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return nil, errDown
	}
	for _, f := range m.firings {
		if f.Job == job || job == "" {
			all = append(all, f)
		}
		if n > 0 && len(all) == n {
			break
		}
	}
	return all, nil
}

func byDue(a, b journal.Firing) int { return cmp.Or(b.Due.Compare(a.Due), cmp.Compare(a.Job, b.Job)) }

func (m *memory) setDown(down bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = down
}

// lines says what became of each tick, in the order in which they were due.
func (m *memory) lines(zone *time.Location, jobs ...string) (lines []string) {
	all, _ := m.Firings(context.Background(), "", 0)
	slices.SortFunc(all, func(a, b journal.Firing) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Job, b.Job)) })
	for _, f := range all {
		if len(jobs) > 0 && !slices.Contains(jobs, f.Job) {
			continue
		}
		line := fmt.Sprintf("%s %s %s", f.Due.In(zone).Format("01-02 15:04"), f.Job, f.State)
		if schedule.Skipped(f) {
			line = strings.Replace(line, string(f.State), "skipped", 1)
		} else {
			line += f.StartedAt.In(zone).Format(" 15:04") + f.FinishedAt.In(zone).Format("-15:04")
		}
		if f.Attempt > 1 {
			line += fmt.Sprintf(" #%d", f.Attempt)
		}
		if f.Error != "" {
			line += ": " + f.Error
		}
		lines = append(lines, line)
	}
	return lines
}

// service is a schedule at work within this process.
type service struct {
	t       *testing.T
	jobs    []schedule.Job
	journal schedule.Journal
	does    map[string]func(ctx context.Context, f journal.Firing) error // by job; none: done at once
	missed  []schedule.Missed
	workers int
	began   map[string]int // attempts, by job

	stop func()
	mu   sync.Mutex
}

func compile(t testing.TB, place, text string) []schedule.Job {
	t.Helper()
	jobs, err := compileIn(zone(t, place), text)
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

func compileIn(place *time.Location, text string) ([]schedule.Job, error) {
	var c struct {
		Jobs []schedule.Config `yaml:"jobs"`
	}
	if err := yamlfile.Decode("p.yaml", []byte(text), &c); err != nil {
		return nil, err
	}
	return schedule.Compile(c.Jobs, place, []string{"load", "export", "digest", "inbox"})
}

// start begins work; the function that it keeps in stop ends it and waits.
func (s *service) start() {
	ctx, cancel := context.WithCancel(s.t.Context())
	log := slog.New(slog.DiscardHandler)
	runner := s.runner()
	q := queue.NewInline(func(ctx context.Context, t queue.Task) (queue.Outcome, error) {
		return runner.Attempt(ctx, t.Tick())
	}, queue.Options{Policy: queue.PolicyOf(s.jobs, func() float64 { return 0 }), Workers: max(s.workers, 1), Log: log})
	insert := func(ctx context.Context, t schedule.Tick) error { _, err := q.Insert(ctx, queue.Of(t)); return err }
	runner.Follow = insert
	loop := &schedule.Loop{Jobs: s.jobs, Journal: s.journal, Insert: insert, Log: log, Missed: func(_ context.Context, m schedule.Missed) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.missed = append(s.missed, m)
	}}
	var both sync.WaitGroup
	for _, work := range []func(context.Context) error{loop.Run, q.Work} {
		both.Go(func() {
			if err := work(ctx); err != nil {
				s.t.Error(err)
			}
		})
	}
	s.stop = func() { cancel(); both.Wait() }
}

func (s *service) runner() *schedule.Runner {
	return &schedule.Runner{Jobs: s.jobs, Journal: s.journal, Do: s.do, Worker: schedule.Worker(time.Now()), Log: slog.New(slog.DiscardHandler)}
}

func (s *service) do(ctx context.Context, job schedule.Job, f journal.Firing) (schedule.Result, error) {
	s.mu.Lock()
	if s.began == nil {
		s.began = map[string]int{}
	}
	s.began[job.Name]++
	s.mu.Unlock()
	if does := s.does[job.Name]; does != nil {
		return schedule.Result{}, does(ctx, f)
	}
	return schedule.Result{}, nil
}

// sleepUntil lets the clock of the bubble come to an instant of the jobs' place.
func sleepUntil(t *testing.T, place, at string) {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", at, zone(t, place))
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Until(when))
}

// takes is work of that long, which gives up when it is told to.
func takes(d time.Duration) func(context.Context, journal.Firing) error {
	return func(ctx context.Context, _ journal.Firing) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(d):
			return nil
		}
	}
}

func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("%s: got\n%s\nwant\n%s", what, g, w)
	}
}
