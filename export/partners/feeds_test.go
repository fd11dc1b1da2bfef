package partners

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/klauspost/compress/zstd"
)

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func unpack(t *testing.T, suffix string, data []byte) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(data)
	var err error
	switch suffix {
	case ".gz":
		r, err = gzip.NewReader(r)
	case ".zst":
		r, err = zstd.NewReader(r)
	}
	if err == nil {
		data, err = io.ReadAll(r)
	}
	if err != nil {
		t.Fatalf("unpack %s: %v", suffix, err)
	}
	return data
}

// TestFiles takes every file of a publication by each of its names.
func TestFiles(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	csv := []byte("numero;intitule\n04_F000;CAP cuisine\n")
	o := h.publish("aude", 3, "un", 0, shelf.Part{Name: "aude.csv", Write: func(_ testContext, w io.Writer) error { _, err := w.Write(csv); return err }})
	whole := feed(3, "un")
	for _, c := range []struct{ path, kind, saved, suffix string }{
		{"latest.xml", "application/xml", "aude.xml", ""},
		{"latest.xml.gz", "application/gzip", "aude.xml.gz", ".gz"},
		{"latest.xml.zst", "application/zstd", "aude.xml.zst", ".zst"},
		{"latest/aude.xml", "application/xml", "aude.xml", ""},
		{"2026-11-23/aude.xml.gz", "application/gzip", "aude.xml.gz", ".gz"},
		{o.SHA256 + "/aude.xml", "application/xml", "aude.xml", ""},
		{o.SHA256[:8] + "/aude.xml.zst", "application/zstd", "aude.xml.zst", ".zst"},
		{strings.ToUpper(o.SHA256[:12]) + "/aude.xml", "application/xml", "aude.xml", ""},
		{"latest/aude.csv", "text/csv; charset=utf-8", "aude.csv", "csv"},
	} {
		t.Run(c.path, func(t *testing.T) {
			a := h.ask("GET", "/feeds/aude/"+c.path, token).want(t, 200)
			want := whole
			if c.suffix == "csv" {
				want = csv
			}
			if got := unpack(t, c.suffix, a.body); !bytes.Equal(got, want) {
				t.Errorf("got %.200s", got)
			}
			sum := sha256.Sum256(a.body)
			for name, want := range map[string]string{
				"Content-Type": c.kind, "ETag": `"` + sumOf(a.body) + `"`, "Last-Modified": "Mon, 23 Nov 2026 02:15:00 GMT", "Accept-Ranges": "bytes",
				"Content-Disposition": "attachment; filename=" + c.saved, "Repr-Digest": "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":",
				"Content-Length": fmt.Sprint(len(a.body)), "X-Content-Type-Options": "nosniff", "Content-Encoding": "",
			} {
				if got := a.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			head := h.ask("HEAD", "/feeds/aude/"+c.path, token).want(t, 200)
			if len(head.body) > 0 || head.Header.Get("ETag") != a.Header.Get("ETag") || head.ContentLength != int64(len(a.body)) {
				t.Errorf("HEAD: %d bytes announced, %v", head.ContentLength, head.Header)
			}
			if again := h.ask("GET", a.Header.Get("Content-Location"), token).want(t, 200); !bytes.Equal(again.body, a.body) {
				t.Error("Content-Location leads to other bytes")
			}
		})
	}
}

// TestSums: what SHA256SUMS says is what is sent, for every file of the manifest.
func TestSums(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	h.publish("aude", 3, "un", 0)
	h.publishWith("aude", 4, "deux", 1, func(c *shelf.Candidate) { c.Delta = true })
	sums := string(h.ask("GET", "/feeds/aude/SHA256SUMS", token).want(t, 200).body)
	if n := strings.Count(sums, "\n"); n < 8 {
		t.Fatalf("%d files only:\n%s", n, sums)
	}
	for line := range strings.Lines(sums) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if a := h.ask("GET", "/feeds/aude/latest/"+name, token).want(t, 200); sumOf(a.body) != sum {
			t.Errorf("%s: SHA-256 %s, want %s", name, sumOf(a.body), sum)
		}
	}
	var m shelf.Manifest
	h.ask("GET", "/feeds/aude/manifest.json", token).want(t, 200).decode(t, &m)
	if m.Formations != 4 || m.SHA256 != sumOf(feed(4, "deux")) {
		t.Errorf("manifest: %+v", m)
	}
}

