package storetest

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

func daysAfter(n int) time.Time { return monday.AddDate(0, 0, n) }

// beginOn begins a run a number of days after monday.
func beginOn(t *testing.T, s *store.Store, id string, n int) {
	t.Helper()
	must(t, s.BeginRun(t.Context(), journal.Run{ID: id, Date: daysAfter(n), StartedAt: daysAfter(n)}))
}

func publish(t *testing.T, s *store.Store, run, sha string, state journal.PublicationState, n int) journal.Publication {
	t.Helper()
	p := journal.Publication{Target: "aude", Run: run, State: state, SHA256: sha, At: daysAfter(n)}
	if state == journal.Held {
		p.Error = "half of it is gone"
	}
	must(t, s.KeepPublication(t.Context(), p))
	return p
}

// locate gives where one record is.
func locate(t *testing.T, s *store.Store, what, record string) journal.Whereabouts {
	t.Helper()
	all, err := s.Whereabouts(t.Context(), what)
	must(t, err)
	i := slices.IndexFunc(all, func(w journal.Whereabouts) bool { return w.Record == record })
	if i < 0 {
		t.Fatalf("%q does not find %s but %+v", what, record, all)
	}
	return all[i]
}

// One session goes all the way, a stage at a time.
func wholeWay(t *testing.T, s *store.Store) {
	ctx := t.Context()
	beginOn(t, s, "r1", 0)
	arrived := delivered(shaA, "novembre.xlsx")
	arrived.ReceivedAt = daysAfter(-1)
	propose(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepDelivery(ctx, arrived), l.KeepFormations(ctx, "r1", []offre.Formation{formation("F1")}),
			l.KeepSessions(ctx, "r1", []offre.Session{session("S1", "F1")}),
			l.KeepOrigins(ctx, "r1", []store.Origin{{Kind: "session", Record: "S1", Delivery: shaA, File: "novembre.xlsx", Sheet: "Sessions", Row: 3}}))
	})
	want := journal.Whereabouts{Kind: "session", Record: "S1", Formation: "F1", Reference: "S-S1", Intitule: formation("F1").Intitule, SIRET: siretSiege, Formateur: siretAntenne,
		Debut: "20260907", Fin: "20270600", State: journal.ToValidate, File: "novembre.xlsx", ReceivedAt: daysAfter(-1),
		Awaited: []journal.Awaited{{Kind: "formation", Record: "F1"}}}
	stands := func(stage string) {
		t.Helper()
		if got := locate(t, s, "S1", "S1"); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", stage, got, want)
		}
	}
	stands("received")
	must(t, s.Decide(ctx, []journal.Decision{{Kind: "formation", Record: "F1", To: journal.Validated, Who: "Anne", At: daysAfter(1)},
		{Kind: "session", Record: "S1", To: journal.Validated, Who: "Anne", At: daysAfter(1)}}))
	want.State, want.ValidatedAt, want.Awaited = journal.Validated, daysAfter(1), nil
	stands("validated")

	beginOn(t, s, "r2", 2)
	keepVerdicts(t, s, "r2", "aude", map[string]string{"S1": "terminee"})
	verdict := journal.Verdict{Target: "aude", Kind: "session", Record: "S1", Formation: "F1", Reason: "terminee", Sentence: sentence(t, s, "S1"), Run: "r2"}
	want.Targets = []journal.Passage{{Verdict: verdict, Since: daysAfter(2)}}
	publish(t, s, "r2", shaA, journal.Published, 2)
	stands("excluded")

	beginOn(t, s, "r3", 3)
	keepVerdicts(t, s, "r3", "aude", nil)
	publish(t, s, "r3", shaB, journal.Held, 3)
	want.Targets[0] = journal.Passage{Verdict: journal.Verdict{Target: "aude", Kind: "session", Record: "S1", Formation: "F1", Exported: true, Run: "r3"}, Since: daysAfter(3)}
	stands("in a feed that is held")

	released := publish(t, s, "r3", shaB, journal.Published, 4)
	want.Targets[0].Published = &released
	must(t, s.KeepFetches(ctx, []journal.Fetch{
		{Target: "aude", Partner: "ft", Publication: shaA, Complete: true, Via: journal.ViaHTTP, At: daysAfter(4).Add(time.Hour)}, // one that it is not in
		{Target: "aude", Partner: "ft", Publication: shaB, Via: journal.ViaHTTP, At: daysAfter(4).Add(time.Hour)},                 // cut short
		{Target: "kairos", Partner: "ft", Publication: shaB, Complete: true, Via: journal.ViaHTTP, At: daysAfter(4).Add(time.Hour)},
	}))
	stands("published")

	fetched := journal.Fetch{Target: "aude", Partner: "ft", Publication: shaB, File: "latest.xml.gz", Bytes: 12, Status: 206, From: 30, Complete: true, Via: journal.ViaHTTP, At: daysAfter(5)}
	again := fetched
	again.At = daysAfter(6)
	must(t, s.KeepFetches(ctx, []journal.Fetch{again, fetched}))
	want.Targets[0].Fetched = &fetched
	stands("fetched")

	refused := acknowledged("S1", false, 6)
	refused.Run = "r3"
	accepted := acknowledged("S1", true, 7)
	must(t, s.KeepAcknowledgements(ctx, []journal.Acknowledgement{accepted, refused}))
	want.Targets[0].Acknowledged = &accepted
	stands("acknowledged")

	beginOn(t, s, "r4", 8)
	given := judge(t, s, "aude", nil)
	for i := range given {
		given[i].Defaulted = []string{"objectif-formation"}
	}
	_, err := s.KeepVerdicts(ctx, "r4", "aude", each(given))
	must(t, err)
	publish(t, s, "r4", shaA, journal.Published, 8)
	want.Targets[0].Defaulted, want.Targets[0].Run, want.Targets[0].Since = []string{"objectif-formation"}, "r4", daysAfter(8)
	stands("another verdict, exported as before: it has been in the feeds since the first")

	beginOn(t, s, "r5", 9)
	keepVerdicts(t, s, "r5", "aude", map[string]string{"S1": "terminee"})
	beginOn(t, s, "r6", 10)
	keepVerdicts(t, s, "r6", "aude", nil)
	same := publish(t, s, "r6", shaB, journal.Same, 10)
	want.Targets[0] = journal.Passage{Verdict: journal.Verdict{Target: "aude", Kind: "session", Record: "S1", Formation: "F1", Exported: true, Run: "r6"}, Since: daysAfter(10),
		Published: &same, Acknowledged: &accepted}
	stands("back after it was out")
}

