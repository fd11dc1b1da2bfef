package shelf_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// judge is somebody on the next morning.
var judge = shelf.Judgement{Who: "Camille Le Goff", Why: "fin du programme régional", At: dayAfter(1)}

// withHeld is a shelf on which four formations stand and one waits.
func withHeld(t *testing.T) (dir string, s *shelf.Shelf, held []byte) {
	t.Helper()
	dir = t.TempDir()
	s = open(t, dir)
	publish(t, s, 4, "v1", 0)
	held = document(1, "v2")
	o, err := s.Publish(t.Context(), candidate(t, s, 1, held), half)
	if err != nil || o.State != journal.Held || o.Cause != shelf.Drop || o.Known {
		t.Fatalf("got %+v, %v", o, err)
	}
	return dir, s, held
}

func TestReleasePublishesExactlyWhatIsHeld(t *testing.T) {
	dir, s, held := withHeld(t)
	o, err := s.Release(t.Context(), "aude", judge)
	if err != nil || o.State != journal.Published || o.Who != judge.Who || o.Formations != 1 || !o.At.Equal(judge.At) {
		t.Fatalf("got %+v, %v", o, err)
	}
	if !bytes.Equal(read(t, filepath.Join(dir, "aude/latest/aude.xml")), held) {
		t.Error("other bytes were published")
	}
	checkInPlace(t, dir)
	m, _, err := shelf.Current(dir, "aude")
	if err != nil || m.Held != "" || m.Cause != "" || m.Released == nil || m.Released.Why != judge.Why || m.Sequence != 2 || m.Changes.Gone != 3 {
		t.Errorf("manifest %+v (%v)", m, err)
	}
	if _, ok, _ := shelf.Held(dir, "aude"); ok {
		t.Error("it is still held")
	}
	checkDecisions(t, dir, "libere")
	if _, err := s.Release(t.Context(), "aude", judge); !errors.Is(err, shelf.ErrNothingHeld) {
		t.Errorf("released twice: %v", err)
	}
	if o := publish(t, s, 1, "v2", 60); o.State != journal.Same {
		t.Errorf("the next night the same feed is %s", o.State)
	}
}

func checkDecisions(t *testing.T, dir string, want ...shelf.DecisionKind) {
	t.Helper()
	list, err := shelf.Decisions(dir, "aude")
	if err != nil || len(list) != len(want) {
		t.Fatalf("decisions %+v (%v), want %v", list, err, want)
	}
	for i, d := range list {
		if d.Kind != want[i] || d.Who != judge.Who || d.Why != judge.Why || !d.At.Equal(judge.At) || d.Cause != shelf.Drop || !strings.Contains(d.Held, "baisse") {
			t.Errorf("decision %+v", d)
		}
	}
}

