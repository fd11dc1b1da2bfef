package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

const paris = "Europe/Paris"

const nightly = `jobs:
  - {name: load, cron: "30 2 * * *", retries: 2, backoff: 10m, max_time: 5h}
  - {name: export, cron: "0 4 * * *", after: [load]}
  - {name: digest, after: [export]}
  - {name: inbox, cron: "*/15 * * * *"}
`

// A week in which clocks go forward: the chain runs once a night, and what fails
// shows where it should.
func TestAWeekInSpring(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-03-28 12:00")
		m := &memory{}
		s := &service{t: t, jobs: compile(t, paris, nightly), journal: m, workers: 4}
		s.does = map[string]func(context.Context, journal.Firing) error{
			"load": func(ctx context.Context, f journal.Firing) error {
				switch day := f.Due.In(zone(t, paris)).Day(); {
				case day == 31 && f.Attempt == 1:
					return errors.New("certif-info cannot be read")
				case day == 1:
					return errors.New("the disk is full")
				case day == 2:
					return takes(2*time.Hour)(ctx, f)
				case day == 3:
					return takes(9*time.Hour)(ctx, f) // its maximum is five
				}
				return takes(30*time.Minute)(ctx, f)
			},
			"export": takes(10 * time.Minute),
		}
		s.start()
		sleepUntil(t, paris, "2026-04-04 12:05")
		s.stop()
		compare(t, "the week", m.lines(zone(t, paris), "load", "export", "digest"), []string{
			"03-29 03:00 load fini 03:00-03:30", // 02:30 was skipped
			"03-29 04:00 digest fini 04:10-04:10",
			"03-29 04:00 export fini 04:00-04:10",
			"03-30 02:30 load fini 02:30-03:00",
			"03-30 04:00 digest fini 04:10-04:10",
			"03-30 04:00 export fini 04:00-04:10",
			"03-31 02:30 load fini 02:40-03:10 #2",
			"03-31 04:00 digest fini 04:10-04:10",
			"03-31 04:00 export fini 04:00-04:10",
			"04-01 02:30 load echec 03:00-03:00 #3: the disk is full",
			"04-01 04:00 export echec 04:00-04:00: load, due 2026-04-01 02:30 +0200, did not end well: the disk is full",
			"04-02 02:30 load fini 02:30-04:30",
			"04-02 04:00 digest fini 04:40-04:40", // they wait for the load
			"04-02 04:00 export fini 04:30-04:40",
			"04-03 02:30 load echec 13:00-18:00 #3: stopped after its maximum time, 5h0m0s: context deadline exceeded",
			"04-03 04:00 export echec 18:00-18:00: load, due 2026-04-03 02:30 +0200, did not end well: stopped after its maximum time, 5h0m0s: context deadline exceeded",
			"04-04 02:30 load fini 02:30-03:00",
			"04-04 04:00 digest fini 04:10-04:10",
			"04-04 04:00 export fini 04:00-04:10",
		})
		if got := s.began["inbox"]; got != 7*96-4 { // one day has 23 hours
			t.Errorf("the inbox was looked into %d times, want %d", got, 7*96-4)
		}
	})
}

func TestTheNightInAutumnRunsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-10-24 12:00")
		m := &memory{}
		s := &service{t: t, jobs: compile(t, paris, nightly), journal: m, workers: 4}
		s.start()
		sleepUntil(t, paris, "2026-10-26 12:05")
		s.stop()
		compare(t, "two nights", m.lines(zone(t, paris), "load", "export", "digest"), []string{
			"10-25 02:30 load fini 02:30-02:30",
			"10-25 04:00 digest fini 04:00-04:00",
			"10-25 04:00 export fini 04:00-04:00",
			"10-26 02:30 load fini 02:30-02:30",
			"10-26 04:00 digest fini 04:00-04:00",
			"10-26 04:00 export fini 04:00-04:00",
		})
		if got := s.began["inbox"]; got != 2*96+4 { // one day has 25 hours
			t.Errorf("the inbox was looked into %d times, want %d", got, 2*96+4)
		}
	})
}

func TestAJobIsNotAloneWithItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 09:50")
		m := &memory{}
		s := &service{t: t, jobs: compile(t, paris, "jobs:\n  - {name: load, cron: \"0 * * * *\"}\n"), journal: m, workers: 4}
		s.does = map[string]func(context.Context, journal.Firing) error{"load": takes(150 * time.Minute)}
		s.start()
		sleepUntil(t, paris, "2026-06-01 13:30")
		s.stop()
		compare(t, "the day", m.lines(zone(t, paris)), []string{
			"06-01 10:00 load fini 10:00-12:30",
			"06-01 11:00 load skipped: the turn due 2026-06-01 10:00 +0200 was still running",
			"06-01 12:00 load skipped: the turn due 2026-06-01 10:00 +0200 was still running",
			"06-01 13:00 load abandonne 13:00-13:30: interrupted: the service stops: context canceled",
		})
	})
}

// With one worker a turn that waits for another job's end is not taken twice.
func TestOneWorkerDoesOneThingAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 01:50")
		m := &memory{}
		s := &service{t: t, journal: m, jobs: compile(t, paris, `jobs:
  - {name: export, cron: "0 2 * * *", after: [load]}
  - {name: load, cron: "0 2 * * *"}
  - {name: inbox, cron: "30 * * * *"}
`)}
		s.does = map[string]func(context.Context, journal.Firing) error{"load": takes(3 * time.Hour)}
		s.start()
		sleepUntil(t, paris, "2026-06-01 05:20")
		s.stop()
		compare(t, "the night", m.lines(zone(t, paris)), []string{
			"06-01 02:00 export fini 05:00-05:00",
			"06-01 02:00 load fini 02:00-05:00",
			"06-01 02:30 inbox skipped: the next turn, due 2026-06-01 03:30 +0200, came before it could start",
			"06-01 03:30 inbox skipped: the next turn, due 2026-06-01 04:30 +0200, came before it could start",
			"06-01 04:30 inbox fini 05:00-05:00",
		})
	})
}

func TestWhatWasMissedIsMadeUpForOnce(t *testing.T) {
	const jobs = `jobs:
  - {name: load, cron: "30 2 * * *", catch_up: 12h}
  - {name: export, cron: "0 4 * * *", after: [load], catch_up: 12h}
  - {name: inbox, cron: "*/15 * * * *"}
`
	for name, c := range map[string]struct {
		back string // when the machine is on again
		want []string
		lost []string
	}{
		"in time": {"2026-06-04 09:00", []string{
			"06-01 02:30 load fini 02:30-02:30", "06-01 04:00 export fini 04:00-04:00",
			"06-04 02:30 load fini 09:00-09:00", "06-04 04:00 export fini 09:00-09:00"},
			[]string{"load 2 06-02 02:30 06-03 02:30", "export 2 06-02 04:00 06-03 04:00", "inbox 300 06-01 06:00 06-04 08:45"}},
		"too late": {"2026-06-04 20:00", []string{
			"06-01 02:30 load fini 02:30-02:30", "06-01 04:00 export fini 04:00-04:00"},
			[]string{"load 3 06-02 02:30 06-04 02:30", "export 3 06-02 04:00 06-04 04:00", "inbox 343 06-01 06:15 06-04 19:45"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sleepUntil(t, paris, "2026-06-01 01:00")
				m, place := &memory{}, zone(t, paris)
				s := &service{t: t, jobs: compile(t, paris, jobs), journal: m}
				s.start()
				sleepUntil(t, paris, "2026-06-01 06:10")
				s.stop()
				sleepUntil(t, paris, c.back)
				s.start()
				time.Sleep(10 * time.Second)
				s.stop()
				compare(t, "what ran", m.lines(place, "load", "export"), c.want)
				var lost []string
				for _, m := range s.missed {
					lost = append(lost, fmt.Sprintf("%s %d %s %s", m.Job, m.Turns, m.First.In(place).Format("01-02 15:04"), m.Last.In(place).Format("01-02 15:04")))
				}
				if name == "in time" {
					c.lost[2] = "inbox 299 06-01 06:15 06-04 08:45" // 09:00 itself is taken
				}
				compare(t, "what was lost", lost, c.lost)
			})
		})
	}
}

func TestAJobThatNeverRanMissedNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 09:00")
		m := &memory{}
		s := &service{t: t, jobs: compile(t, paris, "jobs:\n  - {name: load, cron: \"30 2 * * *\", catch_up: 24h}\n"), journal: m}
		s.start()
		time.Sleep(time.Hour)
		s.stop()
		compare(t, "the journal", m.lines(zone(t, paris)), nil)
	})
}

// A stop lets what runs end within the grace, then tells it to; the next start takes
// up what was left, and what had attempts left.
func TestStopAndTakeUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 02:00")
		m := &memory{}
		s := &service{t: t, journal: m, workers: 4, jobs: compile(t, paris, `jobs:
  - {name: load, cron: "30 2 * * *", catch_up: 6h}
  - {name: export, cron: "31 2 * * *", catch_up: 6h, retries: 2, backoff: 30m}
  - {name: inbox, cron: "31 2 * * *"}
`)}
		s.does = map[string]func(context.Context, journal.Firing) error{
			"load": takes(time.Hour),
			"export": func(_ context.Context, f journal.Firing) error {
				if f.Attempt == 1 {
					return errors.New("a feed was held by a lock")
				}
				return nil
			},
			"inbox": takes(time.Minute + 20*time.Second),
		}
		s.start()
		sleepUntil(t, paris, "2026-06-01 02:32")
		s.stop()
		compare(t, "as it stops", m.lines(zone(t, paris)), []string{
			"06-01 02:30 load abandonne 02:30-02:32: interrupted: the service stops: context canceled",
			"06-01 02:31 export echec 02:31-02:31: a feed was held by a lock",
			"06-01 02:31 inbox fini 02:31-02:32",
		})
		time.Sleep(time.Minute)
		s.start()
		sleepUntil(t, paris, "2026-06-01 04:00")
		s.stop()
		compare(t, "after it starts", m.lines(zone(t, paris)), []string{
			"06-01 02:30 load fini 02:33-03:33 #2",
			"06-01 02:31 export fini 02:33-02:33 #2",
			"06-01 02:31 inbox fini 02:31-02:32",
		})
	})
}

// What kills its process is not tried for ever.
func TestAJobThatKillsIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 02:00")
		m, jobs := &memory{}, compile(t, paris, "jobs:\n  - {name: load, cron: \"30 2 * * *\", catch_up: 24h}\n")
		host, _, _ := strings.Cut(schedule.Worker(time.Now()), ":")
		killed := func(attempt int) {
			f := journal.Firing{Job: "load", Due: time.Now(), StartedAt: time.Now(), State: journal.Running, Attempt: attempt, Worker: host + ":999999999:1"}
			if len(m.firings) > 0 {
				f.Due = m.firings[0].Due
			}
			if ok, err := m.ClaimFiring(t.Context(), f); !ok || err != nil {
				t.Fatalf("attempt %d: claimed %v, %v", attempt, ok, err)
			}
		}
		sleepUntil(t, paris, "2026-06-01 02:30")
		for attempt := 1; attempt <= 4; attempt++ {
			killed(attempt)
			if err := schedule.Recover(t.Context(), m, jobs, schedule.Worker(time.Now()), time.Now()); err != nil {
				t.Fatal(err)
			}
			if m.firings[0].State != journal.Abandoned {
				t.Fatalf("attempt %d: %s", attempt, m.firings[0].State)
			}
			time.Sleep(time.Minute)
		}
		s := &service{t: t, jobs: jobs, journal: m}
		s.start()
		time.Sleep(time.Hour)
		s.stop()
		if s.began["load"] != 0 {
			t.Errorf("it was tried %d times more", s.began["load"])
		}
		compare(t, "the journal", m.lines(zone(t, paris)), []string{"06-01 02:30 load abandonne 02:33-02:33 #4: its process is no more"})
	})
}

