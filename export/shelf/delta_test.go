package shelf_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// TestADeltaAppliedToThePreviousFullIsTheNewFull is held on random histories:
// since each publication still on the shelf, and as the delta that was published.
func TestADeltaAppliedToThePreviousFullIsTheNewFull(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	random := rand.New(rand.NewPCG(2026, 11))
	c := catalogue{"04_F00": "CAP cuisine"}
	var fulls [][]byte
	for day := range 25 {
		c.evolve(random)
		stamp := fmt.Sprint(day)
		put(t, s, c, stamp, func(c *shelf.Candidate) { c.Date, c.Delta = dayAfter(day), true })
		fulls = append(fulls, c.feed(stamp))
		latest := filepath.Join(dir, "aude", "latest")
		if day > 0 {
			checkApplied(t, fulls[day-1], latest, fulls[day])
		}
		since := random.IntN(day + 1)
		out := filepath.Join(t.TempDir(), "delta")
		d, err := shelf.Delta(t.Context(), dir, "aude", dayAfter(since).Format("2006-01-02"), out, nil)
		if err != nil {
			t.Fatal(err)
		}
		if since == day && len(d.Feeds[0].Added)+len(d.Feeds[0].Changed)+len(d.Feeds[0].Withdrawn) > 0 {
			t.Errorf("since itself: %+v", d.Feeds[0])
		}
		checkApplied(t, fulls[since], out, fulls[day])
	}
}

// checkApplied applies a delta to a feed as a partner would: with nothing but the
// two.
func checkApplied(t *testing.T, base []byte, delta string, want []byte) {
	t.Helper()
	from, out := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(from, "aude.xml"), base, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := shelf.Apply(t.Context(), from, delta, out); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(out, "aude.xml")); !bytes.Equal(got, want) {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
}

// TestDelta shows what a partner receives.
func TestDelta(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	first := put(t, s, catalogue{"04_A": "CAP cuisine", "04_B": "BTS tourisme", "04_C": "FIMO"}, "1", nil)
	put(t, s, catalogue{"04_A": "CAP cuisine", "04_B": "BTS tourisme rural", "04_D": "CAP boulanger"}, "2", nil)
	out := filepath.Join(t.TempDir(), "delta")
	d, err := shelf.Delta(t.Context(), dir, "aude", first.SHA256[:12], out, func(number string) string {
		return map[string]string{"04_C": "la session est terminée ; plus de 30 jours"}[number]
	})
	if err != nil {
		t.Fatal(err)
	}
	if f := d.Feeds[0]; !slices.Equal(f.Added, []string{"04_D"}) || !slices.Equal(f.Changed, []string{"04_B"}) || f.Withdrawn[0].Number != "04_C" {
		t.Errorf("got %+v", f)
	}
	document := read(t, filepath.Join(out, "aude.delta.xml"))
	result, err := lheo.Validate(t.Context(), bytes.NewReader(document), lheo.Options{})
	if err != nil || !result.Valid || result.Formations != 2 || bytes.Contains(document, []byte("04_A")) {
		t.Errorf("the document is valid: %v, of %d formations (%v)\n%s", result.Valid, result.Formations, err, document)
	}
	want := "numero;flux;motif\n04_C;aude.xml;\"la session est terminée ; plus de 30 jours\"\n"
	if got := string(read(t, filepath.Join(out, "withdrawn.csv"))); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, f := range d.Files {
		if data := read(t, filepath.Join(out, f.Name)); hash(data) != f.SHA256 || int64(len(data)) != f.Size {
			t.Errorf("delta.json speaks of another %s", f.Name)
		}
	}
	var back shelf.DeltaInfo
	if err := json.Unmarshal(read(t, filepath.Join(out, "delta.json")), &back); err != nil || back.Since.SHA256 != first.SHA256 {
		t.Errorf("delta.json %+v (%v)", back, err)
	}
}

func TestADeltaThatOnlyWithdrawsHasNoDocument(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	old, now := catalogue{"04_A": "CAP", "04_B": "BTS"}, catalogue{"04_A": "CAP"}
	put(t, s, old, "1", nil)
	put(t, s, now, "2", func(c *shelf.Candidate) { c.Delta = true })
	latest := filepath.Join(dir, "aude", "latest")
	if _, err := os.Stat(filepath.Join(latest, "aude.delta.xml")); err == nil {
		t.Error("there is a document, which cannot be valid: LHEO wants a formation")
	}
	checkApplied(t, old.feed("1"), latest, now.feed("2"))
}

// TestADeltaOfFeedsOutOfOrder: what stands in the order of something else than its
// number is put back in that order.
func TestADeltaOfFeedsOutOfOrder(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	feed := func(records ...string) []byte {
		var b bytes.Buffer
		b.WriteString("<o>\n")
		for _, r := range records {
			fmt.Fprintf(&b, "<formation numero=%q>%s</formation>\n", r[:1], r)
		}
		b.WriteString("</o>\n")
		return b.Bytes()
	}
	before, after := feed("C1", "A1", "B1"), feed("B1", "D1", "A2", "E1")
	for i, data := range [][]byte{before, after} {
		c := candidate(t, s, 3+i, data)
		c.Checks, c.Delta = []shelf.Check{}, true
		if o, err := s.Publish(t.Context(), c, half); err != nil || o.Error != "" {
			t.Fatal(err, o.Error)
		}
	}
	checkApplied(t, before, filepath.Join(dir, "aude", "latest"), after)
}

