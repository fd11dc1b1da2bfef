package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// judge gives the verdict of a target on every record of the catalogue: all are
// exported but those that excluded names, which it gives the reason of.
func judge(tb testing.TB, s *store.Store, target string, excluded map[string]string) (verdicts []journal.Verdict) {
	tb.Helper()
	add := func(kind, record, formation string) {
		v := journal.Verdict{Target: target, Kind: kind, Record: record, Formation: formation, Exported: true}
		if reason, out := excluded[record]; out {
			v.Exported, v.Reason, v.Sentence = false, reason, "La fiche "+record+" n'est pas « exportable »."
		}
		verdicts = append(verdicts, v)
	}
	for o, err := range s.Offers(tb.Context()) {
		if err != nil {
			tb.Fatal(err)
		}
		for _, s := range o.Sessions { // sessions first: order within a formation is free
			add(store.KindSession, s.ID, s.Formation)
		}
		add(store.KindFormation, o.Formation.ID, o.Formation.ID)
	}
	return verdicts
}

func keepVerdicts(tb testing.TB, s *store.Store, run, target string, excluded map[string]string) []journal.Tally {
	tb.Helper()
	tallies, err := s.KeepVerdicts(tb.Context(), run, target, each(judge(tb, s, target, excluded)))
	if err != nil {
		tb.Fatal(err)
	}
	return tallies
}

// history says run by run what was written of a record.
func history(tb testing.TB, s *store.Store, formation, record string) (told []string) {
	tb.Helper()
	all, err := s.VerdictHistory(tb.Context(), formation)
	if err != nil {
		tb.Fatal(err)
	}
	for _, v := range all {
		if v.Record == record {
			told = append(told, strings.TrimSpace(fmt.Sprintf("%s %s %s", v.Run, v.Target, v.Reason)))
		}
	}
	return told
}

func verdictHistory(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 2, 2)
	tallies := keepVerdicts(t, s, "r1", "aude", map[string]string{"S00001-0": "terminee"})
	want := []journal.Tally{
		{Target: "aude", Kind: "formation", Total: 2, Exported: 2, Excluded: map[string]int{}},
		{Target: "aude", Kind: "session", Total: 4, Exported: 3, Excluded: map[string]int{"terminee": 1}},
	}
	if !reflect.DeepEqual(tallies, want) {
		t.Errorf("tallies %+v, want %+v", tallies, want)
	}
	begin(t, s, "r2")
	keepVerdicts(t, s, "r2", "aude", map[string]string{"S00001-0": "terminee"})
	begin(t, s, "r3")
	keepVerdicts(t, s, "r3", "aude", map[string]string{"S00001-0": "siret-faux", "S00001-1": "terminee"})
	begin(t, s, "r4")
	keepVerdicts(t, s, "r4", "aude", nil)
	for record, want := range map[string][]string{
		"F00001":   {"r1 aude"},
		"S00000-0": {"r1 aude"},
		"S00001-0": {"r1 aude terminee", "r3 aude siret-faux", "r4 aude"},
		"S00001-1": {"r1 aude", "r3 aude terminee", "r4 aude"},
	} {
		if got := history(t, s, "F"+record[1:6], record); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", record, got, want)
		}
	}
	if got, err := s.Tallies(t.Context(), "r1"); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("tallies of the first run: %+v (%v), want %+v", got, err, want)
	}
	if current := all(t, s.Verdicts(t.Context(), "aude")); len(current) != 6 || !current[5].Exported || current[5].Run != "r4" {
		t.Errorf("current verdicts: %+v", current)
	}
}

// A session that moves to another formation leaves a closed verdict behind.
func verdictsClosed(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 3, 1)
	keepVerdicts(t, s, "r1", "aude", nil)
	begin(t, s, "r2")
	load(t, s, func(l *store.Load) error {
		return l.KeepSessions(t.Context(), "r2", []offre.Session{session("S00000-0", "F00002"), session("S00002-0", "F00000")})
	})
	keepVerdicts(t, s, "r2", "aude", nil)
	var got []string
	for _, v := range all(t, s.Verdicts(t.Context(), "aude")) {
		got = append(got, v.Formation+" "+v.Record+" "+v.Run)
	}
	want := []string{"F00000 F00000 r1", "F00000 S00002-0 r2", "F00001 F00001 r1", "F00001 S00001-0 r1", "F00002 F00002 r1", "F00002 S00000-0 r2"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func severalTargets(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 3, 2)
	both := append(judge(t, s, "kairos", nil), judge(t, s, "aude", map[string]string{"F00001": "apprentissage", "S00001-0": "apprentissage"})...)
	both[0].Others, both[0].Defaulted = []string{"b", "a"}, []string{"objectif-formation"}
	slices.SortStableFunc(both, func(a, b journal.Verdict) int { return strings.Compare(a.Formation, b.Formation) })
	tallies, err := s.KeepLedger(t.Context(), "r1", []string{"kairos", "aude"}, each(both))
	if err != nil || len(tallies) != 4 || tallies[0].Target != "kairos" || tallies[3].Excluded["apprentissage"] != 1 || tallies[2].Exported != 2 {
		t.Fatalf("tallies %+v, %v", tallies, err)
	}
	for _, tally := range tallies {
		if err := tally.Check(); err != nil {
			t.Error(err)
		}
	}
	for _, target := range []string{"kairos", "aude"} {
		for _, v := range all(t, s.Verdicts(t.Context(), target)) {
			v.Run = ""
			if !slices.ContainsFunc(both, func(given journal.Verdict) bool { return reflect.DeepEqual(given, v) }) {
				t.Errorf("%+v was not given", v)
			}
		}
	}
}

