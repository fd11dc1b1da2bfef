package metrics_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/metrics"
	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/prometheus/client_golang/prometheus/testutil"
)

var update = flag.Bool("update", false, "write the golden files again")

var monday = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// lived is a store and a shelf to which everything has happened that metrics tell.
func lived(t *testing.T) metrics.Config {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), filepath.Join(dir, "a.db"))
	check(t, err)
	t.Cleanup(func() { s.Close() })
	begin := func(id string, at time.Time) journal.Run {
		run := journal.Run{ID: id, Date: monday, StartedAt: at}
		check(t, s.BeginRun(t.Context(), run))
		return run
	}
	end := func(run journal.Run, state journal.RunState) {
		run.FinishedAt, run.State = run.StartedAt.Add(90*time.Second), state
		check(t, s.EndRun(t.Context(), run))
	}
	end(begin("r1", monday.Add(-24*time.Hour)), journal.DoneRefusals)
	begin("r2", monday.Add(-2*time.Hour)) // r3 finds it killed
	r3 := begin("r3", monday)
	load(t, s)
	publish(t, s, filepath.Join(dir, "shelf"))
	exchange(t, s)
	end(r3, journal.DoneHeld)
	return metrics.Config{Store: s, Shelf: filepath.Join(dir, "shelf"), Targets: []string{"aude", "kairos"}, Rules: []string{"siret-cle", "date"}, Version: "v1",
		MaxAge: func(nomenclature.Referential) int { return 2 }, Now: func() time.Time { return monday.Add(80 * time.Hour) }}
}

func load(t *testing.T, s *store.Store) {
	t.Helper()
	ctx, sha := t.Context(), strings.Repeat("d", 64)
	check(t, s.InLoad(ctx, func(l *store.Load) error {
		found := []finding.Finding{{Rule: "siret-cle", Severity: finding.Error, Message: "…"}, {Rule: "siret-cle", Severity: finding.Error, Message: "…"}, {Rule: "date", Severity: finding.Warning, Message: "…"}, {Rule: "ancienne", Severity: finding.Info, Message: "…"}}
		return errors.Join(
			l.KeepDelivery(ctx, journal.Delivery{SHA256: sha, Name: "a.xlsx", Size: 10, ReceivedAt: monday}),
			l.KeepLoads(ctx, []journal.Load{{Run: "r3", Delivery: sha, File: "a.xlsx", Counts: journal.Counts{Read: 15, Added: 5, Changed: 4, Unchanged: 3, Refused: 2, SetAside: 1}}}),
			l.KeepFindings(ctx, "r3", sha, found))
	}))
	version := nomenclature.Version{Referential: nomenclature.ROME, File: "rome.csv", SHA256: sha, LoadedAt: monday, Rows: 1}
	check(t, s.ReplaceTermes(ctx, version, func(yield func(nomenclature.Terme, error) bool) {
		yield(nomenclature.Terme{Code: "A1101", Libelle: "Conduite d'engins"}, nil)
	}, nil))
}

// publish puts a feed in place for one target, and holds that of another.
func publish(t *testing.T, s *store.Store, dir string) {
	t.Helper()
	place, err := shelf.Open(dir)
	check(t, err)
	feed := filepath.Join(place.Scratch(), "aude.xml")
	text := []byte("<lheo>\n<formation numero=\"04_1\">\n</formation>\n</lheo>\n")
	check(t, os.WriteFile(feed, text, 0o600))
	outcome, err := place.Publish(t.Context(), shelf.Candidate{Path: feed, Date: monday, Checks: []shelf.Check{func(context.Context, string, io.Reader) (string, error) { return "", nil }}, Publication: journal.Publication{Target: "aude", Run: "r3", Formations: 1, Actions: 8, Sessions: 9, SHA256: fmt.Sprintf("%x", sha256.Sum256(text)), At: monday.Add(time.Minute)}}, shelf.Guard{})
	check(t, err)
	if outcome.State != journal.Published {
		t.Fatal(outcome.Detail, outcome.Error)
	}
	check(t, s.KeepPublication(t.Context(), outcome.Publication))
	check(t, s.KeepPublication(t.Context(), journal.Publication{Target: "kairos", Run: "r3", State: journal.Held, SHA256: strings.Repeat("a", 64), Error: "vide", At: monday.Add(time.Minute)}))
	check(t, place.Close())
}

