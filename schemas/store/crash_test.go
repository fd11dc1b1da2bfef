package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
)

const (
	crashEnv  = "PASSERELLE_TEST_CRASH_STORE" // path of the store that the child writes until it is killed
	crashSize = 150                           // formations a load adds, each with two sessions and a finding
)

// TestCrash kills a program that loads without end, at random moments, and looks
// at what it leaves: every load, ledger and referential is whole or absent.
func TestCrash(t *testing.T) {
	if path := os.Getenv(crashEnv); path != "" {
		loadForever(t, path)
	}
	t.Run("sqlite", func(t *testing.T) { crash(t, filepath.Join(t.TempDir(), "passerelle.sqlite"), 15, 400) })
	t.Run("postgres", func(t *testing.T) { crash(t, pgtest.Start(t), 8, 1200) })
}

// crash kills so many times, each after at most so many milliseconds.
func crash(t *testing.T, path string, kills, within int) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	abandoned, loads := 0, 0
	for range kills {
		killed(t, path, time.Duration(20+random.IntN(within))*time.Millisecond)
		a, l := inspect(t, path)
		abandoned, loads = abandoned+a, max(loads, l)
	}
	t.Logf("%d kills: %d loads committed, %d runs cut short", kills, loads, abandoned)
	if abandoned == 0 || loads == 0 {
		t.Error("no kill came in mid-run, or none after a load: the test proves nothing")
	}
}

// killed starts the child, lets it work for a while once it has begun, and kills it.
func killed(t *testing.T, path string, after time.Duration) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCrash$")
	child.Env = append(os.Environ(), crashEnv+"="+path)
	var said bytes.Buffer
	ready, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	child.Stderr = &said
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := ready.Read(make([]byte, 1)); err != nil {
		t.Errorf("the child did not begin: %v", err)
	}
	time.Sleep(after)
	if err := child.Process.Kill(); err != nil {
		t.Errorf("the child had ended: %v", err)
	}
	if _ = child.Wait(); child.ProcessState.Exited() {
		t.Fatalf("the child ended by itself: %s", said.String())
	}
}