func verdictsRefused(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 3, 1)
	good := func() []journal.Verdict { return judge(t, s, "aude", nil) }
	unmotivated, unknown, reversed := good(), good(), good()
	unmotivated[2].Exported = false
	unknown[2].Kind = "action"
	slices.Reverse(reversed)
	for name, bad := range map[string][]journal.Verdict{
		"accounted for": good()[1:],
		"but 4":         append(good(), good()[5]),
		"reason":        unmotivated,
		"action":        unknown,
		"out of order":  reversed,
		"but 0":         nil,
	} {
		if _, err := s.KeepVerdicts(t.Context(), "r1", "aude", each(bad)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want an error that says %q", err, name)
		}
	}
	if _, err := s.KeepVerdicts(t.Context(), "r1", "aude", failing(good())); !errors.Is(err, errStop) {
		t.Errorf("got %v, want the stream's own error", err)
	}
	if _, err := s.KeepVerdicts(t.Context(), "r9", "aude", each(good())); err == nil {
		t.Error("a run that has not begun keeps verdicts")
	}
	if left := all(t, s.Verdicts(t.Context(), "aude")); len(left) > 0 {
		t.Errorf("left behind: %+v", left)
	}
	if tallies, err := s.Tallies(t.Context(), "r1"); err != nil || len(tallies) > 0 {
		t.Errorf("left behind: %+v, %v", tallies, err)
	}
}

func ledgerAgain(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 2, 1)
	for _, excluded := range []map[string]string{nil, {"S00001-0": "terminee"}, nil, {"S00001-0": "siret-faux"}} {
		keepVerdicts(t, s, "r1", "aude", excluded)
	}
	if got := history(t, s, "F00001", "S00001-0"); !slices.Equal(got, []string{"r1 aude siret-faux"}) {
		t.Errorf("got %v, want what was given last", got)
	}
	if tallies, err := s.Tallies(t.Context(), "r1"); err != nil || len(tallies) != 2 || tallies[1].Excluded["siret-faux"] != 1 {
		t.Errorf("tallies %+v, %v", tallies, err)
	}
}

// Several pages of verdicts, some of which change, some of which go.
func largeLedger(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 1500, 3)
	third := func(run string, n int) map[string]string {
		excluded := map[string]string{}
		for i := n; i < 1500; i += 3 {
			excluded[fmt.Sprintf("S%05d-%d", i, n)] = "motif-" + run
			excluded[fmt.Sprintf("F%05d", i)] = "motif"
		}
		return excluded
	}
	for n, run := range []string{"r1", "r2", "r3"} {
		if n > 0 {
			begin(t, s, run)
		}
		given := judge(t, s, "aude", third(run, n))
		if _, err := s.KeepVerdicts(t.Context(), run, "aude", each(given)); err != nil {
			t.Fatal(err)
		}
		same(t, s, given)
	}
}

// same fails the test unless the current verdicts of aude are those given.
func same(t *testing.T, s *store.Store, given []journal.Verdict) {
	t.Helper()
	key := func(v journal.Verdict) [2]string { return [2]string{v.Kind, v.Record} }
	want := map[[2]string]journal.Verdict{}
	for _, v := range given {
		want[key(v)] = v
	}
	current := all(t, s.Verdicts(t.Context(), "aude"))
	for _, v := range current {
		v.Run = ""
		if !reflect.DeepEqual(v, want[key(v)]) {
			t.Fatalf("got %+v, want %+v", v, want[key(v)])
		}
	}
	if len(current) != len(want) {
		t.Errorf("%d verdicts, want %d", len(current), len(want))
	}
}

func lastPublications(t *testing.T, s *store.Store) {
	keep := func(p journal.Publication) journal.Publication {
		if err := s.KeepPublication(context.WithoutCancel(t.Context()), p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	begin(t, s, "r1")
	begin(t, s, "r2")
	good := keep(journal.Publication{Target: "kairos", Run: "r1", State: journal.Published, SHA256: shaA, Size: 99, Formations: 1, Actions: 2, Sessions: 3,
		Defaulted: map[string]int{"objectif-formation": 1}, At: monday})
	held := keep(journal.Publication{Target: "kairos", Run: "r2", State: journal.Held, Error: "F1: <objectif-formation> is missing", At: monday})
	keep(journal.Publication{Target: "aude", Run: "r1", State: journal.Published, At: monday})
	aude := keep(journal.Publication{Target: "aude", Run: "r1", State: journal.Same, SHA256: shaB, At: monday}) // made again in the same run
	for _, c := range []struct {
		name   string
		states []journal.PublicationState
		want   []journal.Publication
	}{
		{"whatever their state", nil, []journal.Publication{aude, held}},
		{"in place", []journal.PublicationState{journal.Published, journal.Same}, []journal.Publication{aude, good}},
		{"published", []journal.PublicationState{journal.Published}, []journal.Publication{good}},
	} {
		if got, err := s.LastPublications(t.Context(), c.states...); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v (%v), want %+v", c.name, got, err, c.want)
		}
	}
	if err := s.KeepPublication(t.Context(), journal.Publication{Target: "aude", Run: "r2", State: journal.Held, At: monday}); err == nil {
		t.Error("held without a reason: accepted")
	}
}
