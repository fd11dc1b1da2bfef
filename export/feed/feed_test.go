package feed_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"iter"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/feed"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var today = time.Date(2026, 9, 16, 2, 0, 0, 0, time.UTC)

// alone builds the feed of one target.
func alone(t testing.TB, tg target.Target, offers iter.Seq2[offre.Offre, error], o feed.Options) (feed.Feed, error) {
	feeds, err := feed.BuildAll(t.Context(), []target.Target{tg}, offers, o)
	if err != nil {
		return feed.Feed{}, err
	}
	return feeds[0], nil
}

func targets(t testing.TB) []target.Target {
	t.Helper()
	set, err := target.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	all, err := set.Select([]string{"intercarif", "aude", "kairos", "imilo", "trouvermaformation", "informetiers", "lbf"})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// build makes all feeds of the catalogue, and gives the ledger.
func build(t *testing.T, offers []offre.Offre) ([]feed.Feed, []journal.Verdict) {
	t.Helper()
	var ledger []journal.Verdict
	feeds, err := feed.BuildAll(t.Context(), targets(t), stream(offers), feed.Options{
		Date: today, Dir: t.TempDir(),
		Verdict: func(v journal.Verdict) error { ledger = append(ledger, v); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return feeds, ledger
}

func content(t *testing.T, f feed.Feed) []byte {
	t.Helper()
	data, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has changed; look at it and run with -update if that is meant:\n%s", name, got)
	}
}

func TestFeedsAreAsTheyWere(t *testing.T) {
	feeds, ledger := build(t, catalogue())
	golden(t, "intercarif.xml", content(t, feeds[0]))
	golden(t, "ledger.txt", ledgerText(feeds, ledger))
}

// ledgerText shows, for each target, the counts and then every verdict.
func ledgerText(feeds []feed.Feed, ledger []journal.Verdict) []byte {
	var text bytes.Buffer
	for _, f := range feeds {
		fmt.Fprintf(&text, "== %s: %d formations, %d actions, %d sessions\n", f.Target, f.Formations, f.Actions, f.Sessions)
		for _, element := range slices.Sorted(maps.Keys(f.Defaulted)) {
			fmt.Fprintf(&text, "   %d × %s\n", f.Defaulted[element], element)
		}
		for _, v := range ledger {
			if v.Target != f.Target {
				continue
			}
			line := fmt.Sprintf("%-9s %-8s %s", v.Kind, map[bool]string{true: "oui", false: "non"}[v.Exported], v.Record)
			if !v.Exported {
				line += fmt.Sprintf(" : %s %v, %s", v.Reason, v.Others, v.Sentence)
			}
			fmt.Fprintln(&text, line)
		}
	}
	return text.Bytes()
}

func TestFeedsFollowTheOfficialSchema(t *testing.T) {
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("skipped: xmllint is not installed (apt-get install libxml2-utils)")
	}
	schema := sharedtest.Path(t, "data/lheo/lheo-2.3-officiel.xsd")
	feeds, _ := build(t, catalogue())
	for _, f := range feeds {
		if out, err := exec.Command(xmllint, "--noout", "--schema", schema, f.Path).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", f.Target, out)
		}
	}
}

// TestReadersFindRecordsLineByLine reads as the consumers of the national feed do:
// a record goes from a line starting with <formation to one starting with
// </formation.
func TestReadersFindRecordsLineByLine(t *testing.T) {
	feeds, _ := build(t, catalogue())
	for _, f := range feeds {
		opened, closed := 0, 0
		for line := range strings.Lines(string(content(t, f))) {
			switch line = strings.TrimSpace(line); {
			case strings.HasPrefix(line, "<formation "):
				opened++
			case strings.HasPrefix(line, "</formation>"):
				closed++
			}
			if opened-closed < 0 || opened-closed > 1 {
				t.Fatalf("%s: records are not one after the other", f.Target)
			}
		}
		if opened != f.Formations || closed != f.Formations {
			t.Errorf("%s: a line-based reader opens %d records and closes %d of %d", f.Target, opened, closed, f.Formations)
		}
	}
}

func TestEverythingIsAccountedFor(t *testing.T) {
	offers := catalogue()
	sessions := 0
	for _, o := range offers {
		sessions += len(o.Sessions)
	}
	feeds, ledger := build(t, offers)
	for _, f := range feeds {
		counts := map[string]int{}
		for _, v := range ledger {
			if v.Target == f.Target {
				counts[v.Kind]++
				if v.Exported != (v.Reason == "") || v.Exported != (v.Sentence == "") {
					t.Errorf("%s: a verdict has a reason if and only if it excludes: %+v", f.Target, v)
				}
			}
		}
		for i, total := range []int{len(offers), sessions} {
			tally := f.Tallies[i]
			if err := tally.Check(); err != nil || tally.Total != total || counts[tally.Kind] != total {
				t.Errorf("%s: %d %ss, %d in the tally, %d in the ledger (%v)", f.Target, total, tally.Kind, tally.Total, counts[tally.Kind], err)
			}
		}
	}
}

func TestSameInSameOut(t *testing.T) {
	first, _ := build(t, catalogue())
	again, _ := build(t, catalogue())
	for i := range first {
		data := content(t, first[i])
		sum := sha256.Sum256(data)
		if hex.EncodeToString(sum[:]) != first[i].SHA256 || int64(len(data)) != first[i].Size {
			t.Errorf("%s: hash or size is not that of the file", first[i].Target)
		}
		if !bytes.Equal(data, content(t, again[i])) {
			t.Errorf("%s: the same catalogue gave other bytes", first[i].Target)
		}
	}
	single, err := alone(t, targets(t)[1], stream(catalogue()), feed.Options{Date: today, Dir: t.TempDir()})
	if err != nil || single.SHA256 != first[1].SHA256 {
		t.Errorf("alone, %s is not what it is among others (%v)", single.Target, err)
	}
}

// TestAnActionKeepsItsNumber when the session that gave it is no longer taken.
func TestAnActionKeepsItsNumber(t *testing.T) {
	two := offer("04_F1", func(o *offre.Offre) {
		old := session("S1", "04_F1")
		old.Fin = "20250101"
		o.Sessions = []offre.Session{old, session("S2", "04_F1")}
	})
	feeds, _ := build(t, []offre.Offre{two})
	for _, f := range feeds {
		if !bytes.Contains(content(t, f), []byte(`<action numero="S1">`)) {
			t.Errorf("%s: the action is no longer S1", f.Target)
		}
	}
}

func TestAnEmptyFeedSaysSo(t *testing.T) {
	for name, offers := range map[string][]offre.Offre{
		"an empty catalogue":    nil,
		"nothing that is taken": {offer("04_F1", func(o *offre.Offre) { o.Sessions = nil })},
	} {
		feeds, _ := build(t, offers)
		for _, f := range feeds {
			if f.Formations != 0 || f.Tallies[0].Total != len(offers) {
				t.Errorf("%s: %s: %+v", name, f.Target, f)
			}
		}
	}
	feeds, _ := build(t, catalogue()[:1])
	if feeds[0].Formations == 0 {
		t.Error("a feed of one formation is not empty")
	}
}

func TestBuildFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	full := t.TempDir()
	if err := os.Symlink("/dev/full", filepath.Join(full, "aude.xml")); err != nil {
		t.Fatal(err)
	}
	same := []offre.Offre{offer("04_F1", nil), offer("04_F1", nil)}
	back := []offre.Offre{offer("04_F2", nil), offer("04_F1", nil)}
	failing := func(yield func(offre.Offre, error) bool) { yield(offre.Offre{}, broken) }
	for name, c := range map[string]struct {
		ctx    context.Context
		offers func(func(offre.Offre, error) bool)
		dir    string
		ledger func(journal.Verdict) error
		want   string
	}{
		"when the catalogue cannot be read": {offers: failing, want: "read catalogue after formation \"\": the disk is gone"},
		"when a number comes twice":         {offers: stream(same), want: `formation "04_F1" comes after "04_F1"`},
		"when the catalogue is not sorted":  {offers: stream(back), want: `formation "04_F1" comes after "04_F2"`},
		"when it is told to stop":           {ctx: cancelled, offers: stream(catalogue()), want: "context canceled"},
		"when the ledger cannot be kept":    {offers: stream(catalogue()), ledger: func(journal.Verdict) error { return broken }, want: "the disk is gone"},
		"when the folder is not there":      {offers: stream(catalogue()), dir: "/nowhere", want: "write feed intercarif: open /nowhere/intercarif.xml"},
		"when the disk is full":             {offers: stream(catalogue()), dir: full, want: "no space left on device; is the disk full?"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.ctx == nil {
				c.ctx = t.Context()
			}
			if c.dir == "" {
				c.dir = t.TempDir()
			}
			feeds, err := feed.BuildAll(c.ctx, targets(t), c.offers, feed.Options{Date: today, Dir: c.dir, Verdict: c.ledger})
			if err == nil || !strings.Contains(err.Error(), c.want) || feeds != nil {
				t.Fatalf("got %v, %v; want no feed and an error that says %q", feeds, err, c.want)
			}
			if left, _ := os.ReadDir(c.dir); len(left) > 0 {
				t.Errorf("%d files were left", len(left))
			}
		})
	}
}

