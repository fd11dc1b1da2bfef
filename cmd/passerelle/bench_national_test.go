package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/schemas/synthetic"
)

// BenchmarkUnchangedNight runs a night on which nothing new has come, on the sample
// and on the real workbook with the real referentials: the first of a day, which
// goes through the catalogue, and another of the same day.
func BenchmarkUnchangedNight(b *testing.B) {
	defer func(was string) { version = was }(version)
	version = "bench"
	for _, c := range []struct {
		name    string
		prepare func(testing.TB) (dir, configuration string)
		every   time.Duration
	}{
		{"sample, first of the day", sample, 24 * time.Hour}, {"sample, again", sample, time.Second},
		{"real, first of the day", realNight, 24 * time.Hour}, {"real, again", realNight, time.Second},
	} {
		b.Run(c.name, func(b *testing.B) {
			_, config := c.prepare(b)
			at := night
			run := func() {
				at = at.Add(c.every)
				if out := commandAt(b, at, "run", "--quiet", "--config", config); out.code != exitDone && out.code != exitRefused {
					b.Fatal(out.stderr)
				}
			}
			run()
			spent := spending(b)
			for b.Loop() {
				run()
			}
			b.ReportMetric(spent().Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}

// spending begins to count the processor time of this process.
func spending(b *testing.B) func() time.Duration {
	b.Helper()
	read := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	start := read()
	return func() time.Duration { return read() - start }
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peaking forgets the peak of memory so far, and gives the one since, in megabytes.
func peaking(b *testing.B) func() float64 {
	b.Helper()
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Skip("the peak of memory cannot be known here:", err)
	}
	return func() float64 {
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			b.Fatal(err)
		}
		kilobytes, err := strconv.Atoi(string(peakLine.FindSubmatch(status)[1]))
		if err != nil {
			b.Fatal(err)
		}
		return float64(kilobytes) / 1024
	}
}

// nationalScale is the part of the national base that is loaded and exported:
// PASSERELLE_BENCH_SCALE=1 is 1,000,000 sessions, which takes a quarter of an hour.
func nationalScale(b *testing.B) float64 {
	b.Helper()
	text := os.Getenv("PASSERELLE_BENCH_SCALE")
	if text == "" {
		return 0.003
	}
	scale, err := strconv.ParseFloat(text, 64)
	if err != nil || scale <= 0 {
		b.Fatalf("PASSERELLE_BENCH_SCALE=%s: a number above 0 is due, such as 0.1", text)
	}
	return scale
}

// BenchmarkNationalStore loads a base like the national one into each store, then
// exports it to six targets: for the first time, on the next day, and again on that
// day. What PostgreSQL spends in its own processes is not counted.
func BenchmarkNationalStore(b *testing.B) {
	defer func(was string) { version = was }(version)
	version = "bench"
	base := synthetic.National(night).Scaled(nationalScale(b))
	for _, c := range []struct {
		name string
		dsn  func(b *testing.B, dir string) string
	}{
		{"embedded", func(_ *testing.B, dir string) string { return filepath.Join(dir, "catalogue.db") }},
		{"PostgreSQL", func(b *testing.B, _ string) string { return pgtest.Start(b) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			dir := b.TempDir()
			dsn, config := c.dsn(b, dir), filepath.Join(dir, configName)
			text := "store: " + strconv.Quote(dsn) + "\nreports: reports\nshelf: feeds\n"
			if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
				b.Fatal(err)
			}
			step := func(name string, do func()) {
				b.Run(name, func(b *testing.B) {
					b.ReportAllocs()
					peak, spent, start := peaking(b), spending(b), time.Now()
					for range b.N {
						do()
					}
					took := spent().Seconds() / float64(b.N)
					b.ReportMetric(took, "cpu-s/op")
					b.ReportMetric(float64(base.Sessions())*float64(b.N)/time.Since(start).Seconds(), "sessions/s")
					b.ReportMetric(peak(), "MB-peak")
					if size := onShelf(b, filepath.Join(dir, "feeds")); size > 0 {
						b.SetBytes(size)
						b.ReportMetric(float64(size)/1e6/took, "MB/cpu-s")
					}
				})
			}
			at := night
			export := func(every time.Duration) func() {
				return func() {
					at = at.Add(every)
					if out := commandAt(b, at, "export", "--quiet", "--config", config); out.code != exitDone {
						b.Fatal(out.code, out.stderr)
					}
				}
			}
			loaded := false
			step("load", func() {
				if !loaded { // a store is loaded once, however often the step is
					loadBase(b, dsn, base)
					loaded = true
				}
			})
			step("export", export(24*time.Hour))
			step("export again", export(time.Second))
		})
	}
}

// onShelf tells the files in place of each target, and gives the bytes of all but
// those that compress others.
func onShelf(b *testing.B, dir string) (bytes int64) {
	b.Helper()
	targets, err := filepath.Glob(filepath.Join(dir, "[^.]*"))
	if err != nil {
		b.Fatal(err)
	}
	for _, t := range targets {
		m, ok, err := shelf.Current(dir, filepath.Base(t))
		if err != nil || !ok {
			b.Fatal("no feed of ", t, err)
		}
		sizes := map[string]int64{}
		for _, f := range m.Files {
			sizes[f.Role] += f.Size
		}
		bytes += sizes["flux"] + sizes["jumeau"]
		b.Logf("%s: %d formations, %d sessions, octets %v", m.Target, m.Formations, m.Sessions, sizes)
	}
	return bytes
}

// loadBase keeps a base in a store, ten thousand formations at a time, validated.
func loadBase(b *testing.B, dsn string, base synthetic.Base) {
	b.Helper()
	ctx := b.Context()
	s, err := store.Open(ctx, dsn)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	const run = "chargement"
	keep := func(f func(l *store.Load) error) {
		err := s.InLoad(ctx, func(l *store.Load) error {
			l.Validate("règle")
			return f(l)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := s.BeginRun(ctx, journal.Run{ID: run, Date: night, StartedAt: night, State: journal.Running}); err != nil {
		b.Fatal(err)
	}
	keep(func(l *store.Load) error { return l.KeepOrganismes(ctx, run, base.Organismes()) })
	var formations []offre.Formation
	var sessions []offre.Session
	flush := func() {
		keep(func(l *store.Load) error { return keepBoth(ctx, l, run, formations, sessions) })
		formations, sessions = formations[:0], sessions[:0]
	}
	for o := range base.Offers() {
		formations, sessions = append(formations, o.Formation), append(sessions, o.Sessions...)
		if len(formations) == 10_000 {
			flush()
		}
	}
	flush()
	if err := s.EndRun(ctx, journal.Run{ID: run, FinishedAt: night, State: journal.Done}); err != nil {
		b.Fatal(err)
	}
}

func keepBoth(ctx context.Context, l *store.Load, run string, formations []offre.Formation, sessions []offre.Session) error {
	return errors.Join(l.KeepFormations(ctx, run, formations), l.KeepSessions(ctx, run, sessions))
}
