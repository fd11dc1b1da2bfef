package partners

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

func TestHealth(t *testing.T) {
	h := newHouse(t, nil)
	for path, want := range map[string]string{"/healthz": "vivant", "/readyz": "pret"} {
		var s stateLine
		if h.ask("GET", path, "").want(t, 200).decode(t, &s); s.State != want {
			t.Errorf("%s: %+v", path, s)
		}
		h.ask("HEAD", path, "").want(t, 200)
	}
	away := filepath.Join(h.dir, "away")
	if err := os.Rename(filepath.Join(h.dir, "shelf"), away); err != nil {
		t.Fatal(err)
	}
	a := h.ask("GET", "/readyz", "").want(t, 503)
	if strings.Contains(string(a.body), h.dir) || !strings.Contains(h.log.String(), "no such file") {
		t.Errorf("a stranger is told %s", a.body)
	}
	h.ask("GET", "/healthz", "").want(t, 200)
	if err := os.Rename(away, filepath.Join(h.dir, "shelf")); err != nil {
		t.Fatal(err)
	}
	h.ask("GET", "/readyz", "").want(t, 200)
	h.server.leaving.Store(true)
	h.ask("GET", "/readyz", "").want(t, 503)
	h.server.leaving.Store(false)
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	h.ask("GET", "/readyz", "").want(t, 503)
	if a := h.ask("GET", "/feeds/", h.madeUp()).want(t, 503); a.Header.Get("Retry-After") == "" || strings.Contains(string(a.body), "database") {
		t.Errorf("while the store does not answer, a partner is told %v %s", a.Header, a.body)
	}
}

// madeUp is a token that nobody was given.
func (h *house) madeUp() string { token, _ := NewToken(); return token }

