package shelf_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// TestAFeedThatIsNotWhatWasCountedIsHeld: the file and the ledger must tell of the
// same formations, each once.
func TestAFeedThatIsNotWhatWasCountedIsHeld(t *testing.T) {
	twice := strings.Replace(string(document(2, "v2")), `"04_F001"`, `"04_F000"`, 1)
	for name, c := range map[string]struct {
		counted  int
		document []byte
		checks   []shelf.Check
		want     string
	}{
		"a formation less":             {3, document(2, "v2"), nil, "le fichier contient 2 formations au lieu de 3"},
		"a formation more":             {1, document(2, "v2"), nil, "le fichier contient 2 formations au lieu de 1"},
		"a formation twice":            {2, []byte(twice), []shelf.Check{}, "les formations du flux ne peuvent pas être distinguées : la formation 04_F000 s'y trouve deux fois"},
		"what only a check can refuse": {2, []byte(strings.Replace(string(document(2, "v2")), "<numero-activite>", "<numero-activite >", 1)), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			publish(t, s, 2, "v1", 0)
			candidate := candidate(t, s, c.counted, c.document)
			candidate.Checks = c.checks
			o, err := s.Publish(t.Context(), candidate, shelf.Guard{Release: true})
			if err != nil || o.Error != c.want || (o.State == journal.Held) != (c.want != "") || (o.Cause == shelf.Invalid) != (c.want != "") {
				t.Fatalf("got %s %s %q (%v), want %q", o.State, o.Cause, o.Error, err, c.want)
			}
			if in := read(t, filepath.Join(dir, "aude/latest/aude.xml")); c.want != "" && !bytes.Equal(in, document(2, "v1")) {
				t.Error("the last good feed is not in place")
			}
			if _, err := s.Release(t.Context(), "aude", judge); c.want != "" && (err == nil || !strings.Contains(err.Error(), "mend the data")) {
				t.Errorf("it is released: %v", err)
			}
		})
	}
}

// TestAFeedThatReadersCouldNotReadIsHeld breaks one thing of a valid feed, and puts
// some that are no faults beside them.
func TestAFeedThatReadersCouldNotReadIsHeld(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		held           bool
	}{
		{"an end tag with a blank", "</ville>", "</ville >", false},
		{"a reference", "<certifiante>0</certifiante>", "<certifiante>&#48;</certifiante>", false},
		{"a comment", "</ville>", "</ville><!-- Ouistreham -->", false},
		{"an end tag of a longer name", "</ville>", "</villes>", true},
		{"an end tag of a shorter name", "</ville>", "</vill>", true},
		{"an end tag of a name alike", "</ville>", "</vilde>", true},
		{"no end tag", "</ville>", "", true},
		{"an element twice", "<certifiante>0</certifiante>", "<certifiante>0</certifiante><certifiante>0</certifiante>", true},
		{"an element of none", "<certifiante>", "<certifie/><certifiante>", true},
		{"a code of no table", "<certifiante>0</certifiante>", "<certifiante>2</certifiante>", true},
		{"a day of which the schema asks only for figures", "<debut>20260907</debut>", "<debut>20260931</debut>", false},
		{"a day of seven figures", "<debut>20260907</debut>", "<debut>2026097</debut>", true},
		{"a SIRET of thirteen figures", "73282932000074", "7328293200007", true},
		{"a sign that stands for markup", "<intitule-formation>CAP", "<intitule-formation>CAP & BEP", true},
		{"a reference to nothing", "<intitule-formation>CAP", "<intitule-formation>CAP &eacute;", true},
		{"a control character", "<intitule-formation>CAP", "<intitule-formation>CAP\x01", true},
		{"bytes of another encoding", "<intitule-formation>CAP", "<intitule-formation>\xe9", true},
		{"an attribute twice", `<session numero="S1"`, `<session numero="S1" numero="S2"`, true},
		{"an attribute without quotes", `<session numero="S1"`, `<session numero=S1`, true},
		{"another namespace", `xmlns="http://lheo.gouv.fr/2.3"`, `xmlns="http://lheo.gouv.fr/9.9"`, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, t.TempDir())
			broken := strings.Replace(string(document(1, "v1")), c.from, c.to, 1)
			if broken == string(document(1, "v1")) {
				t.Fatalf("the document has no %s: the case tests nothing", c.from)
			}
			o, err := s.Publish(t.Context(), candidate(t, s, 1, []byte(broken)), half)
			if err != nil || (o.State == journal.Held && o.Cause == shelf.Invalid) != c.held {
				t.Errorf("got %s %s %q (%v), held is due: %v", o.State, o.Cause, o.Error, err, c.held)
			}
		})
	}
}