func TestCompressionIsNegotiated(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	h.publish("aude", 50, "un", 0)
	etags := map[string]string{}
	for accept, want := range map[string]string{
		"":                             "",
		"identity":                     "",
		"gzip":                         "gzip",
		"gzip, deflate, br, zstd":      "zstd",
		"gzip;q=1.0, zstd;q=0.5":       "gzip",
		"gzip;q=0, *;q=0.1":            "zstd",
		"br":                           "",
		"gzip;q=0.2, identity;q=0.9":   "",
		"*;q=0":                        "",
		"x-gzip":                       "gzip",
		"gzip;q=nonsense":              "gzip",
		strings.Repeat("a,", 900):      "",
		"GZIP":                         "gzip",
		"zstd;q=0.001":                 "zstd",
		"zstd;q=0,gzip;q=0,identity":   "",
		"identity;q=0, gzip;q=0.00001": "gzip",
	} {
		a := h.ask("GET", "/feeds/aude/latest.xml", token, "Accept-Encoding: "+accept).want(t, 200)
		if got := a.Header.Get("Content-Encoding"); got != want {
			t.Errorf("%q: got %q, want %q", accept, got, want)
		}
		if a.Header.Get("Vary") != "Accept-Encoding" || a.Header.Get("Content-Type") != "application/xml" || a.ContentLength != int64(len(a.body)) {
			t.Errorf("%q: %v", accept, a.Header)
		}
		suffix := map[string]string{"gzip": ".gz", "zstd": ".zst"}[a.Header.Get("Content-Encoding")]
		if !bytes.Equal(unpack(t, suffix, a.body), feed(50, "un")) {
			t.Errorf("%q: other bytes", accept)
		}
		etags[a.Header.Get("ETag")] = suffix
	}
	if len(etags) != 3 {
		t.Errorf("the ETags of three codings are %v", etags)
	}
	gz := h.ask("GET", "/feeds/aude/latest.xml.gz", token).want(t, 200)
	part := h.ask("GET", "/feeds/aude/latest.xml", token, "Accept-Encoding: gzip", "Range: bytes=10-19").want(t, 206)
	if !bytes.Equal(part.body, gz.body[10:20]) || part.Header.Get("Content-Encoding") != "gzip" || part.Header.Get("ETag") != gz.Header.Get("ETag") {
		t.Errorf("a range of the compressed feed: %v", part.Header)
	}
}

