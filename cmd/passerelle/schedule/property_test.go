package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
)

// Whatever the expression, the place and the day: time goes on, the first due is the
// one found from any instant before it, and a spec that names hours is never due
// twice in what clocks show as one minute.
func TestTimeGoesOn(t *testing.T) {
	random := rand.New(rand.NewPCG(2026, 3))
	places := []string{"Europe/Paris", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "Pacific/Apia", "America/Guadeloupe", "Indian/Reunion", "Pacific/Chatham", "UTC"}
	for range 1500 {
		place := places[random.IntN(len(places))]
		expression, everyHour := anyExpression(random)
		spec := parse(t, expression, place)
		from := time.Date(2005+random.IntN(40), time.Month(1+random.IntN(12)), 1+random.IntN(28), random.IntN(24), random.IntN(60), random.IntN(60), random.IntN(2), time.UTC)
		shown := map[string]bool{}
		for n, at := 0, from; n < 60; n++ {
			next := spec.Next(at)
			what := fmt.Sprintf("%q in %s after %s: %s", expression, place, at, next)
			if !next.After(at) || next.Second() != 0 || next.Nanosecond() != 0 {
				t.Fatalf("%s is not a minute after it", what)
			}
			between := at.Add(time.Duration(random.Int64N(int64(next.Sub(at)))))
			if again := spec.Next(between); !again.Equal(next) {
				t.Fatalf("%s, and %s from %s", what, again, between)
			}
			minute := next.Format(time.DateTime)
			if shown[minute] && !everyHour {
				t.Fatalf("%s: a second time in one minute of the clocks", what)
			}
			shown[minute], at = true, next
		}
	}
}

// A job of every night runs every night, whatever clocks do.
func TestEveryDayHasItsTurn(t *testing.T) {
	for _, place := range []string{"Europe/Paris", "Australia/Lord_Howe", "Africa/Casablanca", "America/Asuncion"} {
		for _, expression := range []string{"0 2 * * *", "30 2 * * *", "0 0 * * *", "15 3 * * *"} {
			spec, days := parse(t, expression, place), map[string]int{}
			start := time.Date(2016, time.January, 1, 0, 0, 0, 0, spec.Zone())
			for at := spec.Next(start.Add(-1)); at.Year() < 2026; at = spec.Next(at) {
				days[at.Format(time.DateOnly)]++
			}
			for day := start; day.Year() < 2026; day = day.AddDate(0, 0, 1) {
				if n := days[day.Format(time.DateOnly)]; n != 1 {
					t.Errorf("%q in %s is due %d times on %s", expression, place, n, day.Format(time.DateOnly))
				}
			}
		}
	}
}

func anyExpression(random *rand.Rand) (expression string, everyHour bool) {
	number := func(from, to int) string { return fmt.Sprint(from + random.IntN(to-from)) }
	of := func(choices ...string) string { return choices[random.IntN(len(choices))] }
	hour := of("*", number(0, 24), "0,1,2,3", "1-3", "*/2", "*/7", "22-23", "0-23")
	return fmt.Sprintf("%s %s %s %s %s",
		of("*", "0", "30", number(0, 60), "*/15", "7-37/10", "59"), hour,
		of("*", "*", "*", number(1, 29), "*/10"), of("*", "*", "*", "3,10", number(1, 13)),
		of("*", "*", "*", "SUN", "MON-FRI")), hour == "*" || hour == "0-23"
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"30 2 * * *", "*/15 * * * *", "@daily", "@every 1h", "TZ=", "CRON_TZ=x", "0 0 29 2 *", "? ? ? ? ?", "1-2/3,4 * * JAN MON", "* * * * * *", "\x00"} {
		f.Add(seed)
	}
	paris := zone(f, "Europe/Paris")
	f.Fuzz(func(t *testing.T, expression string) {
		spec, err := schedule.Parse(expression, paris)
		if err != nil {
			return
		}
		from := time.Date(2026, time.March, 28, 0, 0, 0, 0, paris)
		if next := spec.Next(from); !next.After(from) {
			t.Errorf("%q is taken and never due", expression)
		}
	})
}

func BenchmarkNext(b *testing.B) {
	for _, expression := range []string{"30 2 * * *", "*/15 * * * *", "0 3 29 2 *"} {
		b.Run(expression, func(b *testing.B) {
			spec, from := parse(b, expression, "Europe/Paris"), time.Date(2026, time.March, 28, 0, 0, 0, 0, time.UTC)
			b.ReportAllocs()
			for b.Loop() {
				spec.Next(from)
			}
		})
	}
}
