package schedule

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"
)

// A clock that is put right, forwards or back, or a machine that slept, is seen
// within a minute: these are the looks that the loop has then.
func TestClocksThatJump(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, time.June, 1, hour, minute, 0, 0, time.UTC) }
	for name, c := range map[string]struct {
		catchUp time.Duration
		looks   []time.Time
		want    []time.Time // handed over
		missed  int
	}{
		"it goes on":                             {0, []time.Time{at(9, 59), at(10, 0), at(10, 1)}, []time.Time{at(10, 0)}, 0},
		"a look comes a little late":             {0, []time.Time{at(9, 59), at(10, 1)}, []time.Time{at(10, 0)}, 0},
		"forwards over one turn":                 {time.Hour, []time.Time{at(9, 59), at(10, 50)}, []time.Time{at(10, 0)}, 0},
		"forwards over several":                  {time.Hour, []time.Time{at(9, 59), at(13, 30)}, []time.Time{at(13, 0)}, 3},
		"forwards, and no turn is made up for":   {0, []time.Time{at(9, 59), at(13, 30), at(14, 0)}, []time.Time{at(14, 0)}, 4},
		"back before a turn: it is known":        {0, []time.Time{at(10, 0), at(9, 30), at(10, 0)}, []time.Time{at(10, 0), at(10, 0)}, 0},
		"back by a day: the clock was wrong":     {0, []time.Time{at(23, 0).AddDate(0, 0, 1), at(23, 0), at(23, 59), at(24, 0)}, []time.Time{at(23, 0).AddDate(0, 0, 1), at(24, 0)}, 0},
		"back a little, and nothing comes of it": {0, []time.Time{at(10, 0), at(10, 1), at(10, 0).Add(time.Second)}, []time.Time{at(10, 0)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			spec, err := Parse("0 * * * *", time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			var got []time.Time
			var missed int
			l := &Loop{Log: slog.New(slog.DiscardHandler), Missed: func(_ context.Context, m Missed) { missed += m.Turns },
				Insert: func(_ context.Context, tick Tick) error { got = append(got, tick.Due); return nil }}
			w := &watch{Loop: l, jobs: []Job{{Name: "load", Spec: spec, CatchUp: c.catchUp, Enabled: true}},
				seen: map[string]time.Time{"load": c.looks[0].Add(-time.Minute)}, pending: map[string]Tick{}}
			for _, now := range c.looks {
				w.look(t.Context(), now)
				w.handOver(t.Context())
				if rest := w.rest(now); rest <= 0 || rest > slice {
					t.Errorf("it rests %s", rest)
				}
			}
			if !slices.Equal(got, c.want) || missed != c.missed {
				t.Errorf("handed over %v, missed %d; want %v and %d", got, missed, c.want, c.missed)
			}
		})
	}
}

// What the queue refuses is handed over again, until the next turn makes it useless.
func TestWhatIsRefusedIsHandedOverAgain(t *testing.T) {
	spec, err := Parse("*/10 * * * *", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	down, got, missed := true, []Tick(nil), 0
	l := &Loop{Log: slog.New(slog.DiscardHandler), Missed: func(_ context.Context, m Missed) { missed += m.Turns },
		Insert: func(_ context.Context, tick Tick) error {
			if down {
				return errors.New("the database is down")
			}
			got = append(got, tick)
			return nil
		}}
	start := time.Date(2026, time.June, 1, 10, 0, 0, 0, time.UTC)
	w := &watch{Loop: l, jobs: []Job{{Name: "load", Spec: spec, Enabled: true}}, seen: map[string]time.Time{"load": start.Add(-time.Minute)}, pending: map[string]Tick{}}
	for minute := range 15 {
		now := start.Add(time.Duration(minute) * time.Minute)
		w.look(t.Context(), now)
		w.handOver(t.Context())
		if minute == 1 && w.rest(now) != hasten {
			t.Errorf("it rests %s", w.rest(now))
		}
		down = minute < 12
	}
	if want := []Tick{{"load", start.Add(10 * time.Minute)}}; !slices.Equal(got, want) || missed != 1 {
		t.Errorf("got %v, %d missed; want %v and 1", got, missed, want)
	}
}

func TestDelaysGrow(t *testing.T) {
	j := Job{Backoff: time.Minute}
	for failures, want := range map[int]time.Duration{1: time.Minute, 2: 2 * time.Minute, 3: 4 * time.Minute, 7: time.Hour, 1000: time.Hour} {
		if got := j.Delay(failures, func() float64 { return 0 }); got != want {
			t.Errorf("after %d failures: %s, want %s", failures, got, want)
		}
		if got := j.Delay(failures, func() float64 { return 0.5 }); got != want+want/10 {
			t.Errorf("after %d failures, by half a chance: %s, want %s", failures, got, want+want/10)
		}
	}
	if got := (Job{Backoff: 3 * time.Hour}).Delay(4, func() float64 { return 0 }); got != 3*time.Hour {
		t.Errorf("a backoff beyond the longest: %s", got)
	}
}
