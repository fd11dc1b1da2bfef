package partners

import (
	"bytes"
	"encoding/xml"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

var update = flag.Bool("update", false, "write the golden files")

func TestChangeLog(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	h.publish("aude", 3, "un & <b>", 0)
	before := h.ask("GET", "/feeds/aude/changes.atom", token).want(t, 200)
	h.publish("aude", 60, "deux", 1)
	h.publish("aude", 59, "deux", 2)
	a := h.ask("GET", "/feeds/aude/changes.atom", token).want(t, 200)
	if a.Header.Get("Content-Type") != "application/atom+xml" || a.Header.Get("ETag") == before.Header.Get("ETag") {
		t.Errorf("headers %v", a.Header)
	}
	h.ask("GET", "/feeds/aude/changes.atom", token, "If-None-Match: "+a.Header.Get("ETag")).want(t, 304)
	golden(t, "changes.atom", a.body)
	log, was := checkAtom(t, a.body), checkAtom(t, before.body)
	if log.ID != was.ID || log.Entries[2].ID != was.Entries[0].ID || len(log.Entries) != 3 {
		t.Errorf("ids are not stable: %s, %s", log.Entries[2].ID, was.Entries[0].ID)
	}
	if lint, err := exec.LookPath("xmllint"); err == nil {
		c := exec.CommandContext(t.Context(), lint, "--noout", "-")
		c.Stdin = bytes.NewReader(a.body)
		if said, err := c.CombinedOutput(); err != nil {
			t.Errorf("xmllint: %v\n%s", err, said)
		}
	}
}

// checkAtom holds a log to what RFC 4287 demands of the elements that it has.
func checkAtom(t *testing.T, body []byte) (f atomFeed) {
	t.Helper()
	if err := xml.Unmarshal(body, &f); err != nil {
		t.Fatal(err)
	}
	self, ids, last := 0, map[string]bool{f.ID: true}, f.Updated
	for _, l := range f.Links {
		if l.Rel == "self" {
			self++
		}
	}
	if f.XMLName.Space != "http://www.w3.org/2005/Atom" || f.Title == "" || f.Author == "" || self != 1 || !strings.HasPrefix(f.ID, "urn:uuid:") {
		t.Errorf("feed %+v", f)
	}
	for _, e := range f.Entries {
		for _, at := range []string{e.Updated, e.Published, f.Updated} {
			if _, err := time.Parse(time.RFC3339, at); err != nil {
				t.Error(err)
			}
		}
		if ids[e.ID] || !strings.HasPrefix(e.ID, "urn:uuid:") || len(e.ID) != len("urn:uuid:")+36 || e.Title == "" || e.Content.Type != "html" || e.Updated > last {
			t.Errorf("entry %+v", e)
		}
		ids[e.ID], last = true, e.Updated
	}
	return f
}

// variable is what another version of a compressor, or of the shelf, changes.
var variable = regexp.MustCompile(`()[0-9a-f]{64}|("octets": )[0-9]+|(<td class="n">)[^<]*`)

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	got = variable.ReplaceAll(got, []byte("${1}${2}${3}…"))
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s differs (%v); -update writes it. Got:\n%s", path, err, got)
	}
}

// TestPages holds the pages to golden files: they are what people read.
func TestPages(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude", "vide"}, Deposit: true})
	h.publish("aude", 1200, "un", 0)
	h.publish("aude", 1201, "un", 1)
	browser := "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	for path, name := range map[string]string{"/feeds/": "feeds.html", "/feeds/aude/": "target.html", "/feeds/autre/": "problem.html"} {
		a := h.ask("GET", path, token, browser)
		if a.Header.Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(strings.Join(a.Header.Values("Vary"), ","), "Accept") || !strings.Contains(a.Header.Get("Content-Security-Policy"), "style-src 'sha256-") {
			t.Errorf("%s: %v", path, a.Header)
		}
		golden(t, name, a.body)
		data := h.ask("GET", path, token)
		if kind := data.Header.Get("Content-Type"); !strings.HasSuffix(kind, "json") {
			t.Errorf("%s, for a program: %s", path, kind)
		}
	}
	golden(t, "feeds.json", h.ask("GET", "/feeds/", token).want(t, 200).body)
	golden(t, "target.json", h.ask("GET", "/feeds/aude/", token).want(t, 200).body)
}
