package partners

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// short tells fetches in a line each.
func short(all []journal.Fetch) (lines []string) {
	for _, f := range all {
		lines = append(lines, fmt.Sprintf("%s %s %s %d from %d, %d bytes, complete %v", f.Partner, f.Target, f.File, f.Status, f.From, f.Bytes, f.Complete))
	}
	return lines
}

func wantFetches(t *testing.T, h *house, want ...string) {
	t.Helper()
	got := short(h.fetches())
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("recorded\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestAccounting: what counts as taken.
func TestAccounting(t *testing.T) {
	h := newHouse(t, nil)
	token, other := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}}), h.partner(journal.Partner{Name: "region", Targets: []string{"aude"}})
	twin := shelf.Part{Name: "aude.csv", Write: func(_ testContext, w io.Writer) error { _, err := io.WriteString(w, "numero\n"); return err }}
	o := h.publish("aude", 3, "un", 0, twin)
	size := len(feed(3, "un"))
	etag := `"` + o.SHA256 + `"`

	h.ask("HEAD", "/feeds/aude/latest.xml", token).want(t, 200)
	h.ask("GET", "/feeds/aude/manifest.json", token).want(t, 200)
	h.ask("GET", "/feeds/aude/SHA256SUMS", token).want(t, 200)
	h.ask("GET", "/feeds/aude/latest/aude.xml.index", token).want(t, 200)
	h.ask("GET", "/feeds/aude/changes.atom", token).want(t, 200)
	h.ask("GET", "/feeds/aude/latest.xml", token, "Range: bytes=9999999-").want(t, 416)
	h.ask("GET", "/feeds/aude/latest.xml", token, `If-Match: "x"`).want(t, 412)
	wantFetches(t, h)

	h.ask("GET", "/feeds/aude/latest.xml", token, "Range: bytes=0-99").want(t, 206)
	h.ask("GET", "/feeds/aude/latest.xml", token, "Range: bytes=100-").want(t, 206)
	h.ask("GET", "/feeds/aude/latest.xml", token, "If-None-Match: "+etag).want(t, 304)
	h.ask("GET", "/feeds/aude/latest/aude.csv", token).want(t, 200)
	// One that is not known to have it, and shows that it does; once.
	h.ask("GET", "/feeds/aude/latest.xml", other, "If-Modified-Since: Mon, 23 Nov 2026 02:15:00 GMT").want(t, 304)
	h.ask("GET", "/feeds/aude/latest.xml", other, "If-None-Match: *").want(t, 304)
	h.ask("GET", "/feeds/aude/latest.xml", other, "If-None-Match: "+etag).want(t, 304)
	h.ask("GET", "/feeds/aude/latest.xml", other, "If-None-Match: "+etag).want(t, 304)
	wantFetches(t, h,
		"ft aude latest.xml 206 from 0, 100 bytes, complete false",
		fmt.Sprintf("ft aude latest.xml 206 from 100, %d bytes, complete true", size-100),
		"ft aude latest/aude.csv 200 from 0, 7 bytes, complete true",
		"region aude latest.xml 304 from 0, 0 bytes, complete true")
	for _, f := range h.fetches() {
		if f.Publication != o.SHA256 || f.Via != journal.ViaHTTP || !f.At.Equal(morning) {
			t.Errorf("%+v", f)
		}
	}
	p, _, err := h.store.PartnerByHash(t.Context(), HashToken(token))
	if err != nil || !p.LastUsedAt.Equal(morning) {
		t.Errorf("the partner came last on %v (%v)", p.LastUsedAt, err)
	}
	if got := h.counts.String(); !strings.Contains(got, fmt.Sprintf("ft|aude|206|%d", size-100)) || !strings.Contains(got, "ft|aude|200|0") {
		t.Errorf("counted %s", got)
	}
}

