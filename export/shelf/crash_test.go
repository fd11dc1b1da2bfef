package shelf_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// crashDir tells this test binary, started again, to publish until it is killed.
const crashDir = "PASSERELLE_TEST_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		fmt.Fprintln(os.Stderr, publishForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// publishForever puts one feed after another on the shelf; it returns only when
// something goes wrong.
func publishForever(dir string) error {
	s, err := shelf.Open(dir)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		data := document(40, fmt.Sprint("v", i))
		path := filepath.Join(s.Scratch(), "aude.xml")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		_, err := s.Publish(context.Background(), shelf.Candidate{Path: path, Title: "AUDE", Date: midnight, Publication: journal.Publication{
			Target: "aude", SHA256: hex.EncodeToString(sum[:]), Formations: 40, At: time.Now()}}, half)
		if err != nil {
			return err
		}
		if _, err := s.Prune("aude", 20); err != nil {
			return err
		}
	}
}

// TestKilledAtAnyMoment kills a process that publishes, again and again, and looks
// at what partners would find, while it runs and once it is dead.
func TestKilledAtAnyMoment(t *testing.T) {
	rounds := 24
	if testing.Short() {
		rounds = 8
	}
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(2026, 11))
	feeds := map[string]bool{}
	for round := range rounds {
		before, published := checkInPlace(t, dir), false
		look := func() bool {
			hash := checkInPlace(t, dir)
			feeds[hash], published = true, published || hash != before
			return published
		}
		if round%2 == 0 { // killed as it starts; otherwise once it has published
			look = func() bool { checkInPlace(t, dir); return true }
		}
		if stderr := killAfter(t, dir, time.Duration(random.IntN(100))*time.Millisecond, look); stderr != "" {
			t.Fatalf("the process stopped by itself: %s", stderr)
		}
		feeds[checkInPlace(t, dir)] = true
	}
	open(t, dir) // takes the dead process's lock over, and sweeps
	for _, pattern := range []string{".tmp-*/*", "aude/.tmp-*"} {
		if left, _ := filepath.Glob(filepath.Join(dir, pattern)); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	}
	if len(feeds) < 4 {
		t.Errorf("only %d feeds were seen in place: the processes were killed too soon for the test to say anything", len(feeds))
	}
}

// killAfter starts a process that publishes, looks until look is satisfied, goes on
// looking for the delay, and kills it.
func killAfter(t *testing.T, dir string, delay time.Duration, look func() bool) (stderr string) {
	t.Helper()
	var complaint bytes.Buffer
	cmd := exec.Command(os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), crashDir+"="+dir), &complaint
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for limit := time.Now().Add(20 * time.Second); !look() && time.Now().Before(limit); {
	}
	for deadline := time.Now().Add(delay); time.Now().Before(deadline); {
		look()
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the process ended well, which it never should")
	}
	return complaint.String()
}

// checkInPlace fails unless the feed in place is whole, valid and in agreement
// with its twin and its manifest, or absent. It gives its hash.
func checkInPlace(t *testing.T, dir string) string {
	t.Helper()
	folder, err := os.Readlink(filepath.Join(dir, "aude", "latest"))
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(dir, "aude", folder, name) }
	var m shelf.Manifest
	if err := json.Unmarshal(read(t, at("manifest.json")), &m); err != nil {
		t.Fatal(err)
	}
	xml, zipped := read(t, at("aude.xml")), read(t, at("aude.xml.gz"))
	zip, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		t.Fatal(err)
	}
	unzipped, err := io.ReadAll(zip)
	if err != nil || !bytes.Equal(unzipped, xml) {
		t.Fatalf("the twin is not the feed (%v)", err)
	}
	for _, f := range m.Files {
		if data := read(t, at(f.Name)); hash(data) != f.SHA256 || int64(len(data)) != f.Size {
			t.Fatalf("the manifest speaks of another %s", f.Name)
		}
	}
	result, err := lheo.Validate(t.Context(), bytes.NewReader(xml), lheo.Options{})
	if err != nil || !result.Valid || result.Formations != m.Formations {
		t.Fatalf("the feed in place is not valid: %+v (%v)", result.Faults, err)
	}
	return m.SHA256
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
