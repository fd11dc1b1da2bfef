package schedule_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// What a queue hands over is ours: a firing that another worker began is taken over,
// and how that worker says that it ended counts no more.
func TestAttemptTakesOver(t *testing.T) {
	for name, c := range map[string]struct {
		attempt int
		state   journal.RunState
		want    string
		begun   int
	}{
		"from a worker that died":       {1, journal.Running, "06-01 02:30 load fini 04:00-04:00 #2", 1},
		"from one that was stopped":     {1, journal.Abandoned, "06-01 02:30 load fini 04:00-04:00 #2", 1},
		"after a failure":               {1, journal.Failed, "06-01 02:30 load fini 04:00-04:00 #2", 1},
		"not what failed for good":      {2, journal.Failed, "06-01 02:30 load echec 02:30-02:40 #2: as it was", 0},
		"not what kills its workers":    {5, journal.Running, "06-01 02:30 load echec 04:00-04:00 #6: given up after 5 attempts, the last of which took their workers down or were stopped", 0},
		"not what is done":              {1, journal.DoneHeld, "06-01 02:30 load retenu 02:30-02:40: as it was", 0},
		"not what is done, in refusals": {1, journal.DoneRefusals, "06-01 02:30 load fini-avec-refus 02:30-02:40: as it was", 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sleepUntil(t, paris, "2026-06-01 02:30")
				tick, m := schedule.Tick{Job: "load", Due: time.Now()}, &memory{}
				old := journal.Firing{Job: "load", Due: tick.Due, StartedAt: time.Now(), State: journal.Running, Attempt: c.attempt, Worker: "elsewhere:1:1"}
				if ok, err := m.ClaimFiring(t.Context(), old); !ok || err != nil {
					t.Fatal(ok, err)
				}
				if c.state != journal.Running {
					time.Sleep(10 * time.Minute)
					old.State, old.FinishedAt, old.Error = c.state, time.Now(), "as it was"
					if err := m.FinishFiring(t.Context(), old); err != nil {
						t.Fatal(err)
					}
				}
				sleepUntil(t, paris, "2026-06-01 04:00")
				s := &service{t: t, journal: m, jobs: compile(t, paris, "jobs:\n  - {name: load, cron: \"30 2 * * *\", retries: 1}\n")}
				if o, _ := s.runner().Attempt(t.Context(), tick); !o.Final {
					t.Errorf("outcome %+v", o)
				}
				compare(t, "the journal", m.lines(zone(t, paris)), []string{c.want})
				if s.began["load"] != c.begun {
					t.Errorf("begun %d times, want %d", s.began["load"], c.begun)
				}
				old.State, old.FinishedAt = journal.Failed, time.Now()
				if err := m.FinishFiring(t.Context(), old); !errors.Is(err, store.ErrUnknown) {
					t.Errorf("the old worker ends what is not its own: %v", err)
				}
			})
		})
	}
}

// A firing whose worker was cut off, and that another claimed, ends without a record.
func TestWhoWasCutOffRecordsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 02:30")
		tick, m := schedule.Tick{Job: "load", Due: time.Now()}, &memory{}
		s := &service{t: t, journal: m, jobs: compile(t, paris, "jobs:\n  - {name: load, cron: \"30 2 * * *\", retries: 1}\n")}
		s.does = map[string]func(context.Context, journal.Firing) error{"load": func(_ context.Context, f journal.Firing) error {
			f.Attempt, f.Worker = 2, "elsewhere:1:1"
			_, err := m.ClaimFiring(t.Context(), f)
			return err
		}}
		_, err := s.runner().Attempt(t.Context(), tick)
		if !errors.Is(err, store.ErrUnknown) || m.firings[0].State != journal.Running || m.firings[0].Attempt != 2 {
			t.Errorf("%v; the journal has %+v", err, m.firings)
		}
	})
}

func TestATickOfNoJobIsDropped(t *testing.T) {
	m := &memory{}
	s := &service{t: t, journal: m, jobs: compile(t, paris, "jobs:\n  - {name: load, cron: \"30 2 * * *\", enabled: false}\n")}
	for _, job := range []string{"load", "export"} {
		if o, err := s.runner().Attempt(t.Context(), schedule.Tick{Job: job, Due: time.Now()}); !o.Final || err != nil || len(m.firings) != 0 {
			t.Errorf("%s: %+v, %v, %v", job, o, err, m.firings)
		}
	}
}

func TestAJournalThatIsDownIsNoEnd(t *testing.T) {
	s := &service{t: t, journal: &memory{down: true}, jobs: compile(t, paris, "jobs:\n  - {name: load, cron: \"30 2 * * *\"}\n")}
	o, err := s.runner().Attempt(t.Context(), schedule.Tick{Job: "load", Due: time.Now()})
	if o.Final || err == nil || !strings.HasPrefix(err.Error(), "attempt load due ") {
		t.Errorf("%+v, %v", o, err)
	}
}
