package partners

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// night is when the feeds of the tests are published; morning is when partners come.
var (
	night   = time.Date(2026, time.November, 23, 2, 15, 0, 0, time.UTC)
	morning = night.Add(4 * time.Hour)
)

// house is a real shelf, a real store and a real server on loopback.
type house struct {
	testing.TB
	dir    string
	shelf  *shelf.Shelf
	store  *store.Store
	server *Server
	url    string
	inbox  string
	log    *lockedBuffer
	client *http.Client
	now    time.Time
	counts *observed
	stop   func() error
}

// observed are the metrics of a test.
type observed struct {
	mu   sync.Mutex
	seen []string
}

func (c *observed) Observe(partner, target string, status int, bytes int64, _ time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = append(c.seen, fmt.Sprintf("%s|%s|%d|%d", partner, target, status, bytes))
}

func (c *observed) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.seen, " ")
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newHouse serves an empty shelf; change says what is out of the ordinary.
func newHouse(t testing.TB, change func(*Config)) *house {
	t.Helper()
	h := prepared(t)
	h.open(change)
	return h
}

func prepared(t testing.TB) *house {
	t.Helper()
	dir := t.TempDir()
	h := &house{TB: t, dir: dir, log: new(lockedBuffer), now: morning, inbox: filepath.Join(dir, "inbox"), counts: new(observed)}
	var err error
	if h.shelf, err = shelf.Open(filepath.Join(dir, "shelf")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.shelf.Close() })
	if h.store, err = store.Open(t.Context(), filepath.Join(dir, "catalogue.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.store.Close() })
	return h
}

func (h *house) open(change func(*Config)) {
	h.Helper()
	c := Config{Shelf: filepath.Join(h.dir, "shelf"), Work: filepath.Join(h.dir, "work"), Inbox: h.inbox, Publisher: "Carif-Oref d'essai", PublicURL: "https://flux.exemple.fr",
		Titles: map[string]string{"aude": "AUDE Formation"}, Log: slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Metrics: h.counts,
		Now: func() time.Time { return h.now }}
	if change != nil {
		change(&c)
	}
	var err error
	if h.server, err = New(h.Context(), c, h.store); err != nil {
		h.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.Fatal(err)
	}
	h.url = "http://" + l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.server.Serve(ctx, l) }()
	h.client = &http.Client{Transport: &http.Transport{DisableCompression: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	h.stop = sync.OnceValue(func() error { cancel(); h.client.CloseIdleConnections(); return <-ended })
	h.Cleanup(func() {
		if err := h.stop(); err != nil {
			h.Errorf("stop: %v", err)
		}
	})
}

// partner keeps a partner and gives its token.
func (h *house) partner(p journal.Partner) (token string) {
	h.Helper()
	token, p.TokenHash = NewToken()
	p.CreatedAt = night
	if err := h.store.KeepPartner(h.Context(), p); err != nil {
		h.Fatal(err)
	}
	return token
}

// feed is a small feed of n formations, whose titles say which version it is.
func feed(n int, version string) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<lheo xmlns=\"http://lheo.gouv.fr/2.3\">\n<offres>\n")
	for i := range n {
		fmt.Fprintf(&b, "<formation numero=\"04_F%03d\">\n<intitule-formation>CAP cuisine %s</intitule-formation>\n</formation>\n", i, version)
	}
	b.WriteString("</offres>\n</lheo>\n")
	return b.Bytes()
}

// publish puts a feed on the shelf, a number of days after the first night, with what
// parts stand beside it. The checks of feeds are the shelf's business.
func (h *house) publish(target string, n int, version string, days int, parts ...shelf.Part) shelf.Outcome {
	h.Helper()
	return h.publishWith(target, n, version, days, func(c *shelf.Candidate) { c.Parts = parts })
}

func (h *house) publishWith(target string, n int, version string, days int, change func(*shelf.Candidate)) shelf.Outcome {
	h.Helper()
	at := night.AddDate(0, 0, days)
	path := filepath.Join(h.shelf.Scratch(), target+".xml")
	if err := os.WriteFile(path, feed(n, version), 0o600); err != nil {
		h.Fatal(err)
	}
	c := shelf.Candidate{Path: path, Title: strings.ToUpper(target), Date: at, Checks: []shelf.Check{},
		Publication: journal.Publication{Target: target, Run: fmt.Sprintf("r%02d", days), Formations: n, Sessions: 2 * n, At: at}}
	change(&c)
	o, err := h.shelf.Publish(h.Context(), c, shelf.Guard{Release: true})
	if err != nil || o.State != journal.Published {
		h.Fatalf("publish %s: %+v (%v)", target, o, err)
	}
	return o
}

// answer is what came back, whole.
type answer struct {
	*http.Response
	body []byte
}

// ask makes one request. headers come as "Name: value".
func (h *house) ask(method, path, token string, headers ...string) answer {
	h.Helper()
	return h.send(method, path, token, nil, headers...)
}

func (h *house) send(method, path, token string, body io.Reader, headers ...string) answer {
	h.Helper()
	a, err := h.try(method, path, token, body, headers...)
	if err != nil {
		h.Fatal(err)
	}
	return a
}

func (h *house) try(method, path, token string, body io.Reader, headers ...string) (a answer, err error) {
	r, err := http.NewRequestWithContext(h.Context(), method, h.url+path, body)
	if err != nil {
		return a, err
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	if a.Response, err = h.client.Do(r); err != nil {
		return a, err
	}
	a.body, err = io.ReadAll(a.Body)
	return a, errors.Join(err, a.Body.Close())
}

// want fails the test unless a status came back.
func (a answer) want(t testing.TB, status int) answer {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("%s %s: status %d, want %d: %.300s", a.Request.Method, a.Request.URL, a.StatusCode, status, a.body)
	}
	return a
}

func (a answer) decode(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal(a.body, into); err != nil {
		t.Fatalf("%v: %.300s", err, a.body)
	}
}

// settled waits for the requests whose clients have their answer to be accounted for.
func (h *house) settled() {
	ctx, cancel := context.WithTimeout(h.Context(), time.Second)
	defer cancel()
	h.server.lastVisits(ctx)
}

// fetches are those that the store has, once they are recorded, the oldest first.
func (h *house) fetches() (all []journal.Fetch) {
	h.Helper()
	h.settled()
	if err := h.server.accounts.flush(h.Context()); err != nil {
		h.Fatal(err)
	}
	newest, err := h.store.Fetches(h.Context(), store.FetchFilter{})
	if err != nil {
		h.Fatal(err)
	}
	for i := range newest {
		all = append(all, newest[len(newest)-1-i])
	}
	return all
}