// TestHostileRequests: what no client of partners would send is refused, and costs
// little; the server goes on.
func TestHostileRequests(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	h.publish("aude", 3, "un", 0)
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"a header of 32 KiB":         {"GET /feeds/ HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("a", 32<<10) + "\r\n\r\n", 431},
		"ten thousand headers":       {"GET /feeds/ HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X-A: b\r\n", 10_000) + "\r\n", 431},
		"an address of 32 KiB":       {"GET /feeds/" + strings.Repeat("a", 32<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431},
		"a header of a megabyte":     {"GET /feeds/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + strings.Repeat("a", 1<<20) + "\r\n\r\n", 431},
		"two lengths":                {"POST /deliveries HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
		"a length and chunks":        {"POST /deliveries HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: xchunked\r\n\r\nabcd", 501},
		"no host":                    {"GET /healthz HTTP/1.1\r\n\r\n", 400},
		"a header that is folded":    {"GET /healthz HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", 400},
		"nonsense":                   {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400},
		"another's host, absolute":   {"GET http://evil.example/feeds/aude/latest.xml HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n", 200},
		"a proxy's method":           {"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", 400},
		"a range of a thousand":      {"GET /feeds/aude/latest.xml HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\nRange: bytes=" + strings.Repeat("0-0,", 1000) + "5-\r\n\r\n", 200},
		"a query of 8 KiB":           {"GET /feeds/aude/delta.xml?since=" + strings.Repeat("a", 8<<10) + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n", 400},
		"an unknown method":          {"BREW /feeds/ HTTP/1.1\r\nHost: x\r\n\r\n", 405},
		"a name of request to forge": {"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: forged\r\n\r\n", 200},
	} {
		a := raw(t, h, c.request)
		if a.StatusCode != c.status {
			t.Errorf("%s: status %d, want %d: %.100s", name, a.StatusCode, c.status, a.body)
		}
		if a.Header.Get("X-Request-Id") == "forged" {
			t.Errorf("%s: the name of a request is forged", name)
		}
		if loc := a.Header.Get("Location"); loc != "" {
			t.Errorf("%s: sent to %s", name, loc)
		}
	}
	h.ask("GET", "/feeds/aude/latest.xml", token).want(t, 200)
}

// TestConnectionsAreCapped: those beyond wait, and are served when others end.
func TestConnectionsAreCapped(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Limits.Connections = 5 })
	var idle []net.Conn
	for range 5 {
		c := dial(t, h)
		io.WriteString(c, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
		if _, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil {
			t.Fatal(err)
		}
		idle = append(idle, c)
	}
	waiting := dial(t, h)
	io.WriteString(waiting, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
	waiting.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	if _, err := waiting.Read(make([]byte, 1)); err == nil {
		t.Error("a sixth connection is served")
	}
	idle[0].Close()
	waiting.SetReadDeadline(time.Now().Add(10 * time.Second))
	if response, err := http.ReadResponse(bufio.NewReader(waiting), nil); err != nil || response.StatusCode != 200 {
		t.Errorf("once there is a place: %v (%v)", response, err)
	}
}

// TestStop: a transfer under way may end, nothing new begins, and nothing is left.
func TestStop(t *testing.T) {
	before := runtime.NumGoroutine()
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	size := int64(20 << 20)
	h.publish("aude", 3, "un", 0, h.large(size))
	c, _, response := h.begin(t, largePath, token)
	stopped := make(chan error, 1)
	go func() { stopped <- h.stop() }()
	h.until("no new connection is accepted", func() bool {
		_, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
		return err != nil
	})
	if n, err := io.Copy(io.Discard, response.Body); err != nil || n != size {
		t.Errorf("the transfer under way: %d bytes (%v)", n, err)
	}
	c.Close()
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	all, err := h.store.LastFetches(t.Context())
	if err != nil || len(all) != 1 || all[0].Bytes != size {
		t.Errorf("recorded: %v (%v)", short(all), err)
	}
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	h.until("no goroutine is left", func() bool { return runtime.NumGoroutine() <= before+1 })
}

// TestStopIsFirm: one that does not end is cut once the grace is over.
func TestStopIsFirm(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Limits.Grace = 100 * time.Millisecond })
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	h.publish("aude", 3, "un", 0, h.large(40<<20))
	h.begin(t, largePath, token)
	began := time.Now()
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	if all, err := h.store.Fetches(t.Context(), fetchesOf("ft")); err != nil || len(all) != 1 || all[0].Complete {
		t.Errorf("recorded: %v (%v)", short(all), err)
	}
}

// certificate writes one for loopback, of that serial number.
func certificate(t *testing.T, dir string, serial int64) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	is := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "essai"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, is, is, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	put(t, dir, "cert.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	put(t, dir, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
	return cert, key
}

// TestTLS: files that change are read again; bad ones leave the last good pair.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key := certificate(t, dir, 1)
	h := newHouse(t, func(c *Config) { c.CertFile, c.KeyFile = cert, key })
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	h.publish("aude", 300, "un", 0)
	url := strings.Replace(h.url, "http:", "https:", 1) + "/feeds/aude/latest.xml"
	serial := func(two bool) int64 {
		t.Helper()
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: two}
		defer transport.CloseIdleConnections()
		r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		a, err := transport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(a.Body)
		if err != nil || string(body) != string(feed(300, "un")) || a.Header.Get("Strict-Transport-Security") == "" || two != (a.ProtoMajor == 2) {
			t.Fatalf("%s, %d bytes, %v (%v)", a.Proto, len(body), a.Header, err)
		}
		return a.TLS.PeerCertificates[0].SerialNumber.Int64()
	}
	again := func() {
		h.server.certs.mu.Lock()
		defer h.server.certs.mu.Unlock()
		h.server.certs.looked = time.Time{}
	}
	if got := serial(false); got != 1 {
		t.Errorf("certificate %d", got)
	}
	certificate(t, dir, 2)
	future := time.Now().Add(time.Minute)
	os.Chtimes(cert, future, future)
	again()
	if got := serial(true); got != 2 {
		t.Errorf("after a change: certificate %d", got)
	}
	put(t, dir, "cert.pem", []byte("nonsense"))
	again()
	if got := serial(false); got != 2 || !strings.Contains(h.log.String(), "the last good one stays in use") {
		t.Errorf("after nonsense: certificate %d", got)
	}
	for name, c := range map[string]Config{"no key": {CertFile: cert}, "nonsense": {CertFile: cert, KeyFile: key}} {
		c.Shelf, c.Work = h.dir, filepath.Join(h.dir, "other")
		if _, err := New(t.Context(), c, h.store); err == nil {
			t.Errorf("%s: the door opens", name)
		}
	}
}

