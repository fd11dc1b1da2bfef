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
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/klauspost/compress/zstd"
)

// This test binary, started again, does what these variables say to the shelf that
// they name.
const (
	crashDir    = "PASSERELLE_TEST_CRASH_DIR"
	fullDiskDir = "PASSERELLE_TEST_FULL_DISK_DIR"
	readOnlyDir = "PASSERELLE_TEST_READ_ONLY_DIR"
)

func TestMain(m *testing.M) {
	for variable, do := range map[string]func(dir string) error{crashDir: publishForever, fullDiskDir: publishOnAFullDisk, readOnlyDir: publishReadOnly} {
		if dir := os.Getenv(variable); dir != "" {
			fmt.Fprintln(os.Stderr, do(dir))
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// publishForever does to a shelf all that can be done to it, again and again; it
// returns only when something goes wrong.
func publishForever(dir string) error {
	s, err := shelf.Open(dir)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(uint64(os.Getpid()), 1))
	for {
		formations := 30 + random.IntN(11)
		if random.IntN(3) == 0 {
			formations = 1 + random.IntN(10) // held, unless the one in place is as small
		}
		o, err := tryFeed(s, formations, fmt.Sprint("v", random.Uint32()))
		switch {
		case err != nil:
			return err
		case o.State == journal.Held && random.IntN(2) == 0:
			_, err = s.Release(context.Background(), "aude", judge)
		case o.State == journal.Held:
			_, err = s.Refuse(context.Background(), "aude", judge)
		}
		if err == nil {
			_, err = s.Prune("aude", 20)
		}
		if err != nil {
			return err
		}
	}
}

// tryFeed publishes a feed through a stream, with a twin and the delta.
func tryFeed(s *shelf.Shelf, formations int, version string) (shelf.Outcome, error) {
	feed := shelf.Part{Name: "aude.xml", Feed: true, Write: func(_ context.Context, w io.Writer) error {
		_, err := w.Write(document(formations, version))
		return err
	}}
	twin := shelf.Part{Name: "aude.csv", Write: func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, version)
		return err
	}}
	return s.Publish(context.Background(), shelf.Candidate{Title: "AUDE", Date: midnight, Parts: []shelf.Part{feed, twin}, Delta: true,
		Publication: journal.Publication{Target: "aude", Formations: formations, Sessions: formations, At: midnight}}, half)
}

// TestKilledAtAnyMoment kills a process that publishes, releases, refuses and
// prunes, again and again, and looks at what partners would find, while it runs and
// once it is dead.
func TestKilledAtAnyMoment(t *testing.T) {
	rounds := 20
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
		checkDelta(t, dir)
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

// checkInPlace fails unless the publication in place is whole, valid and in
// agreement with its twins, its sums and its manifest, or absent. It gives its
// hash. A reader so slow that what it reads is no longer kept reads again.
func checkInPlace(t *testing.T, dir string) string {
	t.Helper()
	for {
		folder, err := os.Readlink(filepath.Join(dir, "aude", "latest"))
		if errors.Is(err, fs.ErrNotExist) {
			return ""
		}
		if err != nil {
			t.Fatal(err)
		}
		sum, err := inspect(t.Context(), filepath.Join(dir, "aude", folder))
		if err == nil {
			return sum
		}
		if now, _ := os.Readlink(filepath.Join(dir, "aude", "latest")); now == folder || !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("%s: %v", folder, err)
		}
	}
}

// inspect reads a publication as the most suspicious of partners would.
func inspect(ctx context.Context, dir string) (string, error) {
	files, err := readSums(dir)
	if err != nil {
		return "", err
	}
	var m shelf.Manifest
	if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
		return "", err
	}
	for _, f := range m.Files {
		if data := files[f.Name]; hash(data) != f.SHA256 || int64(len(data)) != f.Size {
			return "", fmt.Errorf("the manifest speaks of another %s", f.Name)
		}
	}
	xml := files["aude.xml"]
	if hash(xml) != m.SHA256 || m.State != journal.Published || m.Held != "" {
		return "", fmt.Errorf("the manifest is of another feed: %+v", m)
	}
	if err := sameUnzipped(xml, files["aude.xml.gz"], files["aude.xml.zst"]); err != nil {
		return "", err
	}
	result, err := lheo.Validate(ctx, bytes.NewReader(xml), lheo.Options{})
	if err != nil || !result.Valid || result.Formations != m.Formations {
		return "", fmt.Errorf("the feed in place is not valid: %+v (%w)", result.Faults, err)
	}
	return m.SHA256, nil
}

// readSums reads all that SHA256SUMS lists, which must be all that there is.
func readSums(dir string) (map[string][]byte, error) {
	list, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for line := range strings.Lines(string(list)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
		if hash(files[name]) != sum {
			return nil, fmt.Errorf("the sum of %s is wrong", name)
		}
	}
	there, err := os.ReadDir(dir)
	if err != nil || len(there) != len(files)+1 {
		return nil, fmt.Errorf("%d files are there and %d are listed (%w)", len(there), len(files), err)
	}
	return files, nil
}

func sameUnzipped(want, zipped, zstandard []byte) error {
	zip, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return err
	}
	unzipped, err := io.ReadAll(zip)
	if err != nil || !bytes.Equal(unzipped, want) {
		return fmt.Errorf("the .gz is not the feed (%w)", err)
	}
	in, err := zstd.NewReader(nil)
	if err != nil {
		return err
	}
	defer in.Close()
	unzipped, err = in.DecodeAll(zstandard, nil)
	if err != nil || !bytes.Equal(unzipped, want) {
		return fmt.Errorf("the .zst is not the feed (%w)", err)
	}
	return nil
}

// checkDelta applies the delta in place to the publication it is for, which must
// still be there.
func checkDelta(t *testing.T, dir string) {
	t.Helper()
	m, ok, err := shelf.Current(dir, "aude")
	if err != nil {
		t.Fatal(err)
	}
	if !ok || m.DeltaSince == "" {
		return
	}
	base, err := shelf.Find(dir, "aude", m.DeltaSince)
	if err != nil {
		t.Fatal(err)
	}
	latest := filepath.Join(dir, "aude", "latest")
	checkApplied(t, read(t, filepath.Join(dir, "aude", base.Folder, "aude.xml")), latest, read(t, filepath.Join(latest, "aude.xml")))
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