// TestOfSeveralFeedsTheOneAtFaultIsNamed: staff must know which SIRET to look at.
func TestOfSeveralFeedsTheOneAtFaultIsNamed(t *testing.T) {
	s := open(t, t.TempDir())
	feeds := oneFeedForEach(map[string]string{"73282932000074": "CAP", "35600000000048": "BTS"})
	double := text("35600000000048.xml", `<o><formation numero="A"/><formation numero="A"/></o>`)
	double.Feed, double.Formats = true, []shelf.Format{}
	for i, p := range feeds {
		if p.Name == double.Name {
			feeds[i] = double
		}
	}
	o, err := s.Publish(t.Context(), shelf.Candidate{Checks: []shelf.Check{}, Parts: feeds, Date: midnight,
		Publication: journal.Publication{Target: "edof", Formations: 3, At: midnight}}, half)
	want := "35600000000048.xml : les formations du flux ne peuvent pas être distinguées : la formation A s'y trouve deux fois"
	if err != nil || o.State != journal.Held || o.Error != want {
		t.Errorf("got %s %q (%v), want %q", o.State, o.Error, err, want)
	}
}

// TestWhatWaitsStillWaitsAfterARestart: the program ends each time that somebody
// asks it something.
func TestWhatWaitsStillWaitsAfterARestart(t *testing.T) {
	dir, s, held := withHeld(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if m, ok, err := shelf.Held(dir, "aude"); err != nil || !ok || m.Formations != 1 {
		t.Fatalf("held: %+v, %v, %v", m, ok, err)
	}
	if o, err := s.Publish(t.Context(), candidate(t, s, 1, held), half); err != nil || !o.Known {
		t.Errorf("it is announced again: %+v, %v", o, err)
	}
	if o, err := s.Release(t.Context(), "aude", judge); err != nil || o.State != journal.Published {
		t.Errorf("got %+v, %v", o, err)
	}
	if !bytes.Equal(read(t, filepath.Join(dir, "aude/latest/aude.xml")), held) {
		t.Error("other bytes were published")
	}
}

// TestWhatAPersonMayRelease: abnormal volumes, and nothing that partners could not read.
func TestWhatAPersonMayRelease(t *testing.T) {
	for cause, want := range map[shelf.Cause]bool{shelf.Floor: true, shelf.Drop: true, shelf.Rise: true, shelf.Empty: false, shelf.Invalid: false, "": false} {
		if got := cause.Releasable(); got != want {
			t.Errorf("%q may be released: %v", cause, got)
		}
	}
}

// TestTheSameFeedIsToldWithItsHashAndSize: the journal keeps them, though nothing
// was written.
func TestTheSameFeedIsToldWithItsHashAndSize(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	first := publish(t, s, 2, "v1", 0)
	if o := publish(t, s, 2, "v1", 1); o.State != journal.Same || o.SHA256 != first.SHA256 || o.Size != first.Size || o.Size != int64(len(document(2, "v1"))) {
		t.Errorf("by its path: %s %s %d, want %s %d", o.State, o.SHA256, o.Size, first.SHA256, first.Size)
	}
	stream := text("aude.xml", string(document(2, "v1")))
	stream.Feed = true
	c := candidate(t, s, 2, nil)
	c.Path, c.Parts, c.Publication.SHA256, c.Publication.Size = "", []shelf.Part{stream}, "", 0
	o, err := s.Publish(t.Context(), c, half)
	if err != nil || o.State != journal.Same || o.SHA256 != first.SHA256 || o.Size != first.Size {
		t.Errorf("by a stream: %s %s %d (%v), want %s %d", o.State, o.SHA256, o.Size, err, first.SHA256, first.Size)
	}
}

// TestPruneKeepsTheFeedInPlaceThoughItIsNotTheNewest: a killed program put two more
// on the shelf and pointed at neither.
func TestPruneKeepsTheFeedInPlaceThoughItIsNotTheNewest(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	first := publish(t, s, 2, "v1", 0)
	for i := range 2 {
		publish(t, s, 2, fmt.Sprint("v", i+2), i+1)
	}
	latest := filepath.Join(dir, "aude", "latest")
	if err := errors.Join(os.Remove(latest), os.Symlink(first.SHA256, latest)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Prune("aude", 1); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read(t, filepath.Join(latest, "aude.xml")), document(2, "v1")) {
		t.Error("the feed in place was pruned")
	}
}

// TestAManifestThatNamesAFileElsewhereReleasesNothing: what is held can be written
// to by whoever can write to the shelf.
func TestAManifestThatNamesAFileElsewhereReleasesNothing(t *testing.T) {
	dir, s, _ := withHeld(t)
	path := filepath.Join(dir, "aude", "held", "manifest.json")
	spoiled := bytes.Replace(read(t, path), []byte(`"aude.xml"`), []byte(`"../aude.xml"`), 1)
	if err := os.WriteFile(path, spoiled, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Release(t.Context(), "aude", judge); err == nil || !strings.Contains(err.Error(), `the manifest names a file "../aude.xml"`) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Release(t.Context(), "../aude", judge); !errors.Is(err, shelf.ErrNothingHeld) {
		t.Errorf("a target elsewhere: %v", err)
	}
}

// TestDecisionsAmongWhatIsNone: blank lines, and lines of another program.
func TestDecisionsAmongWhatIsNone(t *testing.T) {
	dir, s, _ := withHeld(t)
	if _, err := s.Refuse(t.Context(), "aude", judge); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "aude", "decisions.jsonl")
	if err := os.WriteFile(path, append([]byte("\n  \nnot JSON\n"), read(t, path)...), 0o644); err != nil {
		t.Fatal(err)
	}
	checkDecisions(t, dir, "refuse")
}

// TestKnownFeedsEnd: a target whose feeds are refused each night is not compared
// with all of them for ever.
func TestKnownFeedsEnd(t *testing.T) {
	dir, s, _ := withHeld(t)
	var lines bytes.Buffer
	for i := range 30 {
		fmt.Fprintf(&lines, `{"decision":"refuse","sha256":"%02d","date":"2026-09-16"}`+"\n", i)
	}
	lines.WriteString(`{"decision":"libere","sha256":"aa","date":"2026-09-16"}` + "\n" + `{"decision":"refuse","sha256":"bb"}` + "\n")
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "aude", "decisions.jsonl"), lines.Bytes(), 0o644), s.Close()); err != nil {
		t.Fatal(err)
	}
	known, err := shelf.Known(dir, "aude")
	if err != nil || len(known) != 20 || known[2].SHA256 != "29" || known[19].SHA256 != "12" {
		t.Errorf("%d known: %+v (%v)", len(known), known, err)
	}
}

