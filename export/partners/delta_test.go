package partners

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// TestDelta: a partner that has a publication takes what changed since, puts it
// together, and has the one in place, byte for byte.
func TestDelta(t *testing.T) {
	h := newHouse(t, func(c *Config) {
		c.Gone = func(target, number string) string { return target + " ne prend plus " + number }
	})
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	first := h.publish("aude", 5, "un", 0)
	second := h.publish("aude", 5, "un bis", 1)
	third := h.publishWith("aude", 3, "un bis", 2, func(c *shelf.Candidate) { c.Delta = true })
	for name, c := range map[string]struct {
		since            string
		base             []byte
		document         bool
		withdrawn, cause string
	}{
		"made on demand":                      {first.SHA256, feed(5, "un"), true, "2", "aude ne prend plus 04_F003"},
		"by the first characters":             {strings.ToUpper(first.SHA256[:10]), feed(5, "un"), true, "2", ""},
		"by the day":                          {"2026-11-23", feed(5, "un"), true, "2", ""},
		"that of the publication; no change":  {second.SHA256, feed(5, "un bis"), false, "2", ""},
		"since a day without a publication":   {"2026-11-30", feed(3, "un bis"), false, "0", ""},
		"since the one in place":              {third.SHA256, feed(3, "un bis"), false, "0", ""},
		"by the day, that of the publication": {"2026-11-24", feed(5, "un bis"), false, "2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			base, delta, out := t.TempDir(), t.TempDir(), t.TempDir()
			put(t, base, "aude.xml", c.base)
			a := h.ask("GET", "/feeds/aude/delta/delta.json?since="+c.since, token).want(t, 200)
			put(t, delta, "delta.json", a.body)
			if c.cause != "" && !bytes.Contains(a.body, []byte(c.cause)) {
				t.Errorf("delta.json does not say why: %s", a.body)
			}
			status := 204
			if c.document {
				status = 200
			}
			a = h.ask("GET", "/feeds/aude/delta.xml?since="+c.since, token).want(t, status)
			if c.document {
				put(t, delta, "aude.delta.xml", a.body)
				gz := h.ask("GET", "/feeds/aude/delta.xml.gz?since="+c.since, token).want(t, 200)
				if !bytes.Equal(unpack(t, ".gz", gz.body), a.body) || gz.Header.Get("ETag") == a.Header.Get("ETag") {
					t.Error("the compressed delta is another")
				}
				h.ask("GET", "/feeds/aude/delta.xml?since="+c.since, token, "If-None-Match: "+a.Header.Get("ETag")).want(t, 304)
			}
			if a.Header.Get("Passerelle-Vers") != third.SHA256 || a.Header.Get("Passerelle-Depuis") != sumOf(c.base) || a.Header.Get("Passerelle-Retirees") != c.withdrawn {
				t.Errorf("headers %v", a.Header)
			}
			if err := shelf.Apply(t.Context(), base, delta, out); err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(filepath.Join(out, "aude.xml")); err != nil || !bytes.Equal(got, feed(3, "un bis")) {
				t.Errorf("put together: %s (%v)", got, err)
			}
			h.ask("GET", "/feeds/aude/delta/withdrawn.csv?since="+c.since, token).want(t, 200)
		})
	}
	for path, want := range map[string]int{
		"/feeds/aude/delta.xml":                                       400,
		"/feeds/aude/delta.xml?since=":                                400,
		"/feeds/aude/delta.xml?since=latest":                          400,
		"/feeds/aude/delta.xml?since=../held":                         400,
		"/feeds/aude/delta.xml?since=abc":                             400,
		"/feeds/aude/delta.xml?since=2026-11-31":                      400,
		"/feeds/aude/delta.xml?since=2026-11-22":                      410,
		"/feeds/aude/delta.xml?since=" + strings.Repeat("0", 64):      410,
		"/feeds/aude/delta/nothing.xml?since=" + first.SHA256:         404,
		"/feeds/kairos/delta.xml?since=" + first.SHA256:               404,
		"/feeds/aude/delta/..%2fdelta.json?since=" + first.SHA256:     400,
		"/feeds/aude/delta/manifest.json?since=" + second.SHA256:      404,
		"/feeds/aude/delta/aude.delta.xml.zst?since=" + first.SHA256:  200,
		"/feeds/aude/delta/aude.delta.xml.gzip?since=" + first.SHA256: 404,
	} {
		h.ask("GET", path, token).want(t, want)
	}
}

func put(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDeltaCountsForWhoHasItsBase: for another, it is no publication.
func TestDeltaCountsForWhoHasItsBase(t *testing.T) {
	h := newHouse(t, nil)
	token, other := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}}), h.partner(journal.Partner{Name: "region", Targets: []string{"aude"}})
	first := h.publish("aude", 3, "un", 0)
	h.ask("GET", "/feeds/aude/latest.xml", token).want(t, 200)
	second := h.publish("aude", 4, "deux", 1)
	for _, who := range []string{token, other} {
		h.ask("GET", "/feeds/aude/delta.xml?since="+first.SHA256, who).want(t, 200)
	}
	all := h.fetches()
	if len(all) != 3 || !all[1].Complete || all[1].Partner != "ft" || all[1].Publication != second.SHA256 || all[2].Complete {
		t.Errorf("recorded %v", short(all))
	}
}

// TestDeltasAreMadeOnce: many ask at the same time, one is made; the oldest go.
func TestDeltasAreMadeOnce(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	first := h.publish("aude", 200, "un", 0)
	h.publish("aude", 200, "deux", 1)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if a, err := h.try("GET", "/feeds/aude/delta.xml?since="+first.SHA256, token, nil); err != nil || a.StatusCode != 200 {
				t.Errorf("%v (%v)", a, err)
			}
		})
	}
	all.Wait()
	made, err := os.ReadDir(filepath.Join(h.dir, "work", "deltas"))
	if err != nil || len(made) != 1 {
		t.Errorf("%d deltas are kept (%v)", len(made), err)
	}
	for i := range maxDeltas + 10 {
		dir := filepath.Join(h.dir, "work", "deltas", strings.Repeat("a", i+1))
		at := morning.Add(-time.Duration(i) * time.Hour)
		if err := errors.Join(os.Mkdir(dir, 0o700), os.Chtimes(dir, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	newest := filepath.Join(h.dir, "work", "deltas", made[0].Name())
	if err := h.server.deltas.prune(newest); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Join(h.dir, "work", "deltas"))
	if _, gone := os.Stat(newest); err != nil || gone != nil || len(left) != maxDeltas {
		t.Errorf("%d deltas are left, of which the newest: %v (%v)", len(left), gone, err)
	}
	_, stays := os.Stat(filepath.Join(h.dir, "work", "deltas", "a"))
	_, goes := os.Stat(filepath.Join(h.dir, "work", "deltas", strings.Repeat("a", maxDeltas+10)))
	if stays != nil || goes == nil {
		t.Errorf("the newest of the others: %v; the oldest: %v", stays, goes)
	}
}
