package feed_test

import (
	stdgzip "compress/gzip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/feed"
	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/edof"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
	"github.com/carif-oref/passerelle/schemas/synthetic"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// benchScale is the part of the national base that benchmarks work on:
// PASSERELLE_BENCH_SCALE=1 is the whole, which takes minutes and 60 GB of disk.
func benchScale(b *testing.B) float64 {
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

// cpu is the processor time that this process has taken.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resetPeak gives memory back and forgets the peak so far.
func resetPeak(b *testing.B) {
	b.Helper()
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Log("the peak of memory is that of the whole process:", err)
	}
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peak is the most memory that the process has held since resetPeak, in megabytes.
func peak(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("no /proc to read the peak of memory from:", err)
	}
	kilobytes, err := strconv.Atoi(string(peakLine.FindSubmatch(status)[1]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kilobytes) / 1024
}

// measured runs a job as a benchmark, and reports its rate for each second of a
// processor, which other work on the machine disturbs less than the clock, and the
// peak of memory. The job says how many bytes it was about.
func measured(b *testing.B, name string, job func(b *testing.B) (bytes int64, others time.Duration)) {
	b.Run(name, func(b *testing.B) {
		var total int64
		var took time.Duration
		resetPeak(b)
		b.ReportAllocs()
		for b.Loop() {
			start := cpu(b)
			n, others := job(b)
			total, took = total+n, took+cpu(b)-start+others
		}
		b.ReportMetric(took.Seconds()/float64(b.N), "cpu-s/op")
		b.ReportMetric(float64(total)/1e6/float64(b.N), "MB/op")
		if total > 0 {
			b.SetBytes(total / int64(b.N))
			b.ReportMetric(float64(total)/1e6/took.Seconds(), "MB/cpu-s")
			b.ReportMetric(peak(b), "MB-peak")
		}
	})
}

// everyone are the targets of a night.
func everyone(b *testing.B, names ...string) []target.Target {
	b.Helper()
	set, err := target.BuiltIn()
	if err != nil {
		b.Fatal(err)
	}
	list, err := set.Select(names)
	if err != nil {
		b.Fatal(err)
	}
	return list
}

// BenchmarkNational makes the feeds of a base like the national one: six targets,
// then all; then puts them on the shelf, compressed and checked. Beside it stand
// what it takes to make the base up, which is part of the others, and what others
// do with the national feed alone.
func BenchmarkNational(b *testing.B) {
	base := synthetic.National(today).Scaled(benchScale(b))
	six := everyone(b, "intercarif", "aude", "kairos", "imilo", "trouvermaformation", "informetiers")
	all := everyone(b, "intercarif", "aude", "kairos", "imilo", "trouvermaformation", "informetiers", "lbf", "edof")
	dir := b.TempDir()
	feeds := func(targets []target.Target, into string) func(b *testing.B) (int64, time.Duration) {
		return func(b *testing.B) (int64, time.Duration) {
			list := buildNational(b, base, targets, into)
			defer discardFeeds(b, list, filepath.Join(dir, "intercarif.xml"))
			return sizeOf(list), 0
		}
	}
	measured(b, "generate", func(b *testing.B) (int64, time.Duration) {
		for range base.Offers() {
		}
		return 0, 0
	})
	measured(b, "intercarif", feeds(six[:1], dir))
	measured(b, "six targets with their twins", feeds(six, dir))
	measured(b, "all targets with their twins", feeds(all, dir))
	measured(b, "all targets on the shelf", func(b *testing.B) (int64, time.Duration) { return publishNational(b, base, all), 0 })
	compareNational(b, filepath.Join(dir, "intercarif.xml"))
}

func buildNational(b *testing.B, base synthetic.Base, targets []target.Target, dir string) []feed.Feed {
	b.Helper()
	list, err := feed.BuildAll(b.Context(), targets, base.Offers(), feed.Options{Date: today, Dir: dir,
		Blocs:   func(string) []string { return []string{"BC01"} },
		Verdict: func(journal.Verdict) error { return nil }})
	if err != nil {
		b.Fatal(err)
	}
	return list
}

func sizeOf(feeds []feed.Feed) (bytes int64) {
	for _, f := range feeds {
		for _, file := range f.Files {
			bytes += file.Size
		}
	}
	return bytes
}

// discardFeeds removes the files but one.
func discardFeeds(b *testing.B, feeds []feed.Feed, kept string) {
	b.Helper()
	for _, f := range feeds {
		b.Logf("%s: %d formations, %d sessions, %.0f MB; excluded %v", f.Target, f.Formations, f.Sessions, float64(f.Size)/1e6, f.Tallies[0].Excluded)
		for _, file := range f.Files {
			if file.Path == kept {
				continue
			}
			if err := os.Remove(file.Path); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// publishNational makes all feeds and publishes them on a shelf of their own.
func publishNational(b *testing.B, base synthetic.Base, targets []target.Target) int64 {
	b.Helper()
	dir, err := os.MkdirTemp(b.TempDir(), "shelf")
	if err != nil {
		b.Fatal(err)
	}
	defer os.RemoveAll(dir)
	place, err := shelf.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	list := buildNational(b, base, targets, place.Scratch())
	for i, f := range list {
		c := shelf.Candidate{Path: f.Path, Date: today, Publication: f.Publication("run", today), Tallies: f.Tallies}
		if targets[i].Format.Schema == target.EDOF {
			c.Checks = []shelf.Check{edof.Check}
		}
		for _, file := range f.Files {
			if file.Path != f.Path {
				c.Parts = append(c.Parts, shelf.Part{Name: file.Name, Path: file.Path, SHA256: file.SHA256, Feed: file.Kind == feed.Main})
			}
		}
		start := cpu(b)
		outcome, err := place.Publish(b.Context(), c, shelf.Guard{})
		if err != nil || outcome.State != journal.Published {
			b.Fatal(f.Target, outcome.State, outcome.Error, err)
		}
		b.Logf("%s: %.1f cpu-s on the shelf", f.Target, (cpu(b) - start).Seconds())
	}
	if err := place.Close(); err != nil {
		b.Fatal(err)
	}
	return sizeOf(list)
}

// compareNational says what each stage, and other programs, do with the national
// feed alone.
func compareNational(b *testing.B, path string) {
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	through := func(open func() (io.WriteCloser, error)) func(b *testing.B) (int64, time.Duration) {
		return func(b *testing.B) (int64, time.Duration) {
			out, err := open()
			if err == nil {
				err = errors.Join(copyOf(out, path), out.Close())
			}
			if err != nil {
				b.Fatal(err)
			}
			return info.Size(), 0
		}
	}
	measured(b, "validated", through(func() (io.WriteCloser, error) { return newValidation(b), nil }))
	measured(b, "gzip alone, klauspost", through(func() (io.WriteCloser, error) {
		return gzip.NewWriterLevel(io.Discard, gzip.DefaultCompression)
	}))
	measured(b, "gzip alone, standard library", through(func() (io.WriteCloser, error) {
		return stdgzip.NewWriterLevel(io.Discard, stdgzip.DefaultCompression)
	}))
	measured(b, "zstd alone", through(func() (io.WriteCloser, error) { return zstd.NewWriter(io.Discard, zstd.WithEncoderConcurrency(1)) }))
	program := func(name string, args ...string) func(b *testing.B) (int64, time.Duration) {
		return func(b *testing.B) (int64, time.Duration) {
			cmd := exec.Command(name, append(args, path)...)
			if err := cmd.Run(); err != nil {
				b.Skipf("%s: %v", name, err)
			}
			return info.Size(), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		}
	}
	measured(b, "gzip -6, the program", program("gzip", "-6", "--stdout"))
	measured(b, "xmllint --stream", program("xmllint", "--stream", "--noout"))
	b.Run("official", func(b *testing.B) {
		measured(b, "xmllint --stream --schema", program("xmllint", "--stream", "--noout", "--schema", sharedtest.Path(b, "data/lheo/lheo-2.3-officiel.xsd")))
	})
}

// copyOf reads a file into something.
func copyOf(out io.Writer, path string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = io.CopyBuffer(struct{ io.Writer }{out}, struct{ io.Reader }{in}, make([]byte, 256<<10))
	return err
}

// validation judges what is written to it.
type validation struct {
	*io.PipeWriter
	said chan error
}

func newValidation(b *testing.B) *validation {
	out, in := io.Pipe()
	v := &validation{in, make(chan error)}
	go func() {
		fault, err := shelf.CheckLHEO(false)(b.Context(), "intercarif.xml", out)
		if err == nil && fault != "" {
			err = errors.New(fault)
		}
		out.CloseWithError(err)
		v.said <- err
	}()
	return v
}

func (v *validation) Close() error { return errors.Join(v.PipeWriter.Close(), <-v.said) }