// TestSeveralFeeds: of a publication in several feeds, who took one has not all.
func TestSeveralFeeds(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "cdc", Targets: []string{"edof"}})
	var parts []shelf.Part
	for _, siret := range []string{"35600000000048", "73282932000074"} {
		path := filepath.Join(h.shelf.Scratch(), siret+".xml")
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(feed(2, "un")), "04_F", siret)), 0o600); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, shelf.Part{Name: siret + ".xml", Feed: true, Path: path})
	}
	h.publishWith("edof", 4, "un", 0, func(c *shelf.Candidate) { os.Remove(c.Path); c.Path, c.Parts = "", parts })
	if a := h.ask("GET", "/feeds/edof/latest.xml", token).want(t, 404); !strings.Contains(string(a.body), "2 flux") {
		t.Errorf("%s", a.body)
	}
	h.ask("GET", "/feeds/edof/latest/35600000000048.xml.gz", token).want(t, 200)
	h.ask("GET", "/feeds/edof/latest/35600000000048.xml", token).want(t, 200)
	h.ask("GET", "/feeds/edof/latest/73282932000074.xml.zst", token).want(t, 200)
	var complete []bool
	for _, f := range h.fetches() {
		complete = append(complete, f.Complete)
	}
	if fmt.Sprint(complete) != "[false false true]" {
		t.Errorf("complete: %v", complete)
	}
}

// TestFetchesSurvive: a store that is away, a server that is killed, a stop.
func TestFetchesSurvive(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	h.publish("aude", 3, "un", 0)
	h.ask("GET", "/feeds/aude/latest.xml", token).want(t, 200)
	h.settled()
	line, err := os.ReadFile(filepath.Join(h.dir, "work", "fetches.jsonl"))
	if err != nil || len(line) == 0 {
		t.Fatalf("nothing is kept for the next server: %q (%v)", line, err)
	}
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadFile(filepath.Join(h.dir, "work", "fetches.jsonl")); err != nil || len(left) > 0 {
		t.Errorf("left after the stop: %q (%v)", left, err)
	}
	if got, err := h.store.Fetches(t.Context(), store.FetchFilter{}); err != nil || len(got) != 1 {
		t.Errorf("recorded at the stop: %v (%v)", short(got), err)
	}

	// As a server leaves it that was killed while it wrote.
	if err := os.WriteFile(filepath.Join(h.dir, "work", "fetches.jsonl"), append(line, `{"cible":"au`...), 0o600); err != nil {
		t.Fatal(err)
	}
	h.open(nil)
	h.ask("GET", "/feeds/aude/latest.xml.gz", token).want(t, 200)
	if got := h.fetches(); len(got) != 3 {
		t.Errorf("recorded by the next server: %v", short(got))
	}

	// A store that does not take them: they wait.
	h.server.accounts.store = away{h.store}
	h.ask("GET", "/feeds/aude/latest.xml.zst", token).want(t, 200)
	h.settled()
	if err := h.server.accounts.flush(t.Context()); err == nil {
		t.Fatal("the store is not away")
	}
	h.server.accounts.store = h.store
	if got := h.fetches(); len(got) != 4 {
		t.Errorf("recorded once the store is back: %v", short(got))
	}
}

// TestBatchesAreRecordedByThemselves, without a stop.
func TestBatchesAreRecordedByThemselves(t *testing.T) {
	h := newHouse(t, nil)
	for range flushAt {
		h.server.accounts.add(journal.Fetch{Target: "aude", Partner: "ft", Publication: strings.Repeat("a", 64), File: "latest.xml", Via: journal.ViaHTTP, At: morning})
	}
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		got, err := h.store.Fetches(t.Context(), store.FetchFilter{})
		if err != nil || time.Since(began) > 10*time.Second {
			t.Fatalf("%d recorded (%v)", len(got), err)
		}
		if len(got) == flushAt {
			return
		}
	}
}

// away is a store that takes nothing.
type away struct{ *store.Store }

func (away) KeepFetches(testContext, []journal.Fetch) error { return errAway }

var errAway = errors.New("the store is away")