// TestOneServerAFolder: two would empty each other's file of fetches.
func TestOneServerAFolder(t *testing.T) {
	h := newHouse(t, nil)
	if _, err := New(t.Context(), h.server.Config, h.store); err == nil || !strings.Contains(err.Error(), "another server's") {
		t.Fatalf("got %v", err)
	}
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	h.open(nil)
	h.ask("GET", "/healthz", "").want(t, 200)
}

// TestClientLeaves before its answer begins: that is no error of ours.
func TestClientLeaves(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	for range maxQuestions {
		h.server.questions <- struct{}{}
	}
	c := dial(t, h)
	if _, err := io.WriteString(c, "GET /records/S1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+token+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	h.until("it is being answered", func() bool { return h.server.visits.Load() > 0 })
	c.Close()
	h.until("it is told", func() bool { return strings.Contains(h.log.String(), `"status":499`) })
	if strings.Contains(h.log.String(), `"level":"ERROR"`) {
		t.Errorf("the log has an error:\n%s", h.log)
	}
}

// TestAccessLog: one line tells who took what.
func TestAccessLog(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Trusted = nil })
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	o := h.publish("aude", 3, "un", 0)
	a := h.ask("GET", "/feeds/aude/latest.xml?x=secret", token)
	want := fmt.Sprintf(`"msg":"request","request":%q,"remote":"127.0.0.1","method":"GET","path":"/feeds/aude/latest.xml","status":200,"bytes":%d,`, a.Header.Get("X-Request-Id"), len(a.body))
	h.until("the line is written", func() bool { return strings.Contains(h.log.String(), want) })
	if rest := `"partner":"ft","target":"aude","publication":"` + o.SHA256 + `"`; !strings.Contains(h.log.String(), rest) || strings.Contains(h.log.String(), "secret") {
		t.Errorf("the log:\n%s", h.log)
	}
}

// TestDamagedFile: what is not what its manifest says is not sent.
func TestDamagedFile(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	o := h.publish("aude", 3, "un", 0)
	folder := filepath.Join(h.dir, "shelf", "aude", o.SHA256)
	if err := os.Truncate(filepath.Join(folder, "aude.xml"), 10); err != nil {
		t.Fatal(err)
	}
	h.ask("GET", "/feeds/aude/latest.xml", token).want(t, 500)
	if !strings.Contains(h.log.String(), "is not what its manifest says") {
		t.Error("the log does not say why")
	}
	if err := os.Remove(filepath.Join(folder, "aude.xml.gz")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(folder, "aude.xml.gz")); err != nil {
		t.Fatal(err)
	}
	h.ask("GET", "/feeds/aude/latest.xml.gz", token).want(t, 500)
	h.ask("GET", "/feeds/aude/latest.xml.zst", token).want(t, 200)
}

// BenchmarkLargeFile sends 500 MiB on loopback, beside http.FileServer. The client
// lets the system drop what comes.
func BenchmarkLargeFile(b *testing.B) {
	const size = 500 << 20
	h := prepared(b)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	o := h.publish("aude", 3, "un", 0, h.large(size))
	h.open(func(c *Config) { c.Log = slog.New(slog.DiscardHandler) })
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: http.FileServer(http.Dir(filepath.Join(h.dir, "shelf", "aude", o.SHA256)))}
	go server.Serve(plain)
	defer server.Close()
	for _, c := range []struct{ name, url, path string }{{"partners", h.url, largePath}, {"FileServer", "http://" + plain.Addr().String(), "/aude.jsonl"}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			to := &house{TB: b, url: c.url}
			for b.Loop() {
				if err := to.pull(c.path, token, size); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkConditional is what most requests of partners are: « has it changed? ».
func BenchmarkConditional(b *testing.B) {
	h := prepared(b)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	o := h.publish("aude", 300, "un", 0)
	h.open(func(c *Config) { c.Log = slog.New(slog.DiscardHandler) })
	b.ReportAllocs()
	for b.Loop() {
		h.ask("GET", "/feeds/aude/latest.xml", token, `If-None-Match: "`+o.SHA256+`"`).want(b, 304)
	}
}

func fetchesOf(partner string) store.FetchFilter { return store.FetchFilter{Partner: partner} }