func exchange(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	check(t, s.KeepPartner(ctx, journal.Partner{Name: "ft", TokenHash: strings.Repeat("a", 64), Targets: []string{"aude"}, CreatedAt: monday}))
	fetch := func(partner, target string, bytes int64, complete bool) journal.Fetch {
		return journal.Fetch{Target: target, Partner: partner, Bytes: bytes, Complete: complete, Via: journal.ViaHTTP, At: monday.Add(time.Hour)}
	}
	check(t, s.KeepFetches(ctx, []journal.Fetch{fetch("ft", "aude", 100, true), fetch("ft", "aude", 5, false), fetch("<script>", "aude", 7, true), fetch("x\nup 1", "ancienne", 1, true), fetch("y", "/etc/passwd", 1, true)}))
	push := journal.Push{Target: "aude", Destination: "sftp", SHA256: strings.Repeat("a", 64), State: journal.PushFailed, Attempts: 1, At: monday}
	check(t, s.KeepPush(ctx, push))
	push.SHA256, push.State, push.At = strings.Repeat("b", 64), journal.PushSent, monday.Add(time.Hour)
	check(t, s.KeepPush(ctx, push))
	for job, state := range map[string]journal.RunState{"nuit": journal.Done, "export": journal.Failed} {
		f := journal.Firing{Job: job, Due: monday, StartedAt: monday.Add(3 * time.Second), Attempt: 1, Worker: "a:1"}
		_, err := s.ClaimFiring(ctx, f)
		check(t, err)
		f.State, f.FinishedAt = state, f.StartedAt.Add(90*time.Second)
		check(t, s.FinishFiring(ctx, f))
	}
	for _, key := range []string{"parti", "retardé", "perdu", "neuf"} {
		_, err := s.QueueMail(ctx, journal.Mail{Key: key, Kind: "alarme", To: []string{"x@exemple.fr"}, QueuedAt: monday})
		check(t, err)
	}
	check(t, s.MarkSent(ctx, "parti", monday))
	check(t, s.MarkFailed(ctx, "retardé", "450", monday.Add(time.Hour)))
	check(t, s.MarkFailed(ctx, "perdu", "550", time.Time{}))
}

// changing are the lines that differ each time.
var changing = regexp.MustCompile(`(?m)^(passerelle_collect_duration_seconds|passerelle_build_info\{.*\}) .*\n`)

func TestMetricsOfAStoreThatHasLived(t *testing.T) {
	var text bytes.Buffer
	check(t, metrics.Write(&text, metrics.New(lived(t))))
	got := changing.ReplaceAll(text.Bytes(), nil)
	const name = "testdata/vecu.prom"
	if *update {
		check(t, os.WriteFile(name, got, 0o600))
	}
	want, err := os.ReadFile(name)
	check(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("not as in %s: run `go test ./export/metrics -update` and look at what changed\n%s", name, got)
	}
}

