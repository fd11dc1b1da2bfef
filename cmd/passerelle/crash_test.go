package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// kills is how many times the run is killed, and attempts how many runs that may
// take: a run that ends before it is killed proves nothing.
const (
	kills    = 20
	attempts = 200
)

// TestKilledAtAnyMoment kills a run with SIGKILL, again and again, at random
// moments: what partners read is always whole and valid, and a run that is let be
// completes the work, to the same bytes as one that was never disturbed, but for the
// instants at which the records came in.
func TestKilledAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: kills many runs")
	}
	bin := build(t)
	calm, c := sample(t)
	began := time.Now()
	runBinary(t, bin, c, exitRefused)
	k := killer{bin: bin, longest: time.Since(began), calm: undatedFeeds(t, calm), random: rand.New(rand.NewPCG(20261123, 2))}
	for k.killed < kills && k.tried < attempts {
		k.round(t)
	}
	if k.killed < kills {
		t.Errorf("only %d of %d runs could be killed before they ended", k.killed, k.tried)
	}
}

// killer kills runs at random moments of their life.
type killer struct {
	bin           string
	calm          string        // what a run that was never disturbed publishes
	longest       time.Duration // a guess at how long a run takes, bettered as it goes
	random        *rand.Rand
	killed, tried int
}

// round begins in a new folder, and kills run after run there until one ends by
// itself or three were killed; then lets one be.
func (k *killer) round(t *testing.T) {
	t.Helper()
	dir, c := sample(t)
	for range 3 {
		ended := k.kill(t, c)
		checkPublished(t, dir)
		if ended {
			break
		}
	}
	runBinary(t, k.bin, c, -1)
	if undatedFeeds(t, dir) != k.calm {
		t.Error("after the kills, the feeds are not those of a run that was never disturbed")
	}
}

// kill starts a run and kills it; it tells whether the run had ended before.
func (k *killer) kill(t *testing.T, c string) (ended bool) {
	t.Helper()
	k.tried++
	cmd := exec.Command(k.bin, "run", "--quiet", "--config", c, "--date", "2026-11-23")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Duration(k.random.Int64N(int64(k.longest))))
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() != -1 {
		k.longest = k.longest * 3 / 4
		return true
	}
	k.killed++
	k.longest = k.longest * 9 / 8
	return false
}

// runBinary runs the night to its end; any of the statuses that leave the work
// done will do when want is -1.
func runBinary(t *testing.T, bin, c string, want int) {
	t.Helper()
	cmd := exec.Command(bin, "run", "--json", "--config", c, "--date", "2026-11-23")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, _ := cmd.Output()
	code := cmd.ProcessState.ExitCode()
	if code != want && (want != -1 || code != exitDone && code != exitRefused) {
		t.Fatalf("run: status %d, want %d\n%s\n%.2000s", code, want, &stderr, out)
	}
	checkRowsOf(t, decode[report.Report](t, string(out)))
}

func checkRowsOf(t *testing.T, r report.Report) {
	t.Helper()
	for _, l := range r.Loads {
		if err := l.Check(l.File); err != nil {
			t.Error(err)
		}
	}
}

// checkPublished holds that each feed that partners can read is whole and valid,
// and its compressed twin the same.
func checkPublished(t *testing.T, dir string) {
	t.Helper()
	for _, file := range feedFiles(dir) {
		if _, err := os.Stat(filepath.Dir(file)); os.IsNotExist(err) {
			continue // nothing was published yet
		}
		plain, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("a published feed cannot be read: %v", err)
		}
		if twin := gunzip(t, file+".gz"); string(twin) != string(plain) {
			t.Fatalf("%s and its compressed twin differ", file)
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		result, err := lheo.Validate(t.Context(), f, lheo.Options{})
		_ = f.Close()
		if err != nil || !result.Valid {
			t.Fatalf("%s is published and not valid: %v %+v", file, err, result)
		}
	}
}

func gunzip(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
