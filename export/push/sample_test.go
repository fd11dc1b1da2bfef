package push_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/push"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

var night = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// feedOf is a feed of n bytes that names its version on each line, so that a mix of
// two shows.
func feedOf(version string, n int) []byte {
	line := []byte("<formation v=\"" + version + "\"/>\n")
	return append(bytes.Repeat(line, n/len(line)), []byte("<fin/>\n")...)
}

// publication writes the files of a publication as the shelf has them.
func publication(t testing.TB, version string, size int) push.Publication {
	t.Helper()
	p := push.Publication{Target: "aude", Date: "2026-11-23", Dir: t.TempDir()}
	for name, data := range map[string][]byte{
		"aude.xml": feedOf(version, size), "aude.xml.gz": []byte("gz " + version), "manifest.json": []byte(`{"v":"` + version + `"}`), "SHA256SUMS": []byte("sums " + version),
	} {
		must(t, os.WriteFile(filepath.Join(p.Dir, name), data, 0o600))
		p.Files = append(p.Files, push.File{Name: name, Size: int64(len(data)), SHA256: sum(data), Feed: strings.HasPrefix(name, "aude.xml")})
	}
	slices.SortFunc(p.Files, func(a, b push.File) int { return strings.Compare(a.Name, b.Name) })
	p.SHA256 = p.Files[1].SHA256
	return p
}

// work is a pusher with its journal, and a clock that waiting turns.
type work struct {
	*testing.T
	push.Pusher
	journal *store.Store
	now     time.Time
	waits   []time.Duration
}

var empty = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "store.db")
	s, err := store.Open(context.Background(), path)
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func newWork(t *testing.T) *work {
	t.Helper()
	content, err := empty()
	must(t, err)
	path := filepath.Join(t.TempDir(), "store.db")
	must(t, os.WriteFile(path, content, 0o600))
	s, err := store.Open(t.Context(), path)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	w := &work{T: t, journal: s, now: night}
	w.Pusher = push.Pusher{Journal: s, Now: func() time.Time { return w.now }}
	return w
}

// push sends a publication, in as many attempts as it takes and is allowed.
func (w *work) push(d push.Destination, p push.Publication) journal.Push {
	w.Helper()
	w.now = w.now.Add(time.Second)
	for {
		state, next, err := w.Try(w.Context(), d, p)
		must(w, err)
		if state.State != journal.PushWaiting {
			return state
		}
		w.waits, w.now = append(w.waits, next.Sub(w.now)), next
	}
}

// try makes one attempt.
func (w *work) try(d push.Destination, p push.Publication) journal.Push {
	w.Helper()
	w.now = w.now.Add(time.Second)
	state, _, err := w.Try(w.Context(), d, p)
	must(w, err)
	return state
}

// sent fails the test unless the sending went well.
func (w *work) sent(d push.Destination, p push.Publication) {
	w.Helper()
	if state := w.push(d, p); state.State != journal.PushSent || state.Error != "" {
		w.Fatalf("not sent: %+v", state)
	}
}

func (w *work) fetches() []journal.Fetch {
	w.Helper()
	all, err := w.journal.Fetches(w.Context(), store.FetchFilter{})
	must(w, err)
	return all
}

// listing says what a folder holds, with the beginning of each content.
func listing(t testing.TB, dir string) string {
	t.Helper()
	var list []string
	must(t, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		list = append(list, name)
		return err
	}))
	slices.Sort(list)
	return strings.Join(list, " ")
}

// holds fails the test unless dir holds the chosen files of a publication, whole,
// and nothing else but what is said.
func holds(t testing.TB, dir string, p push.Publication, names ...string) {
	t.Helper()
	slices.Sort(names)
	if got := listing(t, dir); got != strings.Join(names, " ") {
		t.Fatalf("the folder holds %q, not %q", got, names)
	}
	for _, f := range p.Files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name))
		if slices.Contains(names, f.Name) && (err != nil || sum(data) != f.SHA256) {
			t.Fatalf("%s is not as published (%v)", f.Name, err)
		}
	}
}

func random() *rand.Rand { return rand.New(rand.NewPCG(7, 1)) }

func TestMain(m *testing.M) {
	for variable, act := range map[string]func(dir string) error{killedDir: pushForEver, fullDir: pushOnAFullDisk} {
		if dir := os.Getenv(variable); dir != "" {
			fmt.Fprintln(os.Stderr, act(dir))
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}
