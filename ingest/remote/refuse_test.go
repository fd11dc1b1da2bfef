package remote

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func zip(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

// TestTheLastGoodFileStays meets every answer that is not the file, with a good
// one already there.
func TestTheLastGoodFileStays(t *testing.T) {
	quiet(t)
	content := lines(3000)
	slow := func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "code;libelle\n")
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
	}
	drip := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100000")
		for range 1000 {
			if _, err := io.WriteString(w, "x"); err != nil || r.Context().Err() != nil {
				return
			}
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	}
	for _, c := range []struct {
		name     string
		answer   http.HandlerFunc
		is       error
		says     string
		attempts int
	}{
		{"a page", answer(200, "<!DOCTYPE html><html>connectez-vous</html>", "Content-Type: text/csv"), ErrPage, "open the address in a browser", 1},
		{"a page after a comment", answer(200, "\ufeff \n<!-- x --><HTML>", "Content-Type: text/csv"), ErrPage, "", 1},
		{"nothing", answer(200, ""), ErrEmpty, "", 1},
		{"nothing, compressed", answer(200, zip(""), "Content-Encoding: gzip"), ErrEmpty, "", 1},
		{"a file that announces too much", answer(200, "x", "Content-Length: 5000000"), ErrTooLarge, "5000000 bytes", 1},
		{"a file that is too much", func(w http.ResponseWriter, _ *http.Request) {
			for range 50 {
				io.WriteString(w, lines(50_000))
				w.(http.Flusher).Flush()
			}
		}, ErrTooLarge, "more than 1000000 bytes", 1},
		{"a bomb", answer(200, zip(strings.Repeat("0", 50<<20)), "Content-Encoding: gzip"), ErrTooLarge, "more than 1000000 bytes", 1},
		{"an encoding that was not asked for", answer(200, "x", "Content-Encoding: br"), ErrEncoding, `"br"`, 1},
		{"gone", answer(410, "gone"), nil, "status 410 Gone: look for the new address", 1},
		{"forbidden", answer(403, ""), nil, "status 403 Forbidden: check the credentials", 1},
		{"in trouble", answer(503, ""), nil, "status 503 Service Unavailable (after 3 attempts): the publisher's server is in trouble", 3},
		{"not modified, though nobody asked", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		}, ErrAddress, "redirects more than 10 times", 1},
		{"a part, though nobody asked", answer(206, "x", "Content-Range: bytes 0-0/1"), nil, "status 206", 1},
		{"a redirect to nowhere", answer(302, ""), ErrAddress, "", 1},
		{"a redirect that cannot be read", answer(302, "", "Location: http://a b:%zz/?token=SECRET"), ErrAddress, "", 1},
		{"a redirect to a file", answer(302, "", "Location: file:///etc/passwd"), ErrAddress, `scheme "file"`, 1},
		{"a server that falls silent", slow, ErrIdle, "", 4}, // the first brought a line
		{"a server that drips", drip, ErrTimeout, "what came is kept", 1},
		{"a server that hangs up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, "check the network", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &origin{content: []byte(content), etag: `"v1"`}
			f, _ := fetcher(t)
			f.MaxBytes, f.Retries = 1_000_000, 2
			src := Source{Name: "rome", URL: serve(t, o) + "/rome.csv"}
			good := must(t, f, src)
			switch c.is {
			case ErrIdle:
				f.Idle = 150 * time.Millisecond
			case ErrTimeout:
				f.Timeout = 700 * time.Millisecond
			}
			o.always = func(w http.ResponseWriter, r *http.Request) bool { c.answer(w, r); return true }

			err := fails(t, f, src)
			if c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) || err.Attempts != c.attempts {
				t.Errorf("%d attempts: %v", err.Attempts, err)
			}
			if !strings.HasPrefix(err.Error(), "fetch rome from "+src.URL) || strings.Contains(err.Error(), "SECRET") {
				t.Errorf("the error is told badly: %v", err)
			}
			holdsFile(t, good.Path, content)
			if last, ok := f.Last(src); !ok || last.SHA256 != good.SHA256 {
				t.Errorf("the last good file is not known any more: %+v", last)
			}
			o.mu.Lock()
			o.always = nil
			o.mu.Unlock()
			f.Idle, f.Timeout = 5*time.Second, 20*time.Second
			if again := must(t, f, src); !again.Unchanged {
				t.Errorf("the next night: %+v", again)
			}
		})
	}
}

