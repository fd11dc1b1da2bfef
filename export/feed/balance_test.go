package feed

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// TestAFeedThatDoesNotAddUpIsNoFeed breaks one count at a time of a feed of two
// formations of three, and three sessions of five.
func TestAFeedThatDoesNotAddUpIsNoFeed(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*writer, *totals)
		want  string // in the error; empty: it adds up
	}{
		{"as it is", func(*writer, *totals) {}, ""},
		{"a formation was read of which nothing is said", func(_ *writer, s *totals) { s.formations++ }, "write feed"},
		{"a session was read of which nothing is said", func(_ *writer, s *totals) { s.sessions++ }, "write feed"},
		{"a formation is exported twice", func(w *writer, _ *totals) { w.feed.Tallies[0].Exported++ }, "write feed"},
		{"a session is excluded twice", func(w *writer, _ *totals) { w.feed.Tallies[1].Excluded["b"]++ }, "write feed"},
		{"the file has a formation more", func(w *writer, _ *totals) { w.feed.Formations++ }, "3 formations and 3 sessions are in the file but 2 and 3 in the ledger"},
		{"the file has a session less", func(w *writer, _ *totals) { w.feed.Sessions-- }, "2 formations and 2 sessions are in the file but 2 and 3 in the ledger"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, seen := &writer{feed: Feed{Formations: 2, Sessions: 3}}, totals{3, 5}
			w.feed.Tallies = []journal.Tally{{Exported: 2, Excluded: map[string]int{"a": 1}}, {Exported: 3, Excluded: map[string]int{"a": 1, "b": 1}}}
			c.spoil(w, &seen)
			err := w.balance(seen)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestDatesAsISOHasThem(t *testing.T) {
	for d, want := range map[offre.Date]string{
		"20260907": "2026-09-07", "20260900": "2026-09", "20260000": "2026", "20261200": "2026-12", "20261300": "", "20260231": "", "00000900": "", "00000000": "", "": "", "2026": "",
	} {
		if got := iso(d); got != want {
			t.Errorf("%q: %q, want %q", d, got, want)
		}
	}
}

func TestPagesOfTheWeb(t *testing.T) {
	for url, want := range map[string]string{"https://a.fr": "https://a.fr", "http://a.fr": "http://a.fr", "a.fr": "", "javascript:alert(1)": "", "": ""} {
		if got := web(url); got != want {
			t.Errorf("%q: %q, want %q", url, got, want)
		}
	}
}