func TestApplyRefuses(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	old, now := catalogue{"04_A": "CAP", "04_B": "BTS"}, catalogue{"04_A": "CAP", "04_B": "BTS rural"}
	put(t, s, old, "1", nil)
	put(t, s, now, "2", func(c *shelf.Candidate) { c.Delta = true })
	for name, c := range map[string]struct {
		base  []byte
		spoil func(delta string) error
		want  string
	}{
		"a base that is not the one": {now.feed("2"), nil, "take the full feed"},
		"a document that was changed": {old.feed("1"), func(delta string) error {
			path := filepath.Join(delta, "aude.delta.xml")
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(path, bytes.Replace(data, []byte("rural"), []byte("urbain"), 1), 0o644)
		}, "the result is not what was published"},
		"a delta of another version": {old.feed("1"), func(delta string) error {
			return os.WriteFile(filepath.Join(delta, "delta.json"), []byte(`{"schema":"passerelle/delta/9"}`), 0o644)
		}, "passerelle/delta/1"},
		"a name that leads elsewhere": {old.feed("1"), func(delta string) error {
			return os.WriteFile(filepath.Join(delta, "delta.json"), []byte(`{"schema":"passerelle/delta/1","flux":[{"nom":"../x"}]}`), 0o644)
		}, "no name of a file"},
	} {
		t.Run(name, func(t *testing.T) {
			from, delta, out := t.TempDir(), filepath.Join(t.TempDir(), "d"), t.TempDir()
			if err := os.CopyFS(delta, os.DirFS(filepath.Join(dir, "aude", "latest"))); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(from, "aude.xml"), c.base, 0o644); err != nil {
				t.Fatal(err)
			}
			if c.spoil != nil {
				if err := c.spoil(delta); err != nil {
					t.Fatal(err)
				}
			}
			if err := shelf.Apply(t.Context(), from, delta, out); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if left, _ := os.ReadDir(out); len(left) > 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

func TestDeltaSinceWhatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	o := put(t, s, catalogue{"04_A": "CAP"}, "1", nil)
	for since, want := range map[string]string{
		"2020-01-01": "there are 2026-09-16 " + o.SHA256[:12],
		"hier":       `no publication "hier" of aude`,
		o.SHA256[:3]: "no publication",
	} {
		if _, err := shelf.Delta(t.Context(), dir, "aude", since, filepath.Join(t.TempDir(), "d"), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("since %s: got %v, want %q", since, err, want)
		}
	}
	if _, err := shelf.Delta(t.Context(), dir, "kairos", "latest", filepath.Join(t.TempDir(), "d"), nil); err == nil || !strings.Contains(err.Error(), "nothing was published yet") {
		t.Errorf("got %v", err)
	}
	if _, err := shelf.Delta(t.Context(), dir, "aude", "latest", t.TempDir(), nil); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("got %v", err)
	}
}

// TestPruneKeepsTheBasesOfDeltas: that of the delta in place, and those that
// partners are still to come from.
func TestPruneKeepsTheBasesOfDeltas(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var sums []string
	for i := range 5 {
		o := put(t, s, catalogue{"04_A": fmt.Sprint("CAP ", i)}, "", func(c *shelf.Candidate) { c.Delta, c.Date = true, dayAfter(i) })
		sums = append(sums, o.SHA256)
	}
	if _, err := s.Prune("aude", 1, sums[1]); err != nil {
		t.Fatal(err)
	}
	history, err := shelf.History(dir, "aude")
	var kept []string
	for _, h := range history {
		kept = append(kept, h.SHA256)
	}
	if want := []string{sums[4], sums[3], sums[1]}; err != nil || !slices.Equal(kept, want) {
		t.Errorf("kept %v (%v), want %v", kept, err, want)
	}
	if h, err := shelf.Find(dir, "aude", dayAfter(2).Format("2006-01-02")); err != nil || h.SHA256 != sums[1] {
		t.Errorf("on the third day partners had what is kept of the second: got %s (%v)", h.Date, err)
	}
	days, _ := filepath.Glob(filepath.Join(dir, "aude", "2026-*"))
	if len(days) != 3 {
		t.Errorf("the days %v are not those of what is kept", days)
	}
}

// TestWhatWasNeverPointedAtIsNoBase: a program killed between two steps left a
// publication that no partner has.
func TestWhatWasNeverPointedAtIsNoBase(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	day := func(n int) func(*shelf.Candidate) { return func(c *shelf.Candidate) { c.Date = dayAfter(n) } }
	first := put(t, s, catalogue{"04_A": "CAP"}, "", day(0))
	put(t, s, catalogue{"04_A": "BTS"}, "", day(1))
	latest := filepath.Join(dir, "aude", "latest")
	if err := errors.Join(os.Remove(latest), os.Symlink(first.SHA256, latest)); err != nil {
		t.Fatal(err)
	}
	check := func(name, want string) {
		if h, err := shelf.Find(dir, "aude", name); err != nil || h.SHA256 != want {
			t.Errorf("%s is %s of %s (%v)", name, h.SHA256, h.Date, err)
		}
	}
	check("2026-09-18", first.SHA256)
	third := put(t, s, catalogue{"04_A": "FIMO"}, "", day(2))
	check("2026-09-17", first.SHA256)
	check("2026-09-18", third.SHA256)
}