func TestConditions(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	h.publish("aude", 3, "un", 0)
	etag := h.ask("HEAD", "/feeds/aude/latest.xml", token).Header.Get("ETag")
	size := len(feed(3, "un"))
	for name, c := range map[string]struct {
		headers []string
		status  int
		from    int
	}{
		"nothing":                           {nil, 200, 0},
		"the ETag":                          {[]string{"If-None-Match: " + etag}, 304, 0},
		"the ETag made weak by a proxy":     {[]string{"If-None-Match: W/" + etag}, 304, 0},
		"it among others":                   {[]string{`If-None-Match: "x", ` + etag}, 304, 0},
		"any":                               {[]string{"If-None-Match: *"}, 304, 0},
		"another":                           {[]string{`If-None-Match: "x"`}, 200, 0},
		"not since":                         {[]string{"If-Modified-Since: Mon, 23 Nov 2026 02:15:00 GMT"}, 304, 0},
		"since an hour before":              {[]string{"If-Modified-Since: Mon, 23 Nov 2026 01:15:00 GMT"}, 200, 0},
		"the ETag wins over the date":       {[]string{`If-None-Match: "x"`, "If-Modified-Since: Mon, 23 Nov 2026 02:15:00 GMT"}, 200, 0},
		"If-Match of another":               {[]string{`If-Match: "x"`}, 412, 0},
		"a range":                           {[]string{"Range: bytes=100-"}, 206, 100},
		"its end":                           {[]string{"Range: bytes=-10"}, 206, size - 10},
		"beyond the end":                    {[]string{"Range: bytes=9999999-"}, 416, 0},
		"nonsense":                          {[]string{"Range: bytes=x"}, 416, 0},
		"several ranges: the whole":         {[]string{"Range: bytes=0-1,5-6"}, 200, 0},
		"If-Range of the feed":              {[]string{"Range: bytes=100-", "If-Range: " + etag}, 206, 100},
		"If-Range of another: the whole":    {[]string{"Range: bytes=100-", `If-Range: "x"`}, 200, 0},
		"If-Range of a date: the whole":     {[]string{"Range: bytes=100-", "If-Range: Mon, 23 Nov 2026 02:15:00 GMT"}, 200, 0},
		"a weak If-Range: the whole":        {[]string{"Range: bytes=100-", "If-Range: W/" + etag}, 200, 0},
		"a condition with compression":      {[]string{"Accept-Encoding: gzip", "If-None-Match: " + etag}, 200, 0},
		"a failed condition, compressed":    {[]string{"Accept-Encoding: gzip", `If-Match: "x"`}, 412, 0},
		"a bad range, compressed":           {[]string{"Accept-Encoding: gzip", "Range: bytes=9999999-"}, 416, 0},
		"the same feed asked for with HEAD": {[]string{"If-None-Match: " + etag}, 304, 0},
	} {
		t.Run(name, func(t *testing.T) {
			a := h.ask("GET", "/feeds/aude/latest.xml", token, c.headers...).want(t, c.status)
			switch c.status {
			case 200, 206:
				got := unpack(t, map[string]string{"gzip": ".gz"}[a.Header.Get("Content-Encoding")], a.body)
				if !bytes.Equal(got, feed(3, "un")[c.from:]) {
					t.Errorf("got %.100s", got)
				}
			case 304, 412:
				if len(a.body) > 0 {
					t.Errorf("a body came: %.100s", a.body)
				}
			}
			if c.status == 304 && (a.Header.Get("ETag") == "" || a.Header.Get("Cache-Control") == "") {
				t.Errorf("headers %v", a.Header)
			}
			h.ask("GET", "/feeds/aude/latest.xml", token).want(t, 200) // the connection goes on
		})
	}
}

// TestAPartThatDoesNotExistIsAProblem like every other, which says how large the file is.
func TestAPartThatDoesNotExistIsAProblem(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	h.publish("aude", 3, "un", 0)
	for name, path := range map[string]string{"of a feed": "/feeds/aude/latest.xml", "of its twin": "/feeds/aude/latest.xml.gz", "of the description": "/openapi.json"} {
		t.Run(name, func(t *testing.T) {
			size := len(h.ask("GET", path, token).want(t, 200).body)
			a := h.ask("GET", path, token, "Range: bytes=9999999-").want(t, 416)
			var told problem
			if err := json.Unmarshal(a.body, &told); err != nil || told.Status != 416 || told.Title == "" || told.Detail == "" {
				t.Errorf("the answer is %q, %v", a.body, err)
			}
			if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("Content-Type %q", got)
			}
			if got, want := a.Header.Get("Content-Range"), fmt.Sprintf("bytes */%d", size); got != want {
				t.Errorf("Content-Range %q, want %q", got, want)
			}
			page := h.ask("GET", path, token, "Range: bytes=9999999-", "Accept: text/html").want(t, 416)
			if !strings.Contains(string(page.body), "Partie inexistante") {
				t.Errorf("the page says %s", page.body)
			}
			h.ask("HEAD", path, token, "Range: bytes=9999999-").want(t, 416)
			h.ask("GET", path, token).want(t, 200) // the connection goes on
		})
	}
}