// sentence is what judge says of an excluded record.
func sentence(t *testing.T, s *store.Store, record string) string {
	t.Helper()
	for _, v := range judge(t, s, "aude", map[string]string{record: "terminee"}) {
		if v.Record == record {
			return v.Sentence
		}
	}
	return ""
}

func foundByAll(t *testing.T, s *store.Store) {
	ctx := t.Context()
	catalogue(t, s, "r1", 3, 2)
	begin(t, s, "r2")
	other := formation("F9")
	other.Responsable, other.Reference, other.Intitule, other.IntituleSaisi = siretAntenne, "F00001", "", "Saisi"
	moved := session("S00000-1", "F9") // stated there, validated where it was
	propose(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepFormations(ctx, "r2", []offre.Formation{other}), l.KeepSessions(ctx, "r2", []offre.Session{moved, {ID: "S9", Formation: "F9"}}))
	})
	must(t, s.Decide(ctx, []journal.Decision{{Kind: "formation", Record: "F00002", To: journal.Archived, Who: "Anne", Why: "Plus assurée.", At: monday},
		{Kind: "session", Record: "S9", To: journal.Rejected, Who: "Anne", Why: "Sans lieu.", At: monday}}))
	keepVerdicts(t, s, "r2", "aude", nil)
	keepVerdicts(t, s, "r2", "kairos", nil)
	for what, want := range map[string]string{
		"F00001":     "F00001 S00001-0 S00001-1", // its own number before the reference of another
		"S00001-1":   "S00001-1",
		"S-S00001-1": "S00001-1",
		"REF-F00002": "F00002 S00002-0 S00002-1",
		"F9":         "F9 S00000-1 S9",
		siretSiege:   "F00000 S00000-0 F00001 S00001-0 S00001-1 F00002 S00002-0 S00002-1",
		siretAntenne: "S00000-0 S00001-0 S00001-1 S00002-0 S00002-1 F9 S00000-1 S9",
	} {
		var got []string
		all, err := s.Whereabouts(ctx, what)
		for _, w := range all {
			got = append(got, w.Record)
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: got %v (%v), want %s", what, got, err, want)
		}
	}
	if w := locate(t, s, "S00000-1", "S00000-1"); w.Intitule != "Saisi" || w.State != journal.ToValidate || w.ValidatedAt != monday || len(w.Targets) != 2 ||
		w.Targets[0].Formation != "F00000" || w.Targets[1].Target != "kairos" {
		t.Errorf("stated elsewhere: %+v", w)
	}
	if w := locate(t, s, "S9", "S9"); w.State != journal.Rejected || w.Why != "Sans lieu." || !w.ValidatedAt.IsZero() || len(w.Targets) > 0 || w.ReceivedAt != monday {
		t.Errorf("rejected: %+v", w)
	}
	if w := locate(t, s, "F00002", "F00002"); w.State != journal.Archived || w.Why != "Plus assurée." || len(w.Targets) > 0 {
		t.Errorf("archived: %+v", w)
	}
	for _, what := range []string{"", "absent", "' OR 1=1 --"} {
		if got, err := s.Whereabouts(ctx, what); !errors.Is(err, store.ErrUnknown) {
			t.Errorf("%q: %+v, %v", what, got, err)
		}
	}
}

func ledgerLines(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 2, 1)
	beginOn(t, s, "r2", 1)
	propose(t, s, func(l *store.Load) error { // what awaits is not what is judged
		return l.KeepFormations(t.Context(), "r2", []offre.Formation{titled("F00000", "changed"), formation("F9")})
	})
	keepVerdicts(t, s, "r1", "aude", map[string]string{"S00001-0": "terminee"})
	keepVerdicts(t, s, "r2", "aude", map[string]string{"S00001-0": "terminee", "F00001": "sans-session"})
	keepVerdicts(t, s, "r2", "kairos", nil)
	var got []string
	for _, l := range all(t, s.Ledger(t.Context(), "aude")) {
		got = append(got, strings.Join([]string{l.Kind, l.Record, l.Reason, l.Run, l.Since.Format("02"), l.SIRET[:3], l.Formateur}, " "))
		if l.Intitule != formation(l.Formation).Intitule {
			t.Errorf("%s is called %q", l.Record, l.Intitule)
		}
	}
	want := []string{"formation F00000  r1 23 732 ", "session S00000-0  r1 23 732 " + siretAntenne,
		"formation F00001 sans-session r2 24 732 ", "session S00001-0 terminee r1 23 732 " + siretAntenne}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if left := all(t, s.Ledger(t.Context(), "absent")); len(left) > 0 {
		t.Errorf("of no target: %v", left)
	}
}