// TestAnIndexOfAnotherFeedIsNotBelieved: a disk, or a hand, has mixed them.
func TestAnIndexOfAnotherFeedIsNotBelieved(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	first := put(t, s, catalogue{"04_A": "CAP"}, "1", nil)
	second := put(t, s, catalogue{"04_A": "CAP", "04_B": "BTS"}, "2", nil)
	index := read(t, filepath.Join(dir, "aude", second.SHA256, "aude.xml.index"))
	at := filepath.Join(dir, "aude", first.SHA256, "aude.xml.index")
	if err := errors.Join(os.Remove(at), os.WriteFile(at, index, 0o644)); err != nil {
		t.Fatal(err)
	}
	_, err := shelf.Delta(t.Context(), dir, "aude", first.SHA256, filepath.Join(t.TempDir(), "d"), nil)
	if err == nil || !strings.Contains(err.Error(), "it is of another feed") {
		t.Errorf("got %v", err)
	}
}

// TestAChangeOfNothingThatPeopleRead is told as one of presentation.
func TestAChangeOfNothingThatPeopleRead(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	publish(t, s, 1, "v1", 0)
	spaced := bytes.Replace(document(1, "v1"), []byte("\n<action "), []byte("\n\n\n<action "), 1)
	if bytes.Equal(spaced, document(1, "v1")) {
		t.Fatal("the document has no action at the start of a line: the test tests nothing")
	}
	o, err := s.Publish(t.Context(), candidate(t, s, 1, spaced), half)
	if err != nil || o.State != journal.Published || o.Changes == nil || o.Changes.Changed != 1 {
		t.Fatalf("got %+v, %v", o, err)
	}
	if said := string(read(t, filepath.Join(dir, "aude/latest/changes.json"))); !strings.Contains(said, "présentation") {
		t.Errorf("changes: %s", said)
	}
}