func TestRetries(t *testing.T) {
	for _, c := range []struct {
		name   string
		script []http.HandlerFunc
		waits  string
	}{
		{"down then up", []http.HandlerFunc{answer(503, ""), answer(500, ""), answer(502, "")}, "[2s 4s 8s]"},
		{"too many requests, in seconds", []http.HandlerFunc{answer(429, "", "Retry-After: 40")}, "[40s]"},
		{"too many requests, by a date", []http.HandlerFunc{answer(429, "", "Retry-After: Mon, 02 Mar 2026 03:01:30 GMT")}, "[1m30s]"},
		{"a date that is past", []http.HandlerFunc{answer(503, "", "Retry-After: Mon, 02 Mar 2020 03:01:30 GMT")}, "[2s]"},
		{"a wait beyond reason", []http.HandlerFunc{answer(429, "", "Retry-After: 86400")}, "[5m0s]"},
		{"a wait that is none", []http.HandlerFunc{answer(429, "", "Retry-After: demain")}, "[2s]"},
		{"a slow server that says so", []http.HandlerFunc{answer(408, "")}, "[2s]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &origin{content: []byte(lines(1000)), script: c.script}
			f, waits := fetcher(t)
			got := must(t, f, Source{Name: "nsf", URL: serve(t, o) + "/nsf.csv"})
			if fmt.Sprint(*waits) != c.waits || got.Attempts != len(c.script)+1 {
				t.Errorf("waits %v in %d attempts, want %s", *waits, got.Attempts, c.waits)
			}
		})
	}
}

func TestWaitsAreSpreadAndCapped(t *testing.T) {
	f, _ := fetcher(t)
	f.Rand = func() float64 { return 0 }
	s := f.settled()
	j := &job{Fetcher: s}
	for barren, want := range map[int]time.Duration{0: time.Second, 1: 2 * time.Second, 20: 150 * time.Second, 200: 150 * time.Second} {
		if got := j.wait(barren, errors.New("x")); got != want {
			t.Errorf("after %d: %v, want %v", barren, got, want)
		}
	}
}

func TestAServerThatIsNotThereYet(t *testing.T) {
	s := httptest.NewUnstartedServer(&origin{content: []byte(lines(1000))})
	address := s.Listener.Addr().String()
	s.Listener.Close()
	f, _ := fetcher(t)
	f.Sleep = func(context.Context, time.Duration) error {
		if s.Listener = listen(t, address); s.URL == "" {
			s.Start()
		}
		return nil
	}
	got := must(t, f, Source{Name: "nsf", URL: "http://" + address + "/nsf.csv"})
	s.Close()
	if got.Attempts != 2 {
		t.Errorf("%d attempts", got.Attempts)
	}
}

