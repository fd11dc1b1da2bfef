package partners

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// large is a twin of so many bytes, most of which the disk does not hold, that are
// told apart by their place.
func (h *house) large(size int64) shelf.Part {
	h.Helper()
	path := filepath.Join(h.shelf.Scratch(), "large")
	f, err := os.Create(path)
	if err == nil {
		err = f.Truncate(size)
	}
	for at := int64(0); err == nil && at+16 <= size; at += 1 << 20 {
		_, err = fmt.Fprintf(io.NewOffsetWriter(f, at), "%016d", at)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		h.Fatal(err)
	}
	return shelf.Part{Name: "aude.jsonl", Path: path}
}

const largePath = "/feeds/aude/latest/aude.jsonl"

// begin asks for a file, and reads nothing of it yet but the header.
func (h *house) begin(t testing.TB, path, token string) (net.Conn, *bufio.Reader, *http.Response) {
	t.Helper()
	c := dial(t, h)
	if err := c.(*net.TCPConn).SetReadBuffer(64 << 10); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+token+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReaderSize(c, 16<<10)
	response, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c, in, response
}

// TestLatestMovesDuringATransfer: what was begun is sent whole, though its folder is
// pruned meanwhile; resuming afterwards gives the whole of the new feed.
func TestLatestMovesDuringATransfer(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	size := int64(20 << 20)
	h.publish("aude", 3, "un", 0, h.large(size))
	want := h.ask("HEAD", largePath, token).Header.Get("ETag")
	_, _, response := h.begin(t, largePath, token)
	h.publish("aude", 3, "deux", 1)
	if removed, err := h.shelf.Prune("aude", 1); err != nil || len(removed) != 1 {
		t.Fatalf("pruned %v (%v)", removed, err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || int64(len(body)) != size || `"`+sumOf(body)+`"` != want {
		t.Fatalf("%d bytes, SHA-256 %s, want %s (%v)", len(body), sumOf(body), want, err)
	}

	old := `"` + sumOf(feed(3, "un")) + `"`
	a := h.ask("GET", "/feeds/aude/latest.xml", token, "Range: bytes=50-", "If-Range: "+old).want(t, 200)
	if !bytes.Equal(a.body, feed(3, "deux")) {
		t.Errorf("resumed into another feed: %.100s", a.body)
	}
	h.ask("GET", "/feeds/aude/latest.xml", token, "If-None-Match: "+old).want(t, 200)
	h.ask("GET", "/feeds/aude/"+strings.Trim(old, `"`)+"/aude.xml", token).want(t, 404)
}

// TestResume: a transfer that is cut is not complete; the client takes the rest, and
// then it is.
func TestResume(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	size := int64(30 << 20)
	h.publish("aude", 3, "un", 0, h.large(size))
	c, _, response := h.begin(t, largePath, token)
	first := make([]byte, 3<<20)
	if _, err := io.ReadFull(response.Body, first); err != nil {
		t.Fatal(err)
	}
	c.Close()
	h.until("the cut is told", func() bool { return strings.Contains(h.log.String(), `"cut":`) })
	rest := h.ask("GET", largePath, token, fmt.Sprintf("Range: bytes=%d-", len(first)), "If-Range: "+response.Header.Get("ETag")).want(t, 206)
	if got := `"` + sumOf(append(first, rest.body...)) + `"`; got != response.Header.Get("ETag") {
		t.Errorf("put together: %s, want %s", got, response.Header.Get("ETag"))
	}
	all := h.fetches()
	if len(all) != 2 || all[0].Complete || all[0].Bytes < int64(len(first)) || all[0].Bytes == size || !all[1].Complete || all[1].From != int64(len(first)) {
		t.Errorf("recorded %v", short(all))
	}
}

// until waits for something that happens in another goroutine.
func (h *house) until(what string, happened func() bool) {
	h.Helper()
	for began := time.Now(); !happened(); time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > 15*time.Second {
			h.Fatalf("it never happens that %s; the log:\n%.4000s", what, h.log)
		}
	}
}

// TestCurl resumes with the tool that partners use.
func TestCurl(t *testing.T) {
	curl, err := exec.LookPath("curl")
	if err != nil && os.Getenv("CI") != "" {
		t.Fatalf("curl is missing (CI must have it): %v", err)
	}
	if err != nil {
		t.Skip("skipped: no curl here")
	}
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}, Basic: true})
	h.publish("aude", 500, "un", 0)
	out := filepath.Join(t.TempDir(), "aude.xml")
	if err := os.WriteFile(out, feed(500, "un")[:1000], 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(arguments ...string) {
		t.Helper()
		if said, err := exec.CommandContext(t.Context(), curl, append([]string{"-sS", "--fail", "-o", out}, arguments...)...).CombinedOutput(); err != nil {
			t.Fatalf("curl %v: %v\n%s", arguments, err, said)
		}
		if got, err := os.ReadFile(out); err != nil || !bytes.Equal(got, feed(500, "un")) {
			t.Fatalf("curl %v: %d bytes (%v)", arguments, len(got), err)
		}
	}
	run("-C", "-", "-u", "ft:"+token, h.url+"/feeds/aude/latest.xml")
	run("--compressed", "-H", "Authorization: Bearer "+token, h.url+"/feeds/aude/latest.xml")
	etag := filepath.Join(t.TempDir(), "etag")
	run("--etag-save", etag, "--oauth2-bearer", token, h.url+"/feeds/aude/latest.xml")
	said, err := exec.CommandContext(t.Context(), curl, "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--etag-compare", etag, "--oauth2-bearer", token, h.url+"/feeds/aude/latest.xml").Output()
	if err != nil || string(said) != "304" {
		t.Errorf("curl with the ETag: %s (%v)", said, err)
	}
}

