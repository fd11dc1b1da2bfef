package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

func deliveryFirstName(t *testing.T, s *store.Store) {
	first, again := delivered(shaA, "lundi.xlsx"), delivered(shaA, "mardi.xlsx")
	again.ReceivedAt = monday.AddDate(0, 0, 1)
	other := delivered(shaB, "autre.xlsx")
	other.ReceivedAt = monday.Add(time.Hour)
	for _, d := range []journal.Delivery{first, again, other} {
		load(t, s, func(l *store.Load) error { return l.KeepDelivery(t.Context(), d) })
	}
	got, err := s.Deliveries(t.Context(), 10)
	if want := []journal.Delivery{other, first}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
}

func deliveryLoaded(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	begin(t, s, "r2")
	loads := func(run string) []journal.Load {
		return []journal.Load{
			{Run: run, Delivery: shaA, File: "a.xlsx", Sheet: "Formations", Layout: "passerelle", Counts: journal.Counts{Read: 6, Added: 1, Changed: 1, Unchanged: 1, Refused: 1, SetAside: 2}},
			{Run: run, Delivery: shaA, File: "a.xlsx", Sheet: "Sessions", Layout: "passerelle"},
		}
	}
	expect := func(want string) {
		t.Helper()
		if run, ok, err := s.DeliveryLoaded(t.Context(), shaA); run != want || ok != (want != "") || err != nil {
			t.Errorf("loaded by %q, %v, %v; want %q", run, ok, err, want)
		}
	}
	expect("")
	load(t, s, func(l *store.Load) error { return l.KeepDelivery(t.Context(), delivered(shaA, "a.xlsx")) })
	expect("") // it is recorded, and nothing of it is loaded
	for _, run := range []string{"r1", "r2"} {
		load(t, s, func(l *store.Load) error { return l.KeepLoads(t.Context(), loads(run)) })
		expect(run)
	}
	if got, err := s.Loads(t.Context(), "r1"); err != nil || !reflect.DeepEqual(got, loads("r1")) {
		t.Errorf("got %+v (%v), want %+v", got, err, loads("r1"))
	}
}

func findingsRoundTrip(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	found := []finding.Finding{
		{Rule: "siret-cle", Severity: finding.Error, Place: finding.Place{File: "a.xlsx", Sheet: "Sessions", Row: 12, Column: "AB", Header: "SIRET\nresponsable"},
			Record: "S1", Field: "session.siret", Value: "123", After: "00123", Message: "La clé du SIRET est fausse.", Remedy: "Vérifiez-le."},
		{Rule: "zeros-remis", Severity: finding.Info, Place: finding.Place{File: "a.xlsx"}, Message: "Un zéro a été remis."},
		{Rule: "zeros-remis", Severity: finding.Warning, Message: "Un zéro a été remis."},
	}
	load(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepDelivery(t.Context(), delivered(shaA, "a.xlsx")),
			l.KeepFindings(t.Context(), "r1", shaA, found), l.KeepFindings(t.Context(), "r1", "", nil))
	})
	if got := all(t, s.Findings(t.Context(), "r1")); !reflect.DeepEqual(got, found) {
		t.Errorf("got %+v, want %+v", got, found)
	}
	dirty := finding.Finding{Rule: "octets", Value: "a\x00b\xffc", Message: "Caractères perdus."}
	load(t, s, func(l *store.Load) error { return l.KeepFindings(t.Context(), "r1", "", []finding.Finding{dirty}) })
	if got := all(t, s.Findings(t.Context(), "r1")); got[len(got)-1].Value != "ab\uFFFDc" {
		t.Errorf("bytes that are no text became %q", got[len(got)-1].Value)
	}
}
