package storetest

import (
	"errors"
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
