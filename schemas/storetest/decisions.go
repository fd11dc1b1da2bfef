package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// transitions tries every state from every other. F1 was validated under A and
// then stated under B; never says that it was not validated.
func transitions(t *testing.T, s *store.Store) {
	const proposed, validated, rejected, archived = journal.ToValidate, journal.Validated, journal.Rejected, journal.Archived
	type titles struct{ validated, proposed, offered string }
	for n, c := range []struct {
		from, to journal.RecordState
		want     titles // none: it is refused
	}{
		{proposed, proposed, titles{}}, {proposed, validated, titles{"B", "", "B"}}, {proposed, rejected, titles{"A", "B", "A"}}, {proposed, archived, titles{"A", "B", ""}},
		{validated, proposed, titles{}}, {validated, validated, titles{}}, {validated, rejected, titles{}}, {validated, archived, titles{"B", "", ""}},
		{rejected, proposed, titles{}}, {rejected, validated, titles{"B", "", "B"}}, {rejected, rejected, titles{}}, {rejected, archived, titles{"A", "B", ""}},
		{archived, proposed, titles{}}, {archived, validated, titles{"B", "", "B"}}, {archived, rejected, titles{}}, {archived, archived, titles{}},
	} {
		run := string(rune('a' + n))
		reset(t, s, run, c.from)
		err := decide(t, s, c.to, "vu")
		if c.want == (titles{}) {
			if err == nil || !strings.Contains(err.Error(), "formation F1") {
				t.Errorf("%s to %s: got %v, want an error that names it", c.from, c.to, err)
			}
			continue
		}
		must(t, err)
		stands(t, s, c.to, c.want.validated, c.want.proposed, c.want.offered)
		last, err := s.Decisions(t.Context(), store.KindFormation, "F1")
		want := journal.Decision{Kind: "formation", Record: "F1", From: c.from, To: c.to, Who: "Anne", Why: "vu", At: monday}
		if err != nil || last[len(last)-1] != want {
			t.Errorf("%s to %s: decisions %+v, %v", c.from, c.to, last, err)
		}
	}
}

// reset brings F1 to a state, validated under A and stated under B.
func reset(t *testing.T, s *store.Store, run string, to journal.RecordState) {
	t.Helper()
	if _, err := s.Trace(t.Context(), "F1"); err == nil {
		_ = decide(t, s, journal.Validated, "") // refused when it is
	}
	keepTitled(t, s, run+"1", "A", true)
	keepTitled(t, s, run+"2", "B", false)
	if to != journal.ToValidate {
		must(t, decide(t, s, to, "mise en place"))
	}
}

func decisionsRefused(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 1, 1)
	begin(t, s, "r2")
	propose(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepFormations(t.Context(), "r2", []offre.Formation{formation("F9"), titled("F00000", "B")}),
			l.KeepSessions(t.Context(), "r2", []offre.Session{session("S9", "F9")}))
	})
	good := journal.Decision{Kind: "formation", Record: "F00000", To: journal.Validated, Who: "Anne", At: monday}
	with := func(change func(*journal.Decision)) journal.Decision {
		d := good
		change(&d)
		return d
	}
	for _, c := range []struct {
		name, words string
		d           journal.Decision
	}{
		{"unknown", "formation F8: unknown record", with(func(d *journal.Decision) { d.Record = "F8" })},
		{"of no kind", "action", with(func(d *journal.Decision) { d.Kind = "action" })},
		{"by nobody", "who", with(func(d *journal.Decision) { d.Who = "" })},
		{"at no time", "when", with(func(d *journal.Decision) { d.At = time.Time{} })},
		{"on another state than it was seen in", "look at it again", with(func(d *journal.Decision) { d.Record, d.From = "F9", journal.Rejected })},
		{"without a reason", "say why", with(func(d *journal.Decision) { d.Record, d.To = "F9", journal.Rejected })},
		{"in a run that has not begun", "begun", with(func(d *journal.Decision) { d.Record, d.Run = "F9", "r9" })},
		{"a session whose formation never was", "session S9: its formation F9 was never validated", with(func(d *journal.Decision) { d.Kind, d.Record = "session", "S9" })},
		{"twice", "formation F00000", good},
	} {
		err := s.Decide(t.Context(), []journal.Decision{good, c.d})
		if err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: got %v, want an error that says %q", c.name, err, c.words)
		}
		if got, total, err := s.Awaiting(t.Context(), "", 9); total != 3 || err != nil {
			t.Errorf("%s: the other decision was kept: %+v, %v", c.name, got, err)
		}
	}
	must(t, s.Decide(t.Context(), []journal.Decision{{Kind: "session", Record: "S9", To: journal.Validated, Who: "Anne", At: monday},
		{Kind: "formation", Record: "F9", To: journal.Validated, Who: "Anne", At: monday}})) // both, in any order
	must(t, s.Decide(t.Context(), nil))
}

