package storetest

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// loadedBy loads everything and a request in a run of its own, and gives its account.
func loadedBy(t *testing.T, s *store.Store, run, title string) {
	t.Helper()
	begin(t, s, run)
	o := siege()
	o.NDA = title
	load(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepDelivery(t.Context(), delivered(shaB, "b.xlsx")), l.KeepOrganismes(t.Context(), run, []offre.Organisme{o, {ID: "O" + run}}),
			l.KeepFormations(t.Context(), run, []offre.Formation{titled("F00000", title), titled("F"+run, title)}),
			l.KeepSessions(t.Context(), run, []offre.Session{session("S00000-0", "F"+run), session("S"+run, "F00000")}),
			l.KeepOrigins(t.Context(), run, []store.Origin{{Kind: store.KindFormation, Record: "F00000", Delivery: shaB, File: "b.xlsx", Row: 7}}),
			l.KeepLoads(t.Context(), []journal.Load{{Run: run, Delivery: shaB, File: "b.xlsx", Counts: journal.Counts{Read: 6, Added: 3, Changed: 3}}}),
			l.KeepFindings(t.Context(), run, shaB, []finding.Finding{{Rule: "x", Record: "F00000", Message: "x"}}),
			l.KeepRequests(t.Context(), []journal.Request{request("q"+run, run, shaB)}))
	})
}

func unloaded(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 2, 2)
	keepVerdicts(t, s, "r1", "aude", nil)
	before := all(t, s.Offers(t.Context()))
	loadedBy(t, s, "r2", "B")
	if now := all(t, s.Offers(t.Context())); len(now) != 3 || now[0].Formation.Intitule != "B" {
		t.Fatalf("the load does nothing: %+v", now)
	}
	keepVerdicts(t, s, "r2", "aude", nil)
	got, err := s.Unload(t.Context(), "r2", "Anne", monday.Add(time.Hour))
	want := store.Unloaded{Run: "r2", Who: "Anne", At: monday.Add(time.Hour), Restored: 3, Removed: 3}
	if err != nil || got != want {
		t.Fatalf("got %+v, %v; want %+v", got, err, want)
	}
	if after := all(t, s.Offers(t.Context())); !reflect.DeepEqual(undated(after), undated(before)) {
		t.Error("the catalogue is not what it was")
	}
	if run, ok, err := s.DeliveryLoaded(t.Context(), shaB); ok || err != nil {
		t.Errorf("the delivery is still loaded by %q, %v", run, err)
	}
	if left, err := s.Requests(t.Context(), ""); len(left) > 0 || err != nil {
		t.Errorf("requests remain: %+v, %v", left, err)
	}
	trace, err := s.Trace(t.Context(), "F00000")
	if err != nil || trace.ChangedBy != "r1" || len(trace.Origins)+len(trace.Findings) > 0 || len(trace.History) != 2 || trace.History[1].Unloaded == nil || trace.History[1].File != "b.xlsx" {
		t.Errorf("trace %+v, %v", trace, err)
	}
	if _, err := s.Trace(t.Context(), "Fr2"); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("it is still there: %v", err)
	}
	if done, err := s.Unloads(t.Context()); err != nil || !slices.Equal(done, []store.Unloaded{want}) {
		t.Errorf("recorded: %+v, %v", done, err)
	}
	begin(t, s, "r3")
	keepVerdicts(t, s, "r3", "aude", nil)
	if stand := all(t, s.Verdicts(t.Context(), "aude")); len(stand) != 6 {
		t.Errorf("%d verdicts stand, want 6", len(stand))
	}
	loadedBy(t, s, "r4", "B") // the same file, anew
	counts(t, s, 3, 3, 5)
}

