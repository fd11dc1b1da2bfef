package shelf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
)

func TestGuard(t *testing.T) {
	type volume struct{ formations, sessions int }
	for _, c := range []struct {
		from, to volume
		guard    shelf.Guard
		cause    shelf.Cause // empty: published
		says     string
	}{
		{volume{4, 4}, volume{2, 2}, half, "", ""},
		{volume{5, 5}, volume{2, 2}, half, shelf.Drop, "le flux passerait de 5 à 2 formations, une baisse de plus de 50 %"},
		{volume{4, 90}, volume{4, 30}, half, shelf.Drop, "le flux passerait de 90 à 30 sessions, une baisse de plus de 50 %"},
		{volume{4, 4}, volume{6, 6}, shelf.Guard{MaxDropPercent: 50, MaxRisePercent: 50}, "", ""},
		{volume{4, 4}, volume{7, 7}, shelf.Guard{MaxDropPercent: 50, MaxRisePercent: 50}, shelf.Rise, "le flux passerait de 4 à 7 formations, une hausse de plus de 50 %"},
		{volume{4, 4}, volume{4, 40}, shelf.Guard{MaxDropPercent: 50, MaxRisePercent: 50}, shelf.Rise, "le flux passerait de 4 à 40 sessions"},
		{volume{4, 4}, volume{40, 40}, shelf.Guard{MaxDropPercent: 50}, "", ""}, // no limit was given
		{volume{4, 4}, volume{3, 3}, shelf.Guard{MaxDropPercent: 50, Floor: 4}, shelf.Floor, "le flux ne compte que 3 formations, moins que le plancher de 4"},
		{volume{}, volume{3, 3}, shelf.Guard{Floor: 4}, shelf.Floor, "plancher"}, // the first one has only the floor to reach
		{volume{}, volume{4, 4}, shelf.Guard{Floor: 4, MaxRisePercent: 1}, "", ""},
		{volume{4, 4}, volume{1, 1}, shelf.Guard{Floor: 4, Release: true}, "", ""},
		{volume{4, 0}, volume{4, 9}, shelf.Guard{MaxRisePercent: 10}, "", ""}, // nothing to take a share of
	} {
		t.Run(fmt.Sprintf("%v to %v, %+v", c.from, c.to, c.guard), func(t *testing.T) {
			s := open(t, t.TempDir())
			ask := func(v volume, version string, g shelf.Guard) shelf.Outcome {
				candidate := candidate(t, s, v.formations, document(v.formations, version))
				candidate.Publication.Sessions = v.sessions
				o, err := s.Publish(t.Context(), candidate, g)
				if err != nil {
					t.Fatal(err)
				}
				return o
			}
			if c.from.formations > 0 {
				ask(c.from, "v1", half)
			}
			o := ask(c.to, "v2", c.guard)
			if o.Cause != c.cause || !strings.Contains(o.Error, c.says) || (o.State == journal.Held) != (c.cause != "") || (o.Detail != "") != (c.cause != "") {
				t.Errorf("got %s %s %q %q, want %q %q", o.State, o.Cause, o.Error, o.Detail, c.cause, c.says)
			}
		})
	}
}

// TestTheGuardRemembersWhatWasDamaged: a disk that lost the files of the feed in
// place does not disarm the guard.
func TestTheGuardRemembersWhatWasDamaged(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	publish(t, s, 5, "v1", 0)
	truncate(t, dir)
	o, err := s.Publish(t.Context(), candidate(t, s, 1, document(1, "v2")), half)
	if err != nil || o.Cause != shelf.Drop {
		t.Errorf("got %+v, %v", o, err)
	}
}