func TestAFetchThatIsCalledOff(t *testing.T) {
	o := &origin{always: func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }}
	f, _ := fetcher(t)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := f.Fetch(ctx, Source{Name: "nsf", URL: serve(t, o) + "/nsf.csv"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestCredentialsAreUsedAndNeverTold(t *testing.T) {
	var other []string
	elsewhere := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		other = append(other, r.Header.Get("Authorization"))
		io.WriteString(w, lines(100))
	}))
	to := ""
	o := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		if user != "carif" || password != "motdepasse" {
			w.WriteHeader(401)
			return
		}
		switch r.URL.Path {
		case "/a":
			http.Redirect(w, r, "/b?token=jeton", http.StatusFound)
		case "/b":
			http.Redirect(w, r, to, http.StatusFound)
		default:
			io.WriteString(w, lines(100))
		}
	})
	base := strings.Replace(serve(t, o), "http://", "http://carif:motdepasse@", 1)
	f, _ := fetcher(t)
	f.Retries = -1
	check := func(text string) {
		t.Helper()
		for _, s := range []string{"carif:", "motdepasse", "jeton"} {
			if strings.Contains(text, s) {
				t.Errorf("%q is told: %s", s, text)
			}
		}
	}
	src := Source{Name: "prive", URL: base + "/a?apikey=jeton&page=2"}
	to = "/c"
	got := must(t, f, src)
	check(fmt.Sprintf("%+v", got))
	to = elsewhere + "/d?X-Amz-Signature=jeton&date=1"
	got = must(t, f, src)
	check(fmt.Sprintf("%+v", got))
	if len(other) != 1 || other[0] != "" {
		t.Errorf("credentials were told to another server: %q", other)
	}
	if got.URL != elsewhere+"/d?X-Amz-Signature=…&date=1" {
		t.Errorf("final address %s", got.URL)
	}
	to = "http://127.0.0.1:1/?token=jeton"
	check(fails(t, f, src).Error())
	entries, err := filepath.Glob(filepath.Join(f.Dir, "prive", ".*"))
	if err != nil || len(entries) == 0 {
		t.Fatal(entries, err)
	}
	for _, path := range entries {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		check(string(text))
	}
}

func TestAddressesThatAreRefused(t *testing.T) {
	for _, c := range []struct{ name, url, says string }{
		{"a file", "file:///etc/passwd", "only http and https"},
		{"a path", "/srv/rome.csv", "only http and https"},
		{"nothing", "", "only http and https"},
		{"no server", "https:///rome.csv", "names no server"},
		{"unreadable, with credentials", "https://a:motdepasse@b c/%zz", "cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, _ := fetcher(t)
			err := fails(t, f, Source{Name: "rome", URL: c.url})
			if !errors.Is(err, ErrAddress) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "motdepasse") {
				t.Errorf("%v", err)
			}
		})
	}
	for _, name := range []string{"", ".", "..", "../rome", "a/b", `a\b`, ".cache", "rome.part", strings.Repeat("a", 300)} {
		f, _ := fetcher(t)
		if err := fails(t, f, Source{Name: name, URL: "http://127.0.0.1/"}); !strings.Contains(err.Error(), "cannot be called") {
			t.Errorf("source %q: %v", name, err)
		}
	}
}

func TestOneAtATime(t *testing.T) {
	arrived, go1 := make(chan bool), make(chan bool)
	o := &origin{content: []byte(lines(100)), script: []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-go1
		io.WriteString(w, lines(100))
	}}}
	f, _ := fetcher(t)
	src := Source{Name: "rome", URL: serve(t, o) + "/rome.csv"}
	done := make(chan error)
	go func() {
		_, err := f.Fetch(context.Background(), src)
		done <- err
	}()
	<-arrived
	if err := fails(t, f, src); !errors.Is(err, ErrInUse) {
		t.Errorf("%v", err)
	}
	close(go1)
	if err := <-done; err != nil {
		t.Error(err)
	}
	must(t, f, src)
}

