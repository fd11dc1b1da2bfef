package main

import (
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

// kills is how many times the run is killed.
const kills = 20

// TestKilledAtAnyMoment kills a run with SIGKILL, again and again, at random
// moments: what partners read is always whole and valid, and the run that is let
// be completes the work, to the same bytes as a run that was never disturbed.
func TestKilledAtAnyMoment(t *testing.T) {
	bin := build(t)
	calm, calmConfig := sample(t)
	began := time.Now()
	runBinary(t, bin, calmConfig, exitRefused)
	length := time.Since(began)

	dir, c := sample(t)
	random := rand.New(rand.NewPCG(20261123, 2))
	interrupted := 0
	for range kills {
		cmd := exec.Command(bin, "run", "--quiet", "--config", c, "--date", "2026-11-23")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(length))))
		if err := cmd.Process.Kill(); err == nil && cmd.Wait() != nil && cmd.ProcessState.ExitCode() == -1 {
			interrupted++
		}
		checkPublished(t, dir)
	}
	if interrupted < kills/4 {
		t.Errorf("only %d of %d runs were killed before they ended: the test tests little", interrupted, kills)
	}
	runBinary(t, bin, c, -1)
	if feedHashes(t, dir) != feedHashes(t, calm) {
		t.Error("after the kills, the feeds are not those of a run that was never disturbed")
	}
	status := must(t, exitDone, "status", "--config", c, "--json")
	_ = decode[map[string]any](t, status.stdout)
}

// runBinary runs the night to its end; any of the statuses that leave the work
// done will do when want is -1.
func runBinary(t *testing.T, bin, c string, want int) {
	t.Helper()
	cmd := exec.Command(bin, "run", "--json", "--config", c, "--date", "2026-11-23")
	cmd.Stderr = os.Stderr
	out, _ := cmd.Output()
	code := cmd.ProcessState.ExitCode()
	if code != want && (want != -1 || code != exitDone && code != exitRefused) {
		t.Fatalf("run: status %d, want %d\n%.2000s", code, want, out)
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
