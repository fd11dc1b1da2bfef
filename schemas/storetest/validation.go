package storetest

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// titled is formation F with another title.
func titled(id, title string) offre.Formation {
	f := formation(id)
	f.Intitule = title
	return f
}

// keepTitled states formation F1 under a title, in a run of its own.
func keepTitled(t *testing.T, s *store.Store, run, title string, validate bool) {
	t.Helper()
	begin(t, s, run)
	in := propose
	if validate {
		in = load
	}
	in(t, s, func(l *store.Load) error {
		return l.KeepFormations(t.Context(), run, []offre.Formation{titled("F1", title)})
	})
}

// stands fails the test unless F1 is in a state with those two titles, empty for
// a document that there is not, and Offers gives the title that it should.
func stands(t *testing.T, s *store.Store, state journal.RecordState, validated, proposed, offered string) {
	t.Helper()
	title := func(f *offre.Formation) string {
		if f == nil {
			return ""
		}
		return f.Intitule
	}
	var held store.Held[offre.Formation]
	propose(t, s, func(l *store.Load) error {
		byID, err := l.HeldFormations(t.Context(), []string{"F1", "absent"})
		held = byID["F1"]
		return err
	})
	given := ""
	for _, o := range all(t, s.Offers(t.Context())) {
		given += o.Formation.Intitule
	}
	got := []string{string(held.State), title(held.Validated), title(held.Proposed), given}
	if want := []string{string(state), validated, proposed, offered}; !slices.Equal(got, want) {
		t.Errorf("got state, validated, proposed, offered %q, want %q", got, want)
	}
}

func decide(t *testing.T, s *store.Store, to journal.RecordState, why string) error {
	t.Helper()
	return s.Decide(t.Context(), []journal.Decision{{Kind: store.KindFormation, Record: "F1", To: to, Who: "Anne", Why: why, At: monday}})
}