// TestChangesSinceAnEarlierFeedGoForwards: what is new is what the earlier one
// lacked.
func TestChangesSinceAnEarlierFeedGoForwards(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	first := put(t, s, catalogue{"04_A": "CAP", "04_B": "BTS"}, "1", nil)
	put(t, s, catalogue{"04_A": "CAP"}, "2", nil)
	last := put(t, s, catalogue{"04_A": "CAP", "04_C": "FIMO", "04_D": "FCO"}, "3", nil)
	c, err := shelf.ChangesSince(t.Context(), dir, "aude", first.SHA256, nil)
	if err != nil || c.Since.SHA256 != first.SHA256 || c.To.SHA256 != last.SHA256 || c.Summary.New != 2 || c.Summary.Gone != 1 || c.Summary.Changed != 0 {
		t.Errorf("since %s to %s: %+v (%v)", c.Since.SHA256, c.To.SHA256, c.Summary, err)
	}
	if got := strings.Join(c.Lines(), "\n"); !strings.Contains(got, "« FIMO » (04_C) est nouvelle.") || !strings.Contains(got, "« BTS » (04_B) n'est plus diffusée") {
		t.Errorf("got\n%s", got)
	}
}

// TestChangesThatWait are those that a release would bring.
func TestChangesThatWait(t *testing.T) {
	dir, _, _ := withHeld(t)
	c, ok, err := shelf.HeldChanges(dir, "aude")
	if err != nil || !ok || c.Summary.Gone != 3 || c.Summary.Changed != 1 || c.Summary.New != 0 {
		t.Errorf("got %+v, %v (%v)", c.Summary, ok, err)
	}
	if _, ok, err := shelf.HeldChanges(t.TempDir(), "aude"); ok || err != nil {
		t.Errorf("of an empty shelf: %v (%v)", ok, err)
	}
}

// TestApplySaysWhichFeedItWantsAndWhichItHas: the hashes are what a partner can look
// for.
func TestApplySaysWhichFeedItWantsAndWhichItHas(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	first := put(t, s, catalogue{"04_A": "CAP"}, "1", nil)
	second := put(t, s, catalogue{"04_A": "BTS"}, "2", func(c *shelf.Candidate) { c.Delta = true })
	base, now := filepath.Join(dir, "aude", first.SHA256), filepath.Join(dir, "aude", second.SHA256)
	err := shelf.Apply(t.Context(), now, now, t.TempDir())
	if want := fmt.Sprintf("the delta is for the feed %s and this one is %s", first.SHA256, second.SHA256); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	spoiled := t.TempDir()
	if err := os.CopyFS(spoiled, os.DirFS(now)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(spoiled, "aude.delta.xml")
	if err := os.WriteFile(path, bytes.Replace(read(t, path), []byte("BTS"), []byte("BTS rural"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	err = shelf.Apply(t.Context(), base, spoiled, t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "not what was published: SHA-256 ") || !strings.Contains(err.Error(), ", not "+second.SHA256+"; take the full feed") {
		t.Errorf("got %v, want it to ask for %s", err, second.SHA256)
	}
}

// TestTheSameBytesReleasedTwiceAreTwoDecisions: the program is killed before it
// records the second.
func TestTheSameBytesReleasedTwiceAreTwoDecisions(t *testing.T) {
	dir, s, held := withHeld(t)
	if _, err := s.Release(t.Context(), "aude", judge); err != nil {
		t.Fatal(err)
	}
	publish(t, s, 4, "v3", 60)
	if o, err := s.Publish(t.Context(), candidate(t, s, 1, held), half); err != nil || o.State != journal.Held {
		t.Fatalf("got %+v, %v", o, err)
	}
	path := filepath.Join(dir, "aude", "decisions.jsonl")
	first := read(t, path)
	again := judge
	again.At = dayAfter(3)
	if _, err := s.Release(t.Context(), "aude", again); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, first, 0o644); err != nil {
		t.Fatal(err)
	}
	reopen(t, s, dir)
	list, err := shelf.Decisions(dir, "aude")
	if err != nil || len(list) != 2 || !list[0].At.Equal(judge.At) || !list[1].At.Equal(again.At) || list[1].Kind != shelf.Released {
		t.Errorf("decisions %+v (%v)", list, err)
	}
}