// States go back with the documents, and the journal says so.
func unloadedStates(t *testing.T, s *store.Store) {
	keepTitled(t, s, "r1", "A", true)
	keepTitled(t, s, "r2", "B", false)
	must(t, decide(t, s, journal.Rejected, "faux"))
	keepTitled(t, s, "r3", "C", true)
	if _, err := s.Unload(t.Context(), "r3", "Luc", monday); err != nil {
		t.Fatal(err)
	}
	stands(t, s, journal.Rejected, "A", "B", "A")
	decisions, err := s.Decisions(t.Context(), store.KindFormation, "F1")
	if last := decisions[len(decisions)-1]; err != nil || len(decisions) != 4 || last.From != journal.Validated || last.To != journal.Rejected || last.Who != "Luc" || !strings.Contains(last.Why, "r3") {
		t.Errorf("decisions %+v, %v", decisions, err)
	}
}

func unloadRefused(t *testing.T, s *store.Store) {
	refused := func(run string, decisions int, runs ...string) {
		t.Helper()
		var later *store.LaterChanges
		_, err := s.Unload(t.Context(), run, "Anne", monday)
		if !errors.As(err, &later) || !slices.Equal(later.Runs, runs) || len(later.Decisions) != decisions || later.Run != run || !strings.Contains(err.Error(), run) {
			t.Errorf("unload %s: got %v, want it refused for %v and %d decisions", run, err, runs, decisions)
		}
	}
	taken := func(run string) {
		t.Helper()
		if _, err := s.Unload(t.Context(), run, "Anne", monday); err != nil {
			t.Errorf("unload %s: %v", run, err)
		}
	}
	keepTitled(t, s, "r1", "A", true)
	keepTitled(t, s, "r2", "B", false)
	begin(t, s, "r3")
	load(t, s, func(l *store.Load) error {
		return l.KeepSessions(t.Context(), "r3", []offre.Session{session("S1", "F1")})
	})
	begin(t, s, "r4")
	must(t, s.Decide(t.Context(), []journal.Decision{{Kind: "formation", Record: "F1", To: journal.Validated, Who: "Anne", Run: "r4", At: monday}}))
	refused("r1", 0, "r4", "r3", "r2")
	refused("r2", 0, "r4")
	taken("r4") // a decision taken in a run goes back with it
	stands(t, s, journal.ToValidate, "A", "B", "A")
	taken("r2")
	refused("r1", 0, "r3") // a session rests on what r1 brought
	must(t, s.Decide(t.Context(), []journal.Decision{{Kind: "session", Record: "S1", To: journal.Archived, Who: "Anne", At: monday}}))
	refused("r3", 1)
	for _, run := range []string{"r2", "r9"} {
		if _, err := s.Unload(t.Context(), run, "Anne", monday); !errors.Is(err, store.ErrUnknown) {
			t.Errorf("unload %s, which has nothing: %v", run, err)
		}
	}
	keepTitled(t, s, "r5", "C", true)
	if _, err := s.Unload(t.Context(), "r5", "", monday); err == nil {
		t.Error("nobody takes it back")
	}
	stands(t, s, journal.Validated, "C", "", "C")
}

// The same file loaded by two runs is taken back from the last.
func unloadSameFile(t *testing.T, s *store.Store) {
	catalogue(t, s, "r0", 1, 1)
	loadedBy(t, s, "r1", "B")
	begin(t, s, "r2")
	load(t, s, func(l *store.Load) error {
		return l.KeepLoads(t.Context(), []journal.Load{{Run: "r2", Delivery: shaB, File: "b.xlsx", Counts: journal.Counts{Read: 6, Unchanged: 6}}})
	})
	var later *store.LaterChanges
	if _, err := s.Unload(t.Context(), "r1", "Anne", monday); !errors.As(err, &later) || !slices.Equal(later.Runs, []string{"r2"}) {
		t.Errorf("got %v", err)
	}
	for _, run := range []string{"r2", "r1"} {
		if _, err := s.Unload(t.Context(), run, "Anne", monday); err != nil {
			t.Error(err)
		}
	}
	if _, ok, err := s.DeliveryLoaded(t.Context(), shaB); ok || err != nil {
		t.Errorf("still loaded, %v", err)
	}
}