// statements says what a delivery makes of a record in each state.
func statements(t *testing.T, s *store.Store) {
	const proposed, validated, rejected, archived = journal.ToValidate, journal.Validated, journal.Rejected, journal.Archived
	keepTitled(t, s, "r01", "A", false)
	stands(t, s, proposed, "", "A", "")
	keepTitled(t, s, "r02", "B", false)
	stands(t, s, proposed, "", "B", "")
	keepTitled(t, s, "r03", "B", true) // the same, from one who is trusted
	stands(t, s, validated, "B", "", "B")
	keepTitled(t, s, "r04", "C", false)
	stands(t, s, proposed, "B", "C", "B")
	keepTitled(t, s, "r05", "B", false) // takes back what it said
	stands(t, s, validated, "B", "", "B")
	keepTitled(t, s, "r06", "D", false)
	must(t, decide(t, s, rejected, "faux"))
	stands(t, s, rejected, "B", "D", "B")
	keepTitled(t, s, "r07", "D", false) // what was refused, said again, is refused
	stands(t, s, rejected, "B", "D", "B")
	keepTitled(t, s, "r08", "E", false)
	stands(t, s, proposed, "B", "E", "B")
	must(t, decide(t, s, rejected, "faux"))
	keepTitled(t, s, "r09", "E", true)
	stands(t, s, validated, "E", "", "E")
	must(t, decide(t, s, archived, ""))
	stands(t, s, archived, "E", "", "")
	keepTitled(t, s, "r10", "F", false)
	stands(t, s, archived, "E", "F", "")
	keepTitled(t, s, "r11", "G", true) // not even the rule brings it back
	stands(t, s, archived, "E", "G", "")
	keepTitled(t, s, "r12", "E", true)
	stands(t, s, archived, "E", "", "")
	keepTitled(t, s, "r13", "G", true)
	must(t, decide(t, s, validated, ""))
	stands(t, s, validated, "G", "", "G")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The rule signs only what it changes the state of.
func ruleDecides(t *testing.T, s *store.Store) {
	keepTitled(t, s, "r1", "A", true)
	keepTitled(t, s, "r2", "B", true)
	keepTitled(t, s, "r3", "C", false)
	keepTitled(t, s, "r4", "C", true)
	got, err := s.Decisions(t.Context(), store.KindFormation, "F1")
	want := []journal.Decision{
		{Kind: "formation", Record: "F1", To: journal.Validated, Who: rule, Run: "r1", At: monday},
		{Kind: "formation", Record: "F1", From: journal.ToValidate, To: journal.Validated, Who: rule, Run: "r4", At: monday},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
}

// What awaits, whatever it is part of, is not given, and the ledger knows it.
func onlyValidatedLeaves(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 3, 2)
	begin(t, s, "r2")
	changed, moved := siege(), session("S00000-0", "F00002")
	changed.Nom = "changed"
	propose(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepOrganismes(t.Context(), "r2", []offre.Organisme{changed, {ID: "O9", SIRET: "99999999999999"}}),
			l.KeepFormations(t.Context(), "r2", []offre.Formation{formation("F9"), titled("F00001", "changed")}),
			l.KeepSessions(t.Context(), "r2", []offre.Session{session("S8", "F00001"), moved}))
	})
	load(t, s, func(l *store.Load) error { // trusted, in a formation that is not
		return l.KeepSessions(t.Context(), "r2", []offre.Session{session("S9", "F9")})
	})
	before := all(t, s.Offers(t.Context()))
	if len(before) != 3 || before[1].Formation.Intitule == "changed" || before[0].Responsable.Nom != siege().Nom {
		t.Errorf("a proposal leaves: %+v", before)
	}
	for _, o := range before {
		if len(o.Sessions) != 2 {
			t.Errorf("%s has sessions %+v", o.Formation.ID, o.Sessions)
		}
	}
	if tallies := keepVerdicts(t, s, "r2", "aude", nil); tallies[0].Total != 3 || tallies[1].Total != 6 {
		t.Errorf("tallies %+v", tallies)
	}
	must(t, s.Decide(t.Context(), []journal.Decision{{Kind: "formation", Record: "F00000", To: journal.Archived, Who: "Anne", At: monday},
		{Kind: "session", Record: "S00002-0", To: journal.Archived, Who: "Anne", At: monday},
		{Kind: "formation", Record: "F9", To: journal.Validated, Who: "Anne", At: monday},
		{Kind: "session", Record: "S00000-0", To: journal.Validated, Who: "Anne", At: monday}}))
	if tallies := keepVerdicts(t, s, "r2", "aude", nil); tallies[0].Total != 3 || tallies[1].Total != 5 {
		t.Errorf("tallies %+v", tallies)
	}
}

func awaitingInOrder(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 2, 1)
	begin(t, s, "r2")
	propose(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepDelivery(t.Context(), delivered(shaA, "a.xlsx")),
			l.KeepOrganismes(t.Context(), "r2", []offre.Organisme{{ID: "O9", RaisonSociale: "NEUF"}}),
			l.KeepFormations(t.Context(), "r2", []offre.Formation{titled("F00001", "Autre"), titled("F9", "Neuve")}),
			l.KeepSessions(t.Context(), "r2", []offre.Session{session("S9", "F9")}),
			l.KeepOrigins(t.Context(), "r2", []store.Origin{{Kind: store.KindFormation, Record: "F9", Delivery: shaA, File: "a.xlsx", Row: 3}}))
	})
	want := []store.Awaiting{
		{Kind: "organisme", ID: "O9", Title: "NEUF", New: true, Run: "r2", Since: monday},
		{Kind: "formation", ID: "F00001", Title: "Autre", Run: "r2", Since: monday},
		{Kind: "formation", ID: "F9", Title: "Neuve", New: true, Run: "r2", File: "a.xlsx", Since: monday},
		{Kind: "session", ID: "S9", Title: "Neuve", New: true, Run: "r2", Since: monday},
	}
	for _, c := range []struct {
		kind  string
		n     int
		want  []store.Awaiting
		total int
	}{{"", 10, want, 4}, {"", 2, want[:2], 4}, {"formation", 10, want[1:3], 2}, {"session", 0, nil, 1}} {
		if got, total, err := s.Awaiting(t.Context(), c.kind, c.n); err != nil || total != c.total || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s, %d: got %+v of %d (%v), want %+v of %d", c.kind, c.n, got, total, err, c.want, c.total)
		}
	}
}