func loadForever(t *testing.T, path string) {
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	past, err := s.Runs(t.Context(), 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("ready")
	for n := len(past); ; n++ {
		if err := oneRun(t.Context(), s, n); err != nil {
			t.Fatal(err)
		}
	}
}

func oneRun(ctx context.Context, s *store.Store, n int) error {
	run := journal.Run{ID: fmt.Sprintf("run%06d", n), Date: time.Unix(int64(n), 0), StartedAt: time.Unix(int64(n), 0)}
	label := run.ID
	v := nomenclature.Version{Referential: nomenclature.CertifInfo, Label: label, LoadedAt: run.StartedAt}
	if err := errors.Join(s.BeginRun(ctx, run),
		s.ReplaceCertifications(ctx, v, labelled(label), nil),
		s.InLoad(ctx, func(l *store.Load) error { l.Validate("règle"); return crashLoad(ctx, l, run.ID, n) })); err != nil {
		return err
	}
	if _, err := s.KeepLedger(ctx, run.ID, []string{"aude", "kairos"}, alternating(ctx, s, n)); err != nil {
		return err
	}
	run.FinishedAt, run.State = run.StartedAt, journal.Done
	if err := s.EndRun(ctx, run); err != nil || n%3 != 2 {
		return err
	}
	_, err := s.Unload(ctx, run.ID, "Anne", run.StartedAt) // one in three is taken back
	return err
}

func labelled(label string) iter.Seq2[nomenclature.Certification, error] {
	return func(yield func(nomenclature.Certification, error) bool) {
		for i := range crashSize {
			if !yield(nomenclature.Certification{Code: fmt.Sprint(i), Intitule: label, Anciens: []nomenclature.Ancien{{Code: label}}}, nil) {
				return
			}
		}
	}
}

// crashLoad keeps records one formation at a time, so that a kill comes between two.
func crashLoad(ctx context.Context, l *store.Load, run string, n int) error {
	sha := fmt.Sprintf("%064x", n)
	if err := l.KeepDelivery(ctx, journal.Delivery{SHA256: sha, Name: run + ".xlsx", ReceivedAt: time.Unix(0, 0)}); err != nil {
		return err
	}
	for i := range crashSize {
		f := offre.Formation{ID: fmt.Sprintf("%s-%d", run, i), Intitule: run}
		sessions := []offre.Session{{ID: f.ID + "a", Formation: f.ID}, {ID: f.ID + "b", Formation: f.ID}}
		if err := errors.Join(l.KeepFormations(ctx, run, []offre.Formation{f}), l.KeepSessions(ctx, run, sessions),
			l.KeepFindings(ctx, run, sha, []finding.Finding{{Rule: "x", Record: f.ID}})); err != nil {
			return err
		}
	}
	return l.KeepLoads(ctx, []journal.Load{{Run: run, Delivery: sha, File: run + ".xlsx", Counts: journal.Counts{Read: crashSize, Added: crashSize}}})
}

// alternating gives every verdict another reason than the run before.
func alternating(ctx context.Context, s *store.Store, n int) iter.Seq2[journal.Verdict, error] {
	return func(yield func(journal.Verdict, error) bool) {
		for o, err := range s.Offers(ctx) {
			for _, target := range []string{"aude", "kairos"} {
				v := journal.Verdict{Target: target, Kind: store.KindFormation, Record: o.Formation.ID, Formation: o.Formation.ID, Reason: fmt.Sprintf("run%06d", n)}
				if !yield(v, err) {
					return
				}
				for _, se := range o.Sessions {
					v.Kind, v.Record = store.KindSession, se.ID
					if !yield(v, nil) {
						return
					}
				}
			}
		}
	}
}

// inspect says how many runs were cut short that the last kill left, and how
// many loads there are.
func inspect(t *testing.T, path string) (abandoned, loads int) {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
	runs, err := s.Runs(t.Context(), 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range runs {
		loads += inspectLoad(t, s, r.ID)
	}
	if len(runs) > 0 && runs[0].State == journal.Running {
		abandoned = 1
	}
	inspectOffers(t, s, loads)
	inspectReferential(t, s)
	inspectLedger(t, s, runs)
	return abandoned, loads
}

func inspectLoad(t *testing.T, s *store.Store, run string) (loads int) {
	t.Helper()
	rows, err := s.Loads(t.Context(), run)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, err := range s.Findings(t.Context(), run) {
		if err != nil {
			t.Fatal(err)
		}
		found++
	}
	if found != crashSize*len(rows) {
		t.Errorf("run %s: %d loads committed and %d findings", run, len(rows), found)
	}
	return len(rows)
}

func inspectOffers(t *testing.T, s *store.Store, loads int) {
	t.Helper()
	byRun := map[string]int{}
	for o, err := range s.Offers(t.Context()) {
		if err != nil || len(o.Sessions) != 2 {
			t.Fatalf("formation %s with %d sessions, %v", o.Formation.ID, len(o.Sessions), err)
		}
		byRun[o.Formation.Intitule]++
	}
	for run, n := range byRun {
		if n != crashSize {
			t.Errorf("run %s left %d formations of %d", run, n, crashSize)
		}
	}
	if len(byRun) != loads {
		t.Errorf("formations of %d loads, and %d loads committed", len(byRun), loads)
	}
}

func inspectReferential(t *testing.T, s *store.Store) {
	t.Helper()
	v, ok, err := s.Version(t.Context(), nomenclature.CertifInfo)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for c, err := range s.Certifications(t.Context()) {
		if err != nil || c.Intitule != v.Label {
			t.Fatalf("a certification of %s in version %s, %v", c.Intitule, v.Label, err)
		}
		n++
	}
	if ok && n != crashSize {
		t.Errorf("%d certifications in version %s", n, v.Label)
	}
}

// inspectLedger finds the last ledger that was committed: all verdicts that
// stand are of that run, and as many as its tallies say.
func inspectLedger(t *testing.T, s *store.Store, runs []journal.Run) {
	t.Helper()
	for _, r := range runs {
		tallies, err := s.Tallies(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, tally := range tallies {
			stand := 0
			for v, err := range s.Verdicts(t.Context(), tally.Target) {
				if err != nil || v.Run != r.ID || v.Reason != r.ID {
					t.Fatalf("in the ledger of run %s: %+v, %v", r.ID, v, err)
				}
				if v.Kind == tally.Kind {
					stand++
				}
			}
			if stand != tally.Total {
				t.Errorf("run %s: %d verdicts of %s on %ss, and %d tallied", r.ID, stand, tally.Target, tally.Kind, tally.Total)
			}
		}
		if len(tallies) > 0 {
			return
		}
	}
}
