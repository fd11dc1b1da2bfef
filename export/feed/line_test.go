package feed_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/carif-oref/passerelle/export/feed"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/synthetic"
)

// told is all that a build gives, but for where the files stand.
type told struct {
	feeds    []feed.Feed
	verdicts []journal.Verdict
	findings []string
	progress []int
}

// everyTarget adds to all targets one whose numbers are its own, which must see each
// offer after the others.
func everyTarget(t testing.TB) []target.Target {
	t.Helper()
	set, err := target.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	edof, err := set.Select([]string{"edof"})
	if err != nil {
		t.Fatal(err)
	}
	all := targets(t)
	renumbered := all[0]
	renumbered.Name, renumbered.Numbering.Formation, renumbered.Numbering.Session = "prefixe", "13_", "raw"
	return append(all, edof[0], renumbered)
}

func tell(t *testing.T, offers iter.Seq2[offre.Offre, error]) (all told) {
	t.Helper()
	feeds, err := feed.BuildAll(t.Context(), everyTarget(t), offers, feed.Options{Date: today, Dir: t.TempDir(),
		Blocs:   func(string) []string { return []string{"BC01"} },
		Verdict: func(v journal.Verdict) error { all.verdicts = append(all.verdicts, v); return nil },
		Finding: func(to string, f finding.Finding) error {
			all.findings = append(all.findings, fmt.Sprint(to, f))
			return nil
		},
		Progress: func(n int) { all.progress = append(all.progress, n) },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range feeds {
		f.Path = ""
		for i := range f.Files {
			f.Files[i].Path = ""
		}
		all.feeds = append(all.feeds, f)
	}
	return all
}

func TestFeedsAreTheSameHoweverManyProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	offers := synthetic.Base{Formations: 300, Date: today}.Offers()
	alone := tell(t, offers)
	if len(alone.verdicts) < 9*300 || len(alone.findings) == 0 || alone.feeds[8].Formations == 0 {
		t.Fatalf("%d verdicts, %d findings: too little to compare", len(alone.verdicts), len(alone.findings))
	}
	for _, n := range []int{4} {
		runtime.GOMAXPROCS(n)
		if got := tell(t, offers); !reflect.DeepEqual(got, alone) {
			t.Errorf("with %d processors the files, verdicts, findings or progress differ", n)
		}
	}
}

// TestAFeedIsTheSameInCompany builds each feed alone: what it shares with others of
// the same build must not show.
func TestAFeedIsTheSameInCompany(t *testing.T) {
	offers := synthetic.Base{Formations: 120, Date: today}.Offers()
	together := tell(t, offers)
	for i, one := range everyTarget(t) {
		f, err := alone(t, one, offers, feed.Options{Date: today, Dir: t.TempDir(), Blocs: func(string) []string { return []string{"BC01"} }})
		if err != nil {
			t.Fatal(err)
		}
		want := together.feeds[i]
		if f.SHA256 != want.SHA256 || len(f.Files) != len(want.Files) || !reflect.DeepEqual(f.Tallies, want.Tallies) || !reflect.DeepEqual(f.Defaulted, want.Defaulted) {
			t.Errorf("%s: %+v alone, %+v in company", one.Name, f, want)
		}
		for k := range f.Files {
			if f.Files[k].SHA256 != want.Files[k].SHA256 {
				t.Errorf("%s differs alone and in company", f.Files[k].Name)
			}
		}
	}
}

// TestFailuresLeaveNothingBehind stops builds in all ways, in a bubble that does not
// end before every goroutine has.
func TestFailuresLeaveNothingBehind(t *testing.T) {
	base := synthetic.Base{Formations: 400, Date: today}.Offers()
	failAfter := func(n int) iter.Seq2[offre.Offre, error] {
		return func(yield func(offre.Offre, error) bool) {
			i := 0
			for o := range base {
				if i++; i == n {
					yield(offre.Offre{}, errors.New("the store has gone"))
					return
				}
				if !yield(o, nil) {
					return
				}
			}
		}
	}
	errEnough := errors.New("enough")
	for name, c := range map[string]struct {
		offers iter.Seq2[offre.Offre, error]
		change func(o *feed.Options, cancel func())
		want   string
	}{
		"the catalogue fails at once": {failAfter(1), nil, "the store has gone"},
		"the catalogue fails later":   {failAfter(399), nil, "the store has gone"},
		"the ledger wants no more": {base, func(o *feed.Options, _ func()) {
			o.Verdict = func(v journal.Verdict) error {
				if strings.HasSuffix(v.Record, "90") {
					return errEnough
				}
				return nil
			}
		}, "enough"},
		"the run is interrupted": {base, func(o *feed.Options, cancel func()) {
			o.Progress = func(n int) {
				if n == 100 {
					cancel()
				}
			}
		}, "context canceled"},
		"a disk is full": {base, func(o *feed.Options, _ func()) {
			if err := os.Symlink("/dev/full", filepath.Join(o.Dir, "kairos.xml")); err != nil {
				panic(err)
			}
		}, "write feed kairos: write"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				o := feed.Options{Date: today, Dir: dir}
				if c.change != nil {
					c.change(&o, cancel)
				}
				feeds, err := feed.BuildAll(ctx, targets(t), c.offers, o)
				if err == nil || !strings.Contains(err.Error(), c.want) || feeds != nil {
					t.Errorf("%v, %v; want %q", feeds, err, c.want)
				}
			})
			if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestAFullDiskStopsTheReading: a catalogue of hours is not read to its end for a
// feed that cannot be written.
func TestAFullDiskStopsTheReading(t *testing.T) {
	dir, read := t.TempDir(), 0
	if err := os.Symlink("/dev/full", filepath.Join(dir, "intercarif.xml")); err != nil {
		t.Fatal(err)
	}
	const all = 4000
	counted := func(yield func(offre.Offre, error) bool) {
		for o := range (synthetic.Base{Formations: all, Date: today}).Offers() {
			if read++; !yield(o, nil) {
				return
			}
		}
	}
	_, err := feed.BuildAll(t.Context(), targets(t)[:1], counted, feed.Options{Date: today, Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "is the disk full?") {
		t.Errorf("got %v", err)
	}
	if read > all/2 {
		t.Errorf("%d formations of %d were read", read, all)
	}
}