func TestRecoverLeavesOthersAlone(t *testing.T) {
	m, jobs := &memory{}, compile(t, paris, "jobs:\n  - {name: load, cron: \"30 2 * * *\"}\n")
	self := schedule.Worker(time.Now())
	host, rest, _ := strings.Cut(self, ":")
	pid, _, _ := strings.Cut(rest, ":")
	want := map[string]journal.RunState{
		self:                    journal.Running,
		host + ":1:1":           journal.Running, // alive
		"elsewhere:999999999:1": journal.Running,
		host + ":" + pid + ":1": journal.Abandoned, // our number, in another life
		host + ":999999999:1":   journal.Abandoned,
	}
	n := 0
	for worker := range want {
		n++
		if _, err := m.ClaimFiring(t.Context(), journal.Firing{Job: "load", Due: time.Unix(int64(n), 0), StartedAt: time.Unix(int64(n), 0), State: journal.Running, Attempt: 1, Worker: worker}); err != nil {
			t.Fatal(err)
		}
	}
	if err := schedule.Recover(t.Context(), m, jobs, self, time.Now()); err != nil {
		t.Fatal(err)
	}
	for _, f := range m.firings {
		if f.State != want[f.Worker] {
			t.Errorf("that of %s: %s, want %s", f.Worker, f.State, want[f.Worker])
		}
	}
}

func TestTheScheduleOutlivesItsJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 02:00")
		m := &memory{down: true}
		s := &service{t: t, jobs: compile(t, paris, "jobs:\n  - {name: load, cron: \"30 2 * * *\", retries: 3, backoff: 1s}\n"), journal: m}
		s.does = map[string]func(context.Context, journal.Firing) error{"load": func(context.Context, journal.Firing) error {
			m.setDown(true) // in mid-job
			time.AfterFunc(40*time.Second, func() { m.setDown(false) })
			return nil
		}}
		s.start()
		sleepUntil(t, paris, "2026-06-01 02:20")
		m.setDown(false)
		sleepUntil(t, paris, "2026-06-01 02:40")
		s.stop()
		compare(t, "the journal", m.lines(zone(t, paris)), []string{"06-01 02:30 load fini 02:30-02:30"})
	})
}

func TestAPanicIsAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 02:00")
		m := &memory{}
		s := &service{t: t, jobs: compile(t, paris, "jobs:\n  - {name: load, cron: \"30 2 * * *\"}\n  - {name: inbox, cron: \"31 2 * * *\"}\n"), journal: m}
		s.does = map[string]func(context.Context, journal.Firing) error{"load": func(context.Context, journal.Firing) error { panic("index out of range") }}
		s.start()
		sleepUntil(t, paris, "2026-06-01 02:40")
		s.stop()
		compare(t, "the journal", m.lines(zone(t, paris)), []string{
			"06-01 02:30 load echec 02:30-02:30: the program is wrong: index out of range; report this with the log",
			"06-01 02:31 inbox fini 02:31-02:31",
		})
	})
}