func TestMetricsFollowTheConventions(t *testing.T) {
	problems, err := testutil.CollectAndLint(metrics.New(lived(t)))
	check(t, err)
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

func TestAnEmptyStoreHasMetrics(t *testing.T) {
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	check(t, err)
	defer s.Close()
	var text bytes.Buffer
	check(t, metrics.Write(&text, metrics.New(metrics.Config{Store: s, Shelf: "absent", Targets: []string{"aude"}, Now: time.Now})))
	if !strings.Contains(text.String(), "passerelle_up 1\n") || strings.Contains(text.String(), "last_run") {
		t.Errorf("got %s", text.String())
	}
}

// watched counts how often the store is asked, and fails when told to.
type watched struct {
	metrics.Store
	asked atomic.Int32
	fails atomic.Bool
}

func (w *watched) Counts(ctx context.Context) (store.Counts, error) {
	w.asked.Add(1)
	if w.fails.Load() {
		return store.Counts{}, errors.New("the disk is gone")
	}
	return w.Store.Counts(ctx)
}

func TestWhatWasReadServesAgainForAWhile(t *testing.T) {
	c := lived(t)
	w, now := &watched{Store: c.Store}, monday
	c.Store, c.Now, c.Keep = w, func() time.Time { return now }, time.Minute
	collector := metrics.New(c)
	var scrapes sync.WaitGroup
	for range 8 {
		scrapes.Go(func() { _ = metrics.Write(io.Discard, collector) })
	}
	scrapes.Wait()
	if n := w.asked.Load(); n != 1 {
		t.Errorf("asked %d times for 8 scrapes", n)
	}
	for _, step := range []struct {
		later time.Duration
		want  int32
	}{{59 * time.Second, 1}, {time.Second, 2}, {-time.Hour, 3}} { // a clock set back reads anew
		now = now.Add(step.later)
		check(t, metrics.Write(io.Discard, collector))
		if n := w.asked.Load(); n != step.want {
			t.Errorf("%s later: asked %d times, want %d", step.later, n, step.want)
		}
	}
}

func TestWhatCannotBeReadIsToldAndTheRestStays(t *testing.T) {
	c := lived(t)
	w := &watched{Store: c.Store}
	w.fails.Store(true)
	c.Store = w
	var text bytes.Buffer
	check(t, metrics.Write(&text, metrics.New(c)))
	if got := text.String(); !strings.Contains(got, "passerelle_up 0\n") || strings.Contains(got, "rows_total") || !strings.Contains(got, `passerelle_feed_formations{target="aude"} 1`) {
		t.Errorf("got %s", got)
	}
}

func TestHandlerAnswersOverHTTP(t *testing.T) {
	requests := metrics.NewRequests()
	requests.Observe("ft", "aude", 206, 100, time.Second)
	requests.Observe("", "", 401, 10, time.Millisecond)
	requests.Observe("ft", "aude", 0, -1, time.Millisecond)
	server := httptest.NewServer(metrics.Handler(metrics.New(lived(t)), requests))
	defer server.Close()
	answer, err := http.Get(server.URL + "/metrics")
	check(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	check(t, err)
	for _, want := range []string{"passerelle_up 1", "go_goroutines ", "process_open_fds ", `passerelle_http_requests_total{code="2xx",partner="ft",target="aude"} 1`,
		`passerelle_http_requests_total{code="4xx",partner="inconnu",target="aucune"} 1`, `passerelle_http_requests_total{code="none",partner="ft",target="aude"} 1`,
		`passerelle_http_response_size_bytes_total{partner="ft",target="aude"} 100`, `passerelle_http_request_duration_seconds_count{target="aude"} 2`} {
		if !strings.Contains(string(body), want) {
			t.Errorf("%s is missing from\n%s", want, body)
		}
	}
	if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain; version=0.0.4") {
		t.Errorf("content type %q", kind)
	}
}

func TestTheFileIsWholeOrAsItWas(t *testing.T) {
	c, dir := lived(t), t.TempDir()
	path := filepath.Join(dir, "passerelle.prom")
	check(t, os.WriteFile(path, []byte("before\n"), 0o600))
	check(t, metrics.WriteFile(path, metrics.New(c)))
	text, err := os.ReadFile(path)
	check(t, err)
	if !bytes.Contains(text, []byte("passerelle_up 1\n")) || bytes.Contains(text, []byte("go_")) {
		t.Errorf("got %s", text)
	}
	if err := metrics.WriteFile(filepath.Join(dir, "absent", "x.prom"), metrics.New(c)); err == nil || !strings.Contains(err.Error(), "absent") {
		t.Errorf("got %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

func BenchmarkCollect(b *testing.B) {
	s, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "a.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	c := metrics.New(metrics.Config{Store: s, Shelf: "absent", Now: time.Now, Keep: 1})
	b.ReportAllocs()
	for b.Loop() {
		if err := metrics.Write(io.Discard, c); err != nil {
			b.Fatal(err)
		}
	}
}