// TestSlowReaders: one that stands still is cut; one that is slow and honest is not.
func TestSlowReaders(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Limits.MinRate, c.Limits.Stall = 4<<20, 300*time.Millisecond })
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	size := int64(24 << 20)
	h.publish("aude", 3, "un", 0, h.large(size))

	honest := make(chan error, 1)
	_, _, slow := h.begin(t, largePath, token)
	go func() {
		var n int64
		for piece := make([]byte, 1<<20); n < size; time.Sleep(100 * time.Millisecond) { // 10 MiB a second
			m, err := io.ReadFull(slow.Body, piece)
			if n += int64(m); err != nil && n < size {
				honest <- fmt.Errorf("after %d bytes: %w", n, err)
				return
			}
		}
		honest <- nil
	}()
	began := time.Now()
	_, _, response := h.begin(t, largePath, token)
	h.until("the one that stands still is cut", func() bool { return strings.Contains(h.log.String(), `i/o timeout`) })
	took := time.Since(began)
	if n, err := io.Copy(io.Discard, response.Body); err == nil || n >= size {
		t.Errorf("the one that stands still has %d bytes (%v)", n, err)
	}
	if took > 5*time.Second {
		t.Errorf("it was cut after %v", took)
	}
	if err := <-honest; err != nil {
		t.Errorf("the honest one was cut: %v", err)
	}
	h.until("both are recorded", func() bool { return len(h.fetches()) == 2 })
	complete := 0
	for _, f := range h.fetches() {
		if f.Complete {
			complete++
		}
	}
	if complete != 1 {
		t.Errorf("recorded %v", short(h.fetches()))
	}
}

func TestTransfersAreLimited(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Limits.Transfers, c.Limits.PerPartner = 3, 2 })
	ft, region := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}}), h.partner(journal.Partner{Name: "region", Targets: []string{"aude"}})
	h.publish("aude", 3, "un", 0, h.large(30<<20))
	etag := h.ask("HEAD", largePath, ft).Header.Get("ETag")
	first, _, _ := h.begin(t, largePath, ft)
	h.begin(t, largePath, ft)
	if a := h.ask("GET", largePath, ft).want(t, 429); a.Header.Get("Retry-After") != "30" {
		t.Errorf("Retry-After: %q", a.Header.Get("Retry-After"))
	}
	h.ask("GET", largePath, ft, "If-None-Match: "+etag).want(t, 304)
	h.ask("HEAD", largePath, ft).want(t, 200)
	h.begin(t, largePath, region)
	if a := h.ask("GET", largePath, region).want(t, 503); a.Header.Get("Retry-After") != "60" {
		t.Errorf("Retry-After: %q", a.Header.Get("Retry-After"))
	}
	first.Close()
	h.until("the place is free again", func() bool {
		a, err := h.try("GET", "/feeds/aude/latest.xml", ft, nil)
		return err == nil && a.StatusCode == 200
	})
}

// TestManyPulls: two hundred partners take 50 MiB at once; memory stays flat, and
// nothing is left behind.
func TestManyPulls(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: sends 10 GiB")
	}
	h := newHouse(t, func(c *Config) { c.Limits.PerPartner = 300 })
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	const pulls, size = 200, 50 << 20
	h.publish("aude", 3, "un", 0, h.large(size))
	runtime.GC()
	before, goroutines := heap(), runtime.NumGoroutine()
	var peak uint64
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
				peak = max(peak, heap())
			}
		}
	}()
	began := time.Now()
	var all sync.WaitGroup
	failures := make(chan error, pulls)
	for range pulls {
		all.Go(func() { failures <- h.pull(largePath, token, size) })
	}
	all.Wait()
	took := time.Since(began)
	done <- struct{}{}
	close(failures)
	for err := range failures {
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d pulls of %d MiB in %v: %.0f MB/s; the heap went from %d to %d MiB at most", pulls, size>>20, took.Round(time.Millisecond),
		float64(pulls*size)/1e6/took.Seconds(), before>>20, peak>>20)
	if peak > before+64<<20 {
		t.Errorf("the heap grew from %d to %d MiB", before>>20, peak>>20)
	}
	if all := h.fetches(); len(all) != pulls {
		t.Errorf("%d fetches recorded", len(all))
	}
	h.client.CloseIdleConnections()
	h.until("the goroutines of all transfers are gone", func() bool { return runtime.NumGoroutine() <= goroutines+2 })
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// pull takes a file and drops it, by a connection of its own.
func (h *house) pull(path, token string, size int64) error {
	c, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "+token+"\r\n\r\n"); err != nil {
		return err
	}
	in := bufio.NewReaderSize(c, 4<<10)
	response, err := http.ReadResponse(in, nil)
	if err != nil {
		return err
	}
	n, err := drop(c, in, response)
	if err == nil && (n != size || response.StatusCode != 200) {
		err = fmt.Errorf("status %d, %d bytes", response.StatusCode, n)
	}
	return err
}

// drop lets the system throw away what comes, without this program reading it.
func drop(c net.Conn, in *bufio.Reader, response *http.Response) (int64, error) {
	buffered := int64(in.Buffered())
	n, err := discard(c.(*net.TCPConn), response.ContentLength-buffered)
	return n + buffered, err
}
