package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// marked holds that the mark of the records changes with them, and with nothing else.
func marked(t *testing.T, s *store.Store) {
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	decide := func(to journal.RecordState) error {
		return s.Decide(t.Context(), []journal.Decision{{Kind: store.KindSession, Record: "S00000-0", To: to, Who: "Anne", At: monday}})
	}
	mark := func() string {
		m, err := s.Mark(t.Context())
		must(err)
		return m
	}
	ledger := func(want string) {
		if run, err := s.LedgerRun(t.Context()); err != nil || run != want {
			t.Errorf("the ledger is that of run %q (%v); want %q", run, err, want)
		}
	}
	ledger("")
	last := mark()
	seen := map[string]bool{last: true}
	for _, step := range []struct {
		name    string
		changes bool
		do      func()
	}{
		{"a run begins", false, func() { begin(t, s, "r0") }},
		{"records come in", true, func() { catalogue(t, s, "r1", 2, 2) }},
		{"the same come in again", false, func() { catalogue(t, s, "r2", 2, 2) }},
		{"one is stated otherwise", true, func() {
			propose(t, s, func(l *store.Load) error {
				return l.KeepFormations(t.Context(), "r2", []offre.Formation{titled("F00000", "B")})
			})
		}},
		{"the ledger is made", false, func() {
			keepVerdicts(t, s, "r1", "aude", nil)
			keepVerdicts(t, s, "r2", "aude", nil)
		}},
		{"findings are kept", false, func() {
			load(t, s, func(l *store.Load) error {
				return l.KeepFindings(t.Context(), "r2", "", []finding.Finding{{Rule: "x", Message: "x"}})
			})
		}},
		{"a load gives up", false, func() {
			err := s.InLoad(t.Context(), func(l *store.Load) error {
				return errors.Join(l.KeepFormations(t.Context(), "r2", []offre.Formation{titled("F00000", "C")}), errStop)
			})
			if !errors.Is(err, errStop) {
				t.Fatal(err)
			}
		}},
		{"a record is archived", true, func() { must(decide(journal.Archived)) }},
		{"and validated", true, func() { must(decide(journal.Validated)) }},
		{"another run changes records", true, func() { loadedBy(t, s, "r3", "D") }},
		{"and is taken back", true, func() {
			_, err := s.Unload(t.Context(), "r3", "Anne", monday.Add(time.Hour))
			must(err)
		}},
		{"the run ends", false, func() { must(s.EndRun(t.Context(), journal.Run{ID: "r3", FinishedAt: monday, State: journal.Done})) }},
	} {
		step.do()
		now := mark()
		switch {
		case !step.changes && now != last:
			t.Errorf("%s: the mark changes from %s to %s", step.name, last, now)
		case step.changes && seen[now]:
			t.Errorf("%s: the mark is %s, as it was once before", step.name, now)
		}
		seen[now], last = true, now
	}
	ledger("r2")
}
