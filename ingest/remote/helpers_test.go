package remote

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// origin serves one file as publishers do, with what can go wrong with it.
type origin struct {
	mu      sync.Mutex
	content []byte
	etag    string
	name    string // Content-Disposition
	kind    string // Content-Type
	changed time.Time
	cuts    []int                                         // answers cut after so many bytes of body, in turn
	script  []http.HandlerFunc                            // answers given before any of the file, in turn
	always  func(http.ResponseWriter, *http.Request) bool // true when it answered
	asked   []*http.Request
}

func (o *origin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.asked = append(o.asked, r.Clone(context.Background()))
	if len(o.script) > 0 {
		next := o.script[0]
		o.script = o.script[1:]
		next(w, r)
		return
	}
	if o.always != nil && o.always(w, r) {
		return
	}
	for header, value := range map[string]string{"ETag": o.etag, "Content-Disposition": o.name, "Content-Type": o.kind} {
		if value != "" {
			w.Header().Set(header, value)
		}
	}
	if len(o.cuts) > 0 {
		w = &cutting{ResponseWriter: w, left: o.cuts[0]}
		o.cuts = o.cuts[1:]
	}
	http.ServeContent(w, r, "", o.changed, bytes.NewReader(o.content))
}

// requests are those that came since the last call.
func (o *origin) requests() []*http.Request {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := o.asked
	o.asked = nil
	return all
}

// set changes what is served.
func (o *origin) set(content, etag string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.content, o.etag = []byte(content), etag
}

// cutting breaks the connection after so many bytes of body.
type cutting struct {
	http.ResponseWriter
	left int
}

func (c *cutting) Write(p []byte) (int, error) {
	if len(p) < c.left {
		c.left -= len(p)
		return c.ResponseWriter.Write(p)
	}
	c.ResponseWriter.Write(p[:c.left])
	c.ResponseWriter.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

// serve starts a server on loopback and gives its address.
func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// serveAt starts a server on an address of this machine of our choice.
func serveAt(t *testing.T, ip string, h http.Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", ip+":0")
	if err != nil {
		t.Skipf("this machine has no %s: %v", ip, err)
	}
	s := httptest.NewUnstartedServer(h)
	s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	return s.URL
}

// fetcher is one for tests: it waits for nobody, and remembers how long it would.
func fetcher(t *testing.T) (*Fetcher, *[]time.Duration) {
	t.Helper()
	waits := new([]time.Duration)
	return &Fetcher{Dir: t.TempDir(), Timeout: 20 * time.Second, Idle: 5 * time.Second,
		Now:  func() time.Time { return time.Date(2026, 3, 2, 3, 0, 0, 0, time.UTC) },
		Rand: func() float64 { return 1 },
		Sleep: func(ctx context.Context, d time.Duration) error {
			*waits = append(*waits, d)
			return context.Cause(ctx)
		}}, waits
}

// must fetches, and fails the test when it does not work.
func must(t *testing.T, f *Fetcher, src Source) Fetched {
	t.Helper()
	got, err := f.Fetch(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// fails fetches, and fails the test when it works.
func fails(t *testing.T, f *Fetcher, src Source) *Error {
	t.Helper()
	got, err := f.Fetch(t.Context(), src)
	if err == nil {
		t.Fatalf("it should fail: %+v", got)
	}
	e, is := err.(*Error)
	if !is {
		t.Fatalf("%T: %v", err, err)
	}
	return e
}

// holdsFile checks that a file has its content.
func holdsFile(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s has %d bytes %.60q, want %d bytes %.60q", filepath.Base(path), len(got), got, len(want), want)
	}
}

// visible lists the files of a source's folder that are not hidden.
func visible(t *testing.T, f *Fetcher, name string) string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(f.Dir, name))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			all = append(all, e.Name())
		}
	}
	return strings.Join(all, " ")
}

// lines is a CSV of about so many bytes, no two lines alike.
func lines(bytes int) string {
	var b strings.Builder
	b.WriteString("code;libelle\n")
	for i := 0; b.Len() < bytes; i++ {
		fmt.Fprintf(&b, "%d;certification numéro %d\n", i, i*i)
	}
	return b.String()
}

// apart tells addresses of this machine apart, as if 127.0.0.2 were on the
// Internet and 127.0.0.3 in the organisation.
func apart(ip netip.Addr) reach {
	switch ip.String() {
	case "127.0.0.2":
		return public
	case "127.0.0.3":
		return private
	}
	return reachOf(ip)
}

// answer answers with a status, some headers ("Name: value") and a body.
func answer(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// quiet fails the test when goroutines outlive it.
func quiet(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for range 100 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		stacks := make([]byte, 64<<10)
		t.Errorf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
	})
}