func TestProgress(t *testing.T) {
	var seen []int
	_, err := feed.BuildAll(t.Context(), targets(t), stream(catalogue()), feed.Options{
		Date: today, Dir: t.TempDir(), Progress: func(n int) { seen = append(seen, n) },
	})
	if err != nil || len(seen) != len(catalogue()) || seen[len(seen)-1] != len(catalogue()) {
		t.Errorf("progress was %v (%v), want one call for each formation", seen, err)
	}
}

// TestMemoryDoesNotGrowWithTheCatalogue compares what is held after a few
// formations and after many: to keep them all would take some 6 MiB, and what is on its
// way varies by some hundred KiB. A Parquet twin holds a row group, whatever comes.
func TestMemoryDoesNotGrowWithTheCatalogue(t *testing.T) {
	alone := targets(t)
	for i := range alone {
		alone[i].Twins = nil
	}
	for name, c := range map[string]struct {
		targets []target.Target
		bound   uint64
	}{"feeds": {alone, 1 << 20}, "twins": {targets(t), 48 << 20}} {
		if early, late := heldDuring(t, c.targets); late > early+c.bound {
			t.Errorf("%s: %d bytes are held after 100 formations and %d after 3,000", name, early, late)
		}
	}
}

func heldDuring(t *testing.T, targets []target.Target) (early, late uint64) {
	t.Helper()
	many := func(yield func(offre.Offre, error) bool) {
		for i := range 3000 {
			if !yield(offer(fmt.Sprintf("04_F%05d", i), nil), nil) {
				return
			}
		}
	}
	_, err := feed.BuildAll(t.Context(), targets, many, feed.Options{Date: today, Dir: t.TempDir(), Progress: func(n int) {
		switch n {
		case 100:
			early = held()
		case 3000:
			late = held()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	return early, late
}

func held() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkBuildAll writes the six feeds of 1,000 formations of five sessions.
func BenchmarkBuildAll(b *testing.B) {
	var offers []offre.Offre
	for i := range 1000 {
		offers = append(offers, offer(fmt.Sprintf("04_F%04d", i), func(o *offre.Offre) {
			for j := range 4 {
				s := session(fmt.Sprintf("S%04d%d", i, j), o.Formation.ID)
				s.Lieu.Adresse.Ville = []string{"Caen", "Vire"}[j%2]
				o.Sessions = append(o.Sessions, s)
			}
		}))
	}
	all, dir, size := targets(b), b.TempDir(), int64(0)
	b.ReportAllocs()
	for b.Loop() {
		feeds, err := feed.BuildAll(b.Context(), all, stream(offers), feed.Options{Date: today, Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		size = 0
		for _, f := range feeds {
			size += f.Size
		}
	}
	b.SetBytes(size)
}

// A formation may have thousands of sessions that LHEO does not accept. Each is tried
// alone: what that costs must not grow with the number of the others.
func TestSessionsTriedAloneCostAsMuchAsOne(t *testing.T) {
	cost := func(sessions int) uint64 {
		all := []offre.Offre{offer("04_F1", func(o *offre.Offre) {
			o.HorodatageSessions = map[string]offre.Horodatage{}
			for i := range sessions {
				s := session(fmt.Sprintf("S%06d", i), o.Formation.ID)
				s.Lieu = offre.Lieu{} // LHEO demands an address
				o.Sessions = append(o.Sessions, s)
				o.HorodatageSessions[s.ID] = offre.Horodatage{Creation: today}
			}
		})}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, ledger := build(t, all); len(ledger) == 0 {
			t.Fatal("nothing was decided")
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	few, many := cost(400), cost(1600)
	if many > 8*few {
		t.Errorf("400 sessions take %d KB, 1600 take %d", few>>10, many>>10)
	}
}