// Jobs due together do not start together, and each starts as late every day.
func TestJitterIsStable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 00:00")
		m := &memory{}
		s := &service{t: t, workers: 4, journal: m, jobs: compile(t, paris, `jobs:
  - {name: export-a, run: export, cron: "0 2 * * *", jitter: 30m}
  - {name: export-b, run: export, cron: "0 2 * * *", jitter: 30m}
`)}
		s.start()
		sleepUntil(t, paris, "2026-06-03 00:00")
		s.stop()
		starts := map[string]map[time.Duration]bool{}
		for _, f := range m.firings {
			if starts[f.Job] == nil {
				starts[f.Job] = map[time.Duration]bool{}
			}
			late := f.StartedAt.Sub(f.Due)
			starts[f.Job][late] = true
			if late <= 0 || late > 30*time.Minute {
				t.Errorf("%s starts %s late", f.Job, late)
			}
		}
		if len(m.firings) != 4 || len(starts["export-a"]) != 1 || len(starts["export-b"]) != 1 || fmt.Sprint(starts["export-a"]) == fmt.Sprint(starts["export-b"]) {
			t.Errorf("they start %v late", starts)
		}
	})
}

// A follower of two runs once both have ended well, and not again before both have.
func TestAFollowerOfTwo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 00:00")
		m := &memory{}
		s := &service{t: t, workers: 4, journal: m, jobs: compile(t, paris, `jobs:
  - {name: digest, after: [load, export]}
  - {name: load, cron: "0 */6 * * *"}
  - {name: export, cron: "0 8 * * *"}
`)}
		s.start()
		sleepUntil(t, paris, "2026-06-03 00:00")
		s.stop()
		compare(t, "its turns", m.lines(zone(t, paris), "digest"), []string{
			"06-01 08:00 digest fini 08:00-08:00", "06-02 08:00 digest fini 08:00-08:00"})
	})
}

// Whoever ended a job may have died before it told of it: the loop finds what follows.
func TestAFollowerIsFoundLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sleepUntil(t, paris, "2026-06-01 02:00")
		m := &memory{}
		due := time.Now()
		f := journal.Firing{Job: "load", Due: due, StartedAt: due, State: journal.Running, Attempt: 1, Worker: "elsewhere:1:1"}
		if _, err := m.ClaimFiring(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		s := &service{t: t, journal: m, jobs: compile(t, paris, "jobs:\n  - {name: load, cron: \"0 2 * * *\"}\n  - {name: digest, after: [load]}\n")}
		s.start()
		time.Sleep(20*time.Minute + 30*time.Second)
		f.State, f.FinishedAt = journal.DoneRefusals, time.Now()
		if err := m.FinishFiring(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		time.Sleep(61 * time.Second)
		s.stop()
		compare(t, "its turn", m.lines(zone(t, paris), "digest"), []string{"06-01 02:00 digest fini 02:21-02:21"})
	})
}

// The real store keeps the contract that the tests above stand on.
func TestTheStoreIsAJournal(t *testing.T) {
	kept, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	tick := schedule.Tick{Job: "load", Due: time.Now().Add(-time.Second)}
	s := &service{t: t, jobs: compile(t, paris, "jobs:\n  - {name: load, cron: \"0 0 1 1 *\", retries: 1}\n"), journal: kept}
	s.does = map[string]func(context.Context, journal.Firing) error{"load": func(_ context.Context, f journal.Firing) error {
		if f.Attempt == 1 {
			return errors.New("la première fois échoue")
		}
		return nil
	}}
	runner := s.runner()
	if o, err := runner.Attempt(t.Context(), tick); err == nil || o.Final {
		t.Errorf("the first attempt: %+v %v", o, err)
	}
	for n := range 2 { // the second time it is done
		if o, err := runner.Attempt(t.Context(), tick); err != nil || !o.Final || s.began["load"] != 2 {
			t.Errorf("attempt %d: %+v %v, %d begun", n+2, o, err, s.began["load"])
		}
	}
	got, err := kept.Firings(t.Context(), "load", 0)
	if err != nil || len(got) != 1 || got[0].Attempt != 2 || got[0].State != journal.Done || got[0].Error != "" || got[0].FinishedAt.IsZero() {
		t.Errorf("got %+v, %v", got, err)
	}
}
