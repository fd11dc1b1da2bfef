package storetest

import (
	"errors"
	"reflect"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

func trace(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 2, 1)
	place := finding.Place{File: "a.xlsx", Sheet: "Sessions", Row: 12}
	onRow := finding.Finding{Rule: "date", Severity: finding.Warning, Place: place, Message: "La date est lointaine."}
	onRecord := finding.Finding{Rule: "codes", Record: "S00001-0", Message: "Un code a été ajouté."}
	elsewhere := finding.Finding{Rule: "autre", Place: finding.Place{File: "a.xlsx", Sheet: "Sessions", Row: 13}, Message: "Autre ligne."}
	origin := store.Origin{Kind: store.KindSession, Record: "S00001-0", Delivery: shaA, File: "a.xlsx", Sheet: "Sessions", Row: 12}
	for _, run := range []string{"r1", "r2"} { // the same delivery twice
		if run == "r2" {
			begin(t, s, run)
		}
		load(t, s, func(l *store.Load) error {
			return errors.Join(l.KeepDelivery(t.Context(), delivered(shaA, "a.xlsx")), l.KeepOrigins(t.Context(), run, []store.Origin{origin}),
				l.KeepFindings(t.Context(), run, shaA, []finding.Finding{onRow, elsewhere}), l.KeepFindings(t.Context(), run, "", []finding.Finding{onRecord}))
		})
	}
	keepVerdicts(t, s, "r2", "aude", map[string]string{"S00001-0": "terminee"})
	keepVerdicts(t, s, "r2", "kairos", nil)
	published := journal.Publication{Target: "aude", Run: "r2", State: journal.Published, At: monday}
	if err := s.KeepPublication(t.Context(), published); err != nil {
		t.Fatal(err)
	}
	origin.Run = "r1"
	f, se, o := formation("F00001"), session("S00001-0", "F00001"), siege()
	verdict := func(target string) journal.Verdict {
		return journal.Verdict{Target: target, Kind: "session", Record: "S00001-0", Formation: "F00001", Exported: true, Run: "r2"}
	}
	out := verdict("aude")
	out.Exported, out.Reason, out.Sentence = false, "terminee", "La fiche S00001-0 n'est pas « exportable »."
	made := []store.Change{{Run: "r1", At: monday, To: journal.Validated}}
	decided := func(kind, id string) []journal.Decision {
		return []journal.Decision{{Kind: kind, Record: id, To: journal.Validated, Who: rule, Run: "r1", At: monday}}
	}
	expect(t, s, "S00001-0", store.Trace{Kind: "session", ID: "S00001-0", CreatedBy: "r1", ChangedBy: "r1", Formation: &f, Session: &se,
		State: journal.Validated, Validated: true, History: made, Decisions: decided("session", "S00001-0"),
		Origins: []store.Origin{origin}, Findings: []finding.Finding{onRecord, onRow},
		Verdicts: []journal.Verdict{out, verdict("kairos")}, Publications: []journal.Publication{published}})
	byID := store.Trace{Kind: "organisme", ID: o.ID, CreatedBy: "r1", ChangedBy: "r1", Organisme: &o,
		State: journal.Validated, Validated: true, History: made, Decisions: decided("organisme", o.ID)}
	expect(t, s, siretSiege, byID)
	expect(t, s, o.ID, byID)
	if got, err := s.Trace(t.Context(), "F00000"); err != nil || got.Formation == nil || got.Session != nil || len(got.Verdicts) != 2 || len(got.Origins) > 0 {
		t.Errorf("formation: %+v, %v", got, err)
	}
}

func expect(t *testing.T, s *store.Store, id string, want store.Trace) {
	t.Helper()
	if got, err := s.Trace(t.Context(), id); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got  %+v (%v)\nwant %+v", id, got, err, want)
	}
}

func traceUnknown(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	load(t, s, func(l *store.Load) error { // two organismes without a SIRET may be kept
		return l.KeepOrganismes(t.Context(), "r1", []offre.Organisme{{ID: "O1"}, {ID: "O2"}})
	})
	for _, id := range []string{"", "absent", "' OR 1=1 --", siretSiege} {
		if got, err := s.Trace(t.Context(), id); !errors.Is(err, store.ErrUnknown) {
			t.Errorf("%q: got %+v, %v", id, got, err)
		}
	}
}

func summary(t *testing.T, s *store.Store) {
	if got, err := s.Summary(t.Context()); err != nil || got != (store.Summary{}) {
		t.Errorf("empty: %+v, %v", got, err)
	}
	catalogue(t, s, "r1", 3, 2)
	want := store.Summary{Organismes: 2, Formations: 3, Sessions: 6, Runs: 1}
	if got, err := s.Summary(t.Context()); err != nil || got != want {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
}

func reopened(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 3, 2)
	before := all(t, s.Offers(t.Context()))
	second, err := store.Open(t.Context(), s.Path()) // while the first is open, too
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if after := all(t, second.Offers(t.Context())); !reflect.DeepEqual(before, after) {
		t.Error("the catalogue differs")
	}
	catalogue(t, second, "r2", 4, 2)
	counts(t, s, 2, 4, 8)
}
