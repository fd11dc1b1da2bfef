package storetest

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

func runsInOrder(t *testing.T, s *store.Store) {
	if _, ok, err := s.LastRun(t.Context()); ok || err != nil {
		t.Errorf("before any run: %v, %v", ok, err)
	}
	first := journal.Run{ID: "20261123T021500Z-1", Date: monday, StartedAt: monday}
	second := journal.Run{ID: "20261124T021500Z-2", Date: monday.AddDate(0, 0, 1), StartedAt: monday.AddDate(0, 0, 1)}
	for _, run := range []*journal.Run{&first, &second} {
		if err := s.BeginRun(t.Context(), *run); err != nil {
			t.Fatal(err)
		}
		if last, ok, err := s.LastRun(t.Context()); !ok || err != nil || last.State != journal.Running || !last.FinishedAt.IsZero() {
			t.Errorf("just begun: %+v, %v, %v", last, ok, err)
		}
		run.FinishedAt, run.State = run.StartedAt.Add(90*time.Second), journal.Done
		if err := s.EndRun(t.Context(), *run); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Runs(t.Context(), 10)
	if want := []journal.Run{second, first}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
	if got, err := s.Runs(t.Context(), 1); err != nil || len(got) != 1 || got[0].ID != second.ID {
		t.Errorf("the last only: %+v, %v", got, err)
	}
}

func runAbandoned(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	begin(t, s, "r2")
	ended := journal.Run{ID: "r2", FinishedAt: monday.Add(time.Minute), State: journal.Failed, Error: "no space left"}
	if err := s.EndRun(t.Context(), ended); err != nil {
		t.Fatal(err)
	}
	begin(t, s, "r3")
	runs, err := s.Runs(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]journal.RunState{}
	for _, r := range runs {
		states[r.ID] = r.State
		if r.ID == "r1" && !strings.Contains(r.Error, "r2") {
			t.Errorf("it does not say which run found it: %q", r.Error)
		}
		if r.ID == "r2" && r.Error != ended.Error {
			t.Errorf("error %q, want %q", r.Error, ended.Error)
		}
	}
	if want := map[string]journal.RunState{"r1": journal.Abandoned, "r2": journal.Failed, "r3": journal.Running}; !reflect.DeepEqual(states, want) {
		t.Errorf("got %v, want %v", states, want)
	}
}

func runUnknown(t *testing.T, s *store.Store) {
	err := s.EndRun(t.Context(), journal.Run{ID: "r1", FinishedAt: monday, State: journal.Done})
	if !errors.Is(err, store.ErrUnknown) {
		t.Errorf("got %v", err)
	}
}

func runTwice(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	if err := s.BeginRun(t.Context(), journal.Run{ID: "r1", Date: monday, StartedAt: monday}); err == nil {
		t.Error("it began again")
	}
	if run, _, err := s.LastRun(t.Context()); err != nil || run.State != journal.Running {
		t.Errorf("the attempt left it %+v, %v", run, err)
	}
}