func TestAFolderThatCannotBeWritten(t *testing.T) {
	o := &origin{content: []byte(lines(100))}
	f, _ := fetcher(t)
	f.Dir = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(f.Dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := fails(t, f, Source{Name: "rome", URL: serve(t, o) + "/rome.csv"}); !strings.Contains(err.Error(), "check the folder") {
		t.Errorf("%v", err)
	}
	f.Dir = t.TempDir()
	if err := os.MkdirAll(filepath.Join(f.Dir, "rome", "rome.csv", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := fails(t, f, Source{Name: "rome", URL: serve(t, o) + "/rome.csv"}); !strings.Contains(err.Error(), "check the folder") {
		t.Errorf("%v", err)
	}
}

func TestGzip(t *testing.T) {
	content := lines(20_000)
	for _, c := range []struct {
		name, file, encoding, body, want, saved string
		noted                                   bool
	}{
		{"a .gz is left as it is", "rncp.csv.gz", "", zip(content), zip(content), "rncp.csv.gz", false},
		{"a file that the server compresses unasked", "rncp.csv", "gzip", zip(content), content, "rncp.csv", false},
		{"a .gz that the server calls compression", "rncp.csv.gz", "x-gzip", zip(content), zip(content), "rncp.csv.gz", true},
		{"a .gz that the server compresses once more", "rncp.csv.gz", "gzip", zip(zip(content)), zip(content), "rncp.csv.gz", false},
		{"a compression that is not", "rncp.csv", "gzip", content, content, "rncp.csv", true},
		{"a .gz without its name", "export", "", zip(content), zip(content), "export.gz", false},
		{"identity, in words", "rncp.csv", "identity", content, content, "rncp.csv", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, _ := fetcher(t)
			headers := []string{"Content-Type: application/octet-stream"}
			if c.encoding != "" {
				headers = append(headers, "Content-Encoding: "+c.encoding)
			}
			got := must(t, f, Source{Name: "rncp", URL: serve(t, answer(200, c.body, headers...)) + "/" + c.file})
			holdsFile(t, got.Path, c.want)
			if filepath.Base(got.Path) != c.saved || (len(got.Notes) > 0) != c.noted {
				t.Errorf("saved as %s, notes %q", filepath.Base(got.Path), got.Notes)
			}
		})
	}
	t.Run("cut in the middle of what is compressed", func(t *testing.T) {
		f, _ := fetcher(t)
		full := zip(content)
		o := &origin{content: []byte(content), script: []http.HandlerFunc{answer(200, full[:len(full)/2], "Content-Encoding: gzip", fmt.Sprintf("Content-Length: %d", len(full)/2))}}
		holdsFile(t, must(t, f, Source{Name: "rncp", URL: serve(t, o) + "/rncp.csv"}).Path, content)
	})
}

func TestDataThatIsCalledAPage(t *testing.T) {
	f, _ := fetcher(t)
	got := must(t, f, Source{Name: "rome", URL: serve(t, answer(200, lines(100), "Content-Type: text/html; charset=utf-8")) + "/rome.csv"})
	if len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "text/html") {
		t.Errorf("notes %q", got.Notes)
	}
}

func TestACertificateThatIsNotGood(t *testing.T) {
	s := httptest.NewUnstartedServer(&origin{content: []byte(lines(100))})
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	f, _ := fetcher(t)
	src := Source{Name: "rome", URL: s.URL + "/rome.csv"}
	if err := fails(t, f, src); err.Attempts != 1 || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("%v", err)
	}
	f.Client = s.Client()
	must(t, f, src)
}

func TestFromHTTPSNeverToHTTP(t *testing.T) {
	plain := serve(t, &origin{content: []byte(lines(100))})
	s := httptest.NewTLSServer(http.RedirectHandler(plain+"/rome.csv", http.StatusFound))
	defer s.Close()
	f, _ := fetcher(t)
	f.Client = s.Client()
	if err := fails(t, f, Source{Name: "rome", URL: s.URL}); !errors.Is(err, ErrAddress) || !strings.Contains(err.Error(), "from https to http") {
		t.Errorf("%v", err)
	}
}

func TestThroughAProxy(t *testing.T) {
	file := &origin{content: []byte(lines(100))}
	target, err := url.Parse(serve(t, file))
	if err != nil {
		t.Fatal(err)
	}
	var through []string
	proxy, err := url.Parse(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		through = append(through, r.URL.Host)
		if r.URL.Host == "one.example" {
			http.Redirect(w, r, "http://two.example/rome.csv", http.StatusFound)
			return
		}
		if r.URL.Host == "three.example" {
			http.Redirect(w, r, "http://"+target.Host+"/rome.csv", http.StatusFound)
			return
		}
		file.ServeHTTP(w, r)
	})))
	if err != nil {
		t.Fatal(err)
	}
	f, _ := fetcher(t)
	f.Client = &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}}
	must(t, f, Source{Name: "rome", URL: "http://one.example/"})
	if got := strings.Join(through, " "); got != "one.example two.example" {
		t.Errorf("went through the proxy: %s", got)
	}
	if err := fails(t, f, Source{Name: "autre", URL: "http://three.example/"}); !errors.Is(err, ErrAddress) {
		t.Errorf("a redirect to an address of this machine: %v", err)
	}
}