func decideAll(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 1, 1)
	for _, run := range []string{"r2", "r3"} {
		begin(t, s, run)
		propose(t, s, func(l *store.Load) error {
			return errors.Join(l.KeepOrganismes(t.Context(), run, []offre.Organisme{{ID: "O" + run}}),
				l.KeepFormations(t.Context(), run, []offre.Formation{formation("F" + run)}), l.KeepSessions(t.Context(), run, []offre.Session{session("S"+run, "F"+run)}))
		})
	}
	decided, err := s.DecideAll(t.Context(), "r2", journal.Decision{To: journal.Validated, Who: "Anne", Why: "vu", At: monday})
	if err != nil || len(decided) != 3 || decided[2] != (journal.Decision{Kind: "session", Record: "Sr2", From: journal.ToValidate, To: journal.Validated, Who: "Anne", Why: "vu", At: monday}) {
		t.Errorf("decided %+v, %v", decided, err)
	}
	if _, total, err := s.Awaiting(t.Context(), "", 0); total != 3 || err != nil {
		t.Errorf("%d still await, %v", total, err)
	}
	propose(t, s, func(l *store.Load) error { // some of them, as part of a load
		some, err := l.DecideAll(t.Context(), "r3", journal.Decision{To: journal.Validated, Who: rule, Run: "r3", At: monday},
			func(kind, id string) bool { return kind == store.KindOrganisme && id == "Or3" })
		if len(some) != 1 || some[0].Record != "Or3" {
			t.Errorf("decided %+v, %v", some, err)
		}
		return err
	})
	propose(t, s, func(l *store.Load) error { // a session waits with its formation, and stops nothing
		none, err := l.DecideAll(t.Context(), "r3", journal.Decision{To: journal.Validated, Who: rule, Run: "r3", At: monday},
			func(kind, id string) bool { return kind == store.KindSession })
		if len(none) > 0 {
			t.Errorf("decided %+v", none)
		}
		return err
	})
	if left, total, err := s.Awaiting(t.Context(), "", 9); total != 2 || left[0].ID != "Fr3" || err != nil {
		t.Errorf("left %+v, %v", left, err)
	}
	must(t, s.Decide(t.Context(), []journal.Decision{{Kind: "formation", Record: "Fr3", To: journal.Rejected, Who: "Anne", Why: "en double", At: monday}}))
	if rest, err := s.DecideAll(t.Context(), "r3", journal.Decision{To: journal.Validated, Who: "Anne", At: monday}); len(rest) != 0 || err != nil {
		t.Errorf("a session of a formation that was rejected: decided %+v, %v", rest, err)
	}
	if _, err := s.DecideAll(t.Context(), "r3", journal.Decision{To: journal.Rejected, Who: "Anne", At: monday}); err == nil {
		t.Error("all rejected without a reason")
	}
	if decided, err := s.DecideAll(t.Context(), "r9", journal.Decision{To: journal.Validated, Who: "Anne", At: monday}); len(decided) > 0 || err != nil {
		t.Errorf("of no run: %+v, %v", decided, err)
	}
}