// A new codification changes both documents, each by its own content, and
// nothing else.
func codedAnewTwice(t *testing.T, s *store.Store) {
	keepTitled(t, s, "r1", "A", true)
	keepTitled(t, s, "r2", "B", false)
	begin(t, s, "r3")
	propose(t, s, func(l *store.Load) error {
		for h, err := range l.AllHeldFormations(t.Context()) {
			must(t, err)
			for _, f := range []*offre.Formation{h.Validated, h.Proposed} {
				f.Intitule = strings.ToLower(f.Intitule)
			}
			must(t, l.RecodeFormations(t.Context(), "r3", []store.Held[offre.Formation]{h}))
		}
		return nil
	})
	stands(t, s, journal.ToValidate, "a", "b", "a")
	if got, err := s.Trace(t.Context(), "F1"); err != nil || got.ChangedBy != "r2" || len(got.History) != 3 || len(got.Decisions) != 1 ||
		got.Formation.Intitule != "a" || got.Proposed.Formation.Intitule != "b" || !slices.Equal(got.History[2].Fields, []string{"intitule"}) {
		t.Errorf("trace: %+v, %v", got, err)
	}
	f := formation("F1")
	for name, h := range map[string]store.Held[offre.Formation]{"validates": {ID: "F1", Validated: &f}, "unknown": {ID: "F9", Validated: &f}} {
		if err := s.InLoad(t.Context(), func(l *store.Load) error {
			return l.RecodeFormations(t.Context(), "r3", []store.Held[offre.Formation]{h})
		}); err == nil || !strings.Contains(err.Error(), h.ID) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func organismesCodedAnew(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 1, 0)
	begin(t, s, "r2")
	propose(t, s, func(l *store.Load) error {
		held, err := l.AllHeldOrganismes(t.Context())
		if err != nil || len(held) != 2 || held[0].Proposed != nil || held[0].Latest() != held[0].Validated {
			t.Fatalf("held %+v, %v", held, err)
		}
		held[0].Validated.NDA = "99"
		return l.RecodeOrganismes(t.Context(), "r2", held)
	})
	if o := all(t, s.Offers(t.Context()))[0].Responsable; o.NDA != "99" {
		t.Errorf("responsable %+v", o)
	}
	if got, err := s.Trace(t.Context(), antenne().ID); err != nil || len(got.History) != 1 {
		t.Errorf("what did not change has history %+v, %v", got.History, err)
	}
}

func absentFromDelivery(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 3, 2)
	begin(t, s, "r2")
	other := formation("F9")
	other.Responsable = siretAntenne
	propose(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepFormations(t.Context(), "r2", []offre.Formation{other}), l.KeepSessions(t.Context(), "r2", []offre.Session{session("S9", "F9")}))
	})
	must(t, s.Decide(t.Context(), []journal.Decision{{Kind: "formation", Record: "F00002", To: journal.Archived, Who: "Anne", At: monday},
		{Kind: "session", Record: "S00002-1", To: journal.Archived, Who: "Anne", At: monday}}))
	propose(t, s, func(l *store.Load) error {
		formations, sessions, err := l.Absent(t.Context(), []string{siretSiege, ""}, map[string]bool{"F00000": true, "S00000-1": true, "F9": false})
		if err != nil || !slices.Equal(formations, []string{"F00001"}) || !slices.Equal(sessions, []string{"S00000-0", "S00001-0", "S00001-1", "S00002-0"}) {
			t.Errorf("absent: %v, %v, %v", formations, sessions, err)
		}
		formations, sessions, err = l.Absent(t.Context(), nil, nil)
		if len(formations)+len(sessions) > 0 || err != nil {
			t.Errorf("of nobody: %v, %v, %v", formations, sessions, err)
		}
		return nil
	})
}