// TestKnownFeedsAreThoseThatANewOneMayBe: in place, held, then refused.
func TestKnownFeedsAreThoseThatANewOneMayBe(t *testing.T) {
	dir, s, _ := withHeld(t)
	place, _, _ := shelf.Current(dir, "aude")
	held, _, _ := shelf.Held(dir, "aude")
	want := []shelf.Dated{{SHA256: place.SHA256, Date: place.Date}, {SHA256: held.SHA256, Date: held.Date}}
	for _, step := range []string{"held", "refused"} {
		if got, err := shelf.Known(dir, "aude"); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: known are %+v (%v), want %+v", step, got, err, want)
		}
		if step == "held" {
			if _, err := s.Refuse(t.Context(), "aude", judge); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got, err := shelf.Known(t.TempDir(), "aude"); err != nil || len(got) > 0 {
		t.Errorf("of an empty shelf: %+v, %v", got, err)
	}
}

// TestARefusedFeedIsNotAnnouncedAgain: the next nights say who refused it instead.
func TestARefusedFeedIsNotAnnouncedAgain(t *testing.T) {
	dir, s, held := withHeld(t)
	o, err := s.Refuse(t.Context(), "aude", judge)
	if err != nil || o.State != journal.Refused || o.Who != judge.Who || o.Run != "r1" {
		t.Fatalf("got %+v, %v", o, err)
	}
	checkDecisions(t, dir, "refuse")
	for range 2 {
		o, err = s.Publish(t.Context(), candidate(t, s, 1, held), half)
		want := "ce flux, octet pour octet, a été refusé par Camille Le Goff le 17/09/2026 (fin du programme régional) : il n'est pas publié"
		if err != nil || o.State != journal.Refused || !o.Known || o.Error != want || o.Refused.Who != judge.Who {
			t.Errorf("got %+v, %v", o, err)
		}
		if _, ok, _ := shelf.Held(dir, "aude"); ok {
			t.Error("it is held again")
		}
	}
	if left, _ := os.ReadDir(s.Scratch()); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	if o, err := s.Publish(t.Context(), candidate(t, s, 1, document(1, "v3")), half); err != nil || o.State != journal.Held || o.Known {
		t.Errorf("other bytes: got %+v, %v", o, err)
	}
	if o, err := s.Publish(t.Context(), candidate(t, s, 1, held), shelf.Guard{Release: true}); err != nil || o.State != journal.Published {
		t.Errorf("with the guard released: got %+v, %v", o, err)
	}
}

func TestAFeedThatIsStillHeldIsNotAnnouncedAgain(t *testing.T) {
	dir, s, held := withHeld(t)
	at := filepath.Join(dir, "aude", "held", "manifest.json")
	before, err := os.Stat(at)
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Publish(t.Context(), candidate(t, s, 1, held), half)
	if err != nil || o.State != journal.Held || !o.Known {
		t.Errorf("got %+v, %v", o, err)
	}
	if after, err := os.Stat(at); err != nil || !os.SameFile(before, after) {
		t.Errorf("it was written again (%v)", err)
	}
}

func TestALaterGoodFeedSupersedesWhatIsHeld(t *testing.T) {
	_, s, _ := withHeld(t)
	publish(t, s, 4, "v3", 2)
	if _, err := s.Release(t.Context(), "aude", judge); !errors.Is(err, shelf.ErrNothingHeld) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Refuse(t.Context(), "aude", judge); !errors.Is(err, shelf.ErrNothingHeld) {
		t.Errorf("got %v", err)
	}
}

func TestReleaseRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		candidate func(t *testing.T, s *shelf.Shelf) shelf.Candidate
		spoil     func(dir string) error
		judge     shelf.Judgement
		want      string
	}{
		"an empty feed": {func(t *testing.T, s *shelf.Shelf) shelf.Candidate { return candidate(t, s, 0, document(0, "v2")) }, nil, judge, "mend the data"},
		"an invalid feed": {func(t *testing.T, s *shelf.Shelf) shelf.Candidate {
			return candidate(t, s, 4, document(4, "v2")[:2500])
		}, nil, judge, "mend the data"},
		"nobody's word": {func(t *testing.T, s *shelf.Shelf) shelf.Candidate { return candidate(t, s, 1, document(1, "v2")) }, nil, shelf.Judgement{Who: " "}, "give a name"},
		"what was changed since it was held": {func(t *testing.T, s *shelf.Shelf) shelf.Candidate { return candidate(t, s, 1, document(1, "v2")) }, func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "aude", "held", "aude.xml"), document(1, "vX"), 0o644)
		}, judge, "aude.xml is no longer what was held"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			publish(t, s, 4, "v1", 0)
			if o, err := s.Publish(t.Context(), c.candidate(t, s), half); err != nil || o.State != journal.Held {
				t.Fatal(o, err)
			}
			if c.spoil != nil {
				if err := c.spoil(dir); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.Release(t.Context(), "aude", c.judge); err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "release aude: ") {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if !bytes.Equal(read(t, filepath.Join(dir, "aude/latest/aude.xml")), document(4, "v1")) {
				t.Error("the feed in place was touched")
			}
			checkDecisions(t, dir)
		})
	}
}

// TestDecisionsSurviveAKilledProgram: half a last line says nothing, and the next
// decision begins a line of its own.
func TestDecisionsSurviveAKilledProgram(t *testing.T) {
	dir, s, held := withHeld(t)
	if _, err := s.Refuse(t.Context(), "aude", judge); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "aude", "decisions.jsonl"), os.O_APPEND|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = f.WriteString(`{"decision":"refuse","cible":"au`)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	checkDecisions(t, dir, "refuse")
	if _, err := s.Publish(t.Context(), candidate(t, s, 1, document(1, "v3")), half); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Refuse(t.Context(), "aude", judge); err != nil {
		t.Fatal(err)
	}
	checkDecisions(t, dir, "refuse", "refuse")
	if o, err := s.Publish(t.Context(), candidate(t, s, 1, held), half); err != nil || o.State != journal.Refused {
		t.Errorf("the first refusal is forgotten: %+v, %v", o, err)
	}
}

// TestOpenPutsRightWhatAKillLeft sets the shelf as a program killed between two
// steps leaves it.
func TestOpenPutsRightWhatAKillLeft(t *testing.T) {
	t.Run("refused, and the feed not dropped", func(t *testing.T) {
		dir, s, _ := withHeld(t)
		again := filepath.Join(t.TempDir(), "held")
		keep(t, filepath.Join(dir, "aude", "held"), again)
		if _, err := s.Refuse(t.Context(), "aude", judge); err != nil {
			t.Fatal(err)
		}
		keep(t, again, filepath.Join(dir, "aude", "held"))
		reopen(t, s, dir)
		if _, err := os.Stat(filepath.Join(dir, "aude", "held")); err == nil {
			t.Error("it is still held")
		}
	})
	t.Run("released, and neither recorded nor dropped", func(t *testing.T) {
		dir, s, _ := withHeld(t)
		again := filepath.Join(t.TempDir(), "held")
		keep(t, filepath.Join(dir, "aude", "held"), again)
		if _, err := s.Release(t.Context(), "aude", judge); err != nil {
			t.Fatal(err)
		}
		keep(t, again, filepath.Join(dir, "aude", "held"))
		if err := os.Remove(filepath.Join(dir, "aude", "decisions.jsonl")); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := shelf.Held(dir, "aude"); ok || err != nil {
			t.Errorf("what was superseded is held (%v)", err)
		}
		reopen(t, s, dir)
		checkDecisions(t, dir, "libere")
		if _, err := os.Stat(filepath.Join(dir, "aude", "held")); err == nil {
			t.Error("it is still held")
		}
	})
}

func keep(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

func reopen(t *testing.T, s *shelf.Shelf, dir string) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
}
