package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

func recordsRoundTrip(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	o, f, se := siege(), formation("F1"), session("S1", "F1")
	load(t, s, func(l *store.Load) error {
		err := errors.Join(l.KeepOrganismes(t.Context(), "r1", []offre.Organisme{o}),
			l.KeepFormations(t.Context(), "r1", []offre.Formation{f}), l.KeepSessions(t.Context(), "r1", []offre.Session{se}))
		compare(t, l, o, f, se) // what a load has kept, it sees
		return err
	})
	load(t, s, func(l *store.Load) error {
		compare(t, l, o, f, se)
		return nil
	})
}

func compare(t *testing.T, l *store.Load, o offre.Organisme, f offre.Formation, s offre.Session) {
	t.Helper()
	organismes, err1 := l.Organismes(t.Context(), []string{o.SIRET})
	formations, err2 := l.Formations(t.Context(), []string{f.ID})
	sessions, err3 := l.Sessions(t.Context(), []string{s.ID})
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ got, want any }{{organismes[o.SIRET], o}, {formations[f.ID], f}, {sessions[s.ID], s}} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("got  %+v\nwant %+v", c.got, c.want)
		}
	}
}

func lookUps(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 3, 1)
	load(t, s, func(l *store.Load) error {
		for _, c := range []struct {
			name string
			ids  []string
			want int
		}{
			{"none asked for", nil, 0},
			{"unknown", []string{"F9", ""}, 0},
			{"some known, one twice", []string{"F00001", "absent", "F00002", "F00001"}, 2},
			{"quotes and brackets", []string{`"]`, `F00000'; DROP TABLE formation; --`, "F00000"}, 1},
			{"many", append(make([]string, 50_000), "F00000"), 1},
		} {
			found, err := l.Formations(t.Context(), c.ids)
			if err != nil || len(found) != c.want || found == nil {
				t.Errorf("%s: %d found (%v), want %d", c.name, len(found), err, c.want)
			}
		}
		return nil
	})
}

func lookUpsByOwner(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 3, 2)
	load(t, s, func(l *store.Load) error {
		formations, err := l.FormationsOf(t.Context(), []string{siretSiege, "absent"})
		if err != nil || len(formations) != 1 || len(formations[siretSiege]) != 3 || formations[siretSiege][2].ID != "F00002" {
			t.Errorf("formations by responsable: %+v, %v", formations, err)
		}
		sessions, err := l.SessionsOf(t.Context(), []string{"F00001", "F00002", "absent"})
		if err != nil || len(sessions) != 2 || len(sessions["F00001"]) != 2 || sessions["F00002"][1].ID != "S00002-1" {
			t.Errorf("sessions by formation: %+v, %v", sessions, err)
		}
		of, err := l.FormationsOfSessions(t.Context(), []string{"S00002-1", "S00000-0", "S00002-0", "absent"})
		if none, e := l.FormationsOfSessions(t.Context(), nil); err != nil || e != nil || len(none) != 0 || !slices.Equal(of, []string{"F00000", "F00002"}) {
			t.Errorf("formations of sessions: %q and %q, %v %v", of, none, err, e)
		}
		return nil
	})
}

func batchSizes(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	for total, n := range []int{0, 1, 99, 100, 101, 250, 1000} {
		load(t, s, func(l *store.Load) error {
			formations := make([]offre.Formation, n)
			ids := make([]string, n)
			for i := range formations {
				ids[i] = fmt.Sprintf("F%d-%d", total, i)
				formations[i] = formation(ids[i])
			}
			if err := l.KeepFormations(t.Context(), "r1", formations); err != nil {
				return err
			}
			found, err := l.Formations(t.Context(), ids)
			if len(found) != n {
				t.Errorf("%d kept of %d", len(found), n)
			}
			return err
		})
	}
	counts(t, s, 0, 0+1+99+100+101+250+1000, 0)
}

func lastOfTwoStands(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	first, last := formation("F1"), formation("F1")
	first.Intitule, last.Intitule = "premier", "dernier"
	load(t, s, func(l *store.Load) error {
		return l.KeepFormations(t.Context(), "r1", []offre.Formation{first, formation("F2"), last})
	})
	offers := all(t, s.Offers(t.Context()))
	if len(offers) != 2 || offers[0].Formation.Intitule != "dernier" {
		t.Errorf("got %+v", offers)
	}
}

func keptAgain(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 3, 2)
	before := all(t, s.Offers(t.Context()))
	catalogue(t, s, "r2", 3, 2)
	if after := all(t, s.Offers(t.Context())); !reflect.DeepEqual(before, after) {
		t.Error("the catalogue differs")
	}
	for _, id := range []string{"F00001", "S00001-0", siretSiege} {
		if trace, err := s.Trace(t.Context(), id); err != nil || trace.ChangedBy != "r1" {
			t.Errorf("%s: changed by %q (%v), want r1", id, trace.ChangedBy, err)
		}
	}
	counts(t, s, 2, 3, 6)
}

func replaced(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 2, 2)
	begin(t, s, "r2")
	f, moved := formation("F00001"), session("S00001-1", "F00000")
	f.Responsable, moved.Debut = siretAntenne, ""
	load(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepFormations(t.Context(), "r2", []offre.Formation{f}), l.KeepSessions(t.Context(), "r2", []offre.Session{moved}))
	})
	offers := all(t, s.Offers(t.Context()))
	if got := offers[1]; got.Formation.Responsable != siretAntenne || got.Responsable.Nom != antenne().Nom || len(got.Sessions) != 1 {
		t.Errorf("the formation is %+v", got)
	}
	if got := offers[0].Sessions; len(got) != 3 || !reflect.DeepEqual(got[2], moved) {
		t.Errorf("the session that moved: %+v", got)
	}
	for id, want := range map[string][2]string{"F00001": {"r1", "r2"}, "S00001-1": {"r1", "r2"}, "F00000": {"r1", "r1"}} {
		if trace, err := s.Trace(t.Context(), id); err != nil || [2]string{trace.CreatedBy, trace.ChangedBy} != want {
			t.Errorf("%s: made and changed by %s, %s (%v), want %v", id, trace.CreatedBy, trace.ChangedBy, err, want)
		}
	}
}

func codifiedAgain(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 450, 0)
	begin(t, s, "r2")
	seen := []string{}
	load(t, s, func(l *store.Load) error {
		for f, err := range l.AllFormations(t.Context()) {
			if err != nil {
				return err
			}
			seen = append(seen, f.ID)
			f.NiveauSortie = "13"
			if err := l.KeepFormations(t.Context(), "r2", []offre.Formation{f}); err != nil {
				return err
			}
		}
		return nil
	})
	for i, o := range all(t, s.Offers(t.Context())) {
		if o.Formation.ID != seen[i] || o.Formation.NiveauSortie != "13" {
			t.Fatalf("formation %d: seen as %s, now %+v", i, seen[i], o.Formation)
		}
	}
	if len(seen) != 450 {
		t.Errorf("%d formations seen, want 450", len(seen))
	}
	load(t, s, func(l *store.Load) error {
		got, err := l.AllOrganismes(t.Context())
		if want := []offre.Organisme{siege(), antenne()}; !reflect.DeepEqual(got, want) {
			t.Errorf("organismes %+v, want %+v", got, want)
		}
		return err
	})
}