// TestAddresses: what is not, what is another's and what is badly written.
func TestAddresses(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude", "vide"}})
	h.publish("aude", 3, "un", 0)
	h.publish("kairos", 3, "un", 0)
	for path, want := range map[string]int{
		"/feeds/aude/":                                200,
		"/feeds/aude":                                 200,
		"/feeds":                                      200,
		"/feeds/vide/":                                200,
		"/feeds/vide/latest.xml":                      404,
		"/feeds/vide/changes.atom":                    404,
		"/feeds/kairos/latest.xml":                    404,
		"/feeds/kairos/":                              404,
		"/feeds/nulle-part/latest.xml":                404,
		"/feeds/aude/2026-11-22/aude.xml":             404,
		"/feeds/aude/2026-13-22/aude.xml":             404,
		"/feeds/aude/latest/decisions.jsonl":          404,
		"/feeds/aude/held/aude.xml":                   404,
		"/feeds/aude/latest/":                         404,
		"/feeds/aude/latest/.index":                   404,
		"/feeds/aude/0/aude.xml":                      404,
		"/feeds/aude/latest.json":                     404,
		"/":                                           404,
		"/favicon.ico":                                404,
		"/feeds/aude/latest/aude.xml/x":               404,
		"/feeds/../feeds/aude/latest.xml":             400,
		"/feeds/aude/./latest.xml":                    400,
		"/feeds//aude/latest.xml":                     400,
		"//feeds/aude/latest.xml":                     400,
		"/feeds/aude/%2e%2e/aude/latest.xml":          400,
		"/feeds/aude/latest/%2E%2E%2fdecisions.jsonl": 400,
		"/feeds/aude%2flatest.xml":                    400,
		"/feeds/aude/latest%5c..%5caude.xml":          400,
		`/feeds/aude/latest\aude.xml`:                 400,
		"/feeds/aude/latest.xml%00":                   400,
		"/feeds/aude/latest.xml%0a":                   400,
		"/feeds/aude/%ff":                             400,
		"/feeds/aude/%252e%252e/latest.xml":           400,
		"/feeds/aude/..":                              400,
		"/feeds/aude/" + strings.Repeat("x", 2000):    400,
	} {
		if a := raw(t, h, "GET "+path+" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+token+"\r\nConnection: close\r\n\r\n"); a.StatusCode != want {
			t.Errorf("%s: status %d, want %d", path, a.StatusCode, want)
		}
	}
	others, none := h.ask("GET", "/feeds/kairos/latest.xml", token), h.ask("GET", "/feeds/nulle-part/latest.xml", token)
	for _, a := range []answer{others, none} {
		a.Header.Del("X-Request-Id")
		a.Header.Del("Date")
	}
	if !bytes.Equal(others.body, none.body) || fmt.Sprint(others.Header) != fmt.Sprint(none.Header) {
		t.Errorf("another partner's target can be told from none:\n%v %s\n%v %s", others.Header, others.body, none.Header, none.body)
	}
	if !strings.Contains(h.log.String(), `"msg":"target refused","partner":"ft","target":"kairos"`) {
		t.Error("that another's target was asked for is not logged")
	}
}

func TestMethods(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}, Deposit: true})
	for _, c := range []struct{ method, path, allow string }{
		{"OPTIONS", "/feeds/aude/latest.xml", "GET, HEAD"},
		{"POST", "/feeds/aude/latest.xml", "GET, HEAD"},
		{"DELETE", "/feeds/", "GET, HEAD"},
		{"GET", "/deliveries", "POST"},
		{"PUT", "/healthz", "GET, HEAD"},
		{"TRACE", "/sessions/73282932000074", "GET, HEAD"},
	} {
		a := h.ask(c.method, c.path, token).want(t, http.StatusMethodNotAllowed)
		if a.Header.Get("Allow") != c.allow {
			t.Errorf("%s %s: Allow %q, want %q", c.method, c.path, a.Header.Get("Allow"), c.allow)
		}
	}
	if a := raw(t, h, "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); a.StatusCode != 400 {
		t.Errorf("OPTIONS *: status %d", a.StatusCode)
	}
}
