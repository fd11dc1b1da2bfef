package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

func offersInOrder(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	lonely, foreign := formation("F10"), formation("F9") // F10 < F9 < F9é, byte by byte
	foreign.Responsable = "99999999999999"
	accented := formation("F9é")
	accented.Responsable = ""
	own := session("S2", "F9")
	own.Formateur = ""
	stranger := session("S1", "F9")
	stranger.Formateur = "88888888888888"
	load(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepOrganismes(t.Context(), "r1", []offre.Organisme{siege(), antenne()}),
			l.KeepFormations(t.Context(), "r1", []offre.Formation{accented, foreign, lonely}),
			l.KeepSessions(t.Context(), "r1", []offre.Session{session("S3", "F9"), own, stranger, session("S0", "F9é")}))
	})
	want := []offre.Offre{
		{Formation: lonely, Responsable: siege()},
		{Formation: foreign, Responsable: offre.Organisme{SIRET: "99999999999999"}, Sessions: []offre.Session{stranger, own, session("S3", "F9")},
			Formateurs: map[string]offre.Organisme{siretAntenne: antenne()}},
		{Formation: accented, Sessions: []offre.Session{session("S0", "F9é")}, Formateurs: map[string]offre.Organisme{siretAntenne: antenne()}},
	}
	if got := undated(all(t, s.Offers(t.Context()))); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// A load that is committed while offers are read does not show in them, however
// many pages there are.
func offersFromOneState(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 1000, 2)
	n := 0
	for o, err := range s.Offers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			changeAll(t, s)
		}
		if o.Formation.Module == "changed" || len(o.Sessions) != 2 || o.Responsable.Nom != siege().Nom {
			t.Fatalf("formation %d shows a later load: %+v", n, o)
		}
		n++
	}
	if n != 1000 {
		t.Errorf("%d offers, want 1000", n)
	}
	if offers := all(t, s.Offers(t.Context())); len(offers) != 1001 || offers[999].Formation.Module != "changed" || offers[0].Responsable.Nom != "changed" {
		t.Errorf("the later load does not show afterwards: %d offers", len(offers))
	}
}

func changeAll(t *testing.T, s *store.Store) {
	t.Helper()
	o := siege()
	o.Nom = "changed"
	load(t, s, func(l *store.Load) error {
		for f, err := range l.AllFormations(t.Context()) {
			if err != nil {
				return err
			}
			f.Module = "changed"
			if err := errors.Join(l.KeepFormations(t.Context(), "r1", []offre.Formation{f}),
				l.KeepSessions(t.Context(), "r1", []offre.Session{session("X"+f.ID, f.ID)})); err != nil {
				return err
			}
		}
		return errors.Join(l.KeepOrganismes(t.Context(), "r1", []offre.Organisme{o}),
			l.KeepFormations(t.Context(), "r1", []offre.Formation{formation("Z")}))
	})
}

func stoppedReadings(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 300, 1)
	for range 50 {
		for o, err := range s.Offers(t.Context()) {
			if err != nil || o.Formation.ID != "F00000" {
				t.Fatalf("first offer %q, %v", o.Formation.ID, err)
			}
			break
		}
		for range s.Findings(t.Context(), "r1") {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n, failed := 0, error(nil)
	for _, err := range s.Offers(ctx) {
		if failed = err; err != nil {
			break
		}
		n++
		cancel()
	}
	if !errors.Is(failed, context.Canceled) || n == 300 {
		t.Errorf("cancelled after %d offers: %v", n, failed)
	}
	catalogue(t, s, "r2", 301, 1) // nothing is locked
}

func noOffer(t *testing.T, s *store.Store) {
	for o, err := range s.Offers(t.Context()) {
		t.Errorf("got %+v, %v", o, err)
	}
}