// A request that staff decided stays decided; one asked again goes back to what
// it was.
func unloadRequests(t *testing.T, s *store.Store) {
	catalogue(t, s, "r0", 1, 0)
	ask(t, s, "r1", shaA, 0, "q1")
	must(t, s.DecideRequest(t.Context(), "q1", journal.Declined, "Anne", "non", monday, nil))
	ask(t, s, "r2", shaB, 1, "q1")
	waits(t, s, "q1", journal.Waiting, "r2")
	for _, run := range []string{"r2", "r1"} {
		propose(t, s, func(l *store.Load) error {
			return l.KeepLoads(t.Context(), []journal.Load{{Run: run, Delivery: map[string]string{"r1": shaA, "r2": shaB}[run]}})
		})
		if _, err := s.Unload(t.Context(), run, "Anne", monday); err != nil {
			t.Error(err)
		}
		waits(t, s, "q1", journal.Declined, "r1")
	}
}

func rehearsed(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 2, 1)
	before := all(t, s.Offers(t.Context()))
	run := journal.Run{ID: "r2", Date: monday, StartedAt: monday}
	for name, stop := range map[string]error{"to its end": nil, "until it gives up": errStop} {
		seen := ""
		err := s.Rehearse(t.Context(), run, func(l *store.Load) error {
			l.Validate(rule)
			must(t, l.KeepFormations(t.Context(), "r2", []offre.Formation{titled("F00000", "B"), formation("F9")}))
			found, err := l.Formations(t.Context(), []string{"F00000", "F9"})
			seen = found["F00000"].Intitule
			return errors.Join(err, everything(t.Context(), l, "r2"), stop)
		})
		if !errors.Is(err, stop) || seen != "B" {
			t.Errorf("%s: %v, and it sees %q", name, err, seen)
		}
		if last, _, err := s.LastRun(t.Context()); err != nil || last.ID != "r1" || last.State != journal.Running {
			t.Errorf("%s: the last run is %+v, %v", name, last, err)
		}
		if after := all(t, s.Offers(t.Context())); !reflect.DeepEqual(after, before) {
			t.Errorf("%s: the catalogue changed", name)
		}
	}
	if err := s.Rehearse(t.Context(), journal.Run{ID: "r1", Date: monday, StartedAt: monday}, func(*store.Load) error { return nil }); err == nil {
		t.Error("a run that exists was rehearsed")
	}
	untouchedSince(t, s)
}

func untouchedSince(t *testing.T, s *store.Store) {
	t.Helper()
	counts(t, s, 2, 2, 2)
	begin(t, s, "r2") // the name is free
}

// A SIRET that a run takes from one organisme and gives to another goes back; one
// that a later run gave elsewhere holds the run back.
func unloadSIRET(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 1, 0)
	keep := func(run string, organismes ...offre.Organisme) {
		t.Helper()
		begin(t, s, run)
		for _, o := range organismes {
			load(t, s, func(l *store.Load) error { return l.KeepOrganismes(t.Context(), run, []offre.Organisme{o}) })
		}
	}
	at := func(o offre.Organisme, siret string) offre.Organisme {
		o.SIRET = siret
		return o
	}
	const aside = "11111111111111"
	keep("r2", at(siege(), aside), at(antenne(), siretSiege), at(siege(), siretAntenne)) // they change places
	if _, err := s.Unload(t.Context(), "r2", "Anne", monday); err != nil {
		t.Fatal(err)
	}
	for siret, id := range map[string]string{siretSiege: siege().ID, siretAntenne: antenne().ID} {
		if trace, err := s.Trace(t.Context(), siret); err != nil || trace.ID != id {
			t.Errorf("SIRET %s is that of %s, %v", siret, trace.ID, err)
		}
	}
	keep("r3", at(antenne(), aside))
	keep("r4", offre.Organisme{ID: "O9", SIRET: siretAntenne})
	var later *store.LaterChanges
	if _, err := s.Unload(t.Context(), "r3", "Anne", monday); !errors.As(err, &later) || !slices.Equal(later.Runs, []string{"r4"}) {
		t.Errorf("got %v", err)
	}
}
