package storetest

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

func request(id, run, sha string) journal.Request {
	return journal.Request{ID: id, Kind: journal.ChangeNDA, Organisme: siretSiege, Name: "Ateliers <&> de l'Orne", Before: "25140012314", After: "11",
		Asked: []byte(`{"id":"14_OF_1"}`), Run: run, Delivery: sha, File: "a.xlsx", Sheet: "Organisme", Row: 4, State: journal.Waiting, AskedAt: monday}
}

// ask files a request in a run of its own, of a delivery received on a day.
func ask(t *testing.T, s *store.Store, run, sha string, day int, id string) {
	t.Helper()
	begin(t, s, run)
	arrived := delivered(sha, "a.xlsx")
	arrived.ReceivedAt = monday.AddDate(0, 0, day)
	propose(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepDelivery(t.Context(), arrived), l.KeepRequests(t.Context(), []journal.Request{request(id, run, sha), request(id, run, sha)}))
	})
}

func waits(t *testing.T, s *store.Store, id string, state journal.RequestState, run string) {
	t.Helper()
	r, err := s.Request(t.Context(), id)
	if err != nil || r.State != state || r.Run != run {
		t.Errorf("request %s is %s since %s (%v), want %s since %s", id, r.State, r.Run, err, state, run)
	}
}

func requestsAskedAgain(t *testing.T, s *store.Store) {
	shaC := strings.Repeat("c", 64)
	ask(t, s, "r1", shaA, 0, "q1")
	if got, err := s.Request(t.Context(), "q1"); err != nil || !reflect.DeepEqual(got, request("q1", "r1", shaA)) {
		t.Errorf("got %+v, %v", got, err)
	}
	ask(t, s, "r2", shaB, 1, "q1") // while it waits it is the same
	waits(t, s, "q1", journal.Waiting, "r1")
	must(t, s.DecideRequest(t.Context(), "q1", journal.Declined, "Anne", "pas vous", monday.AddDate(0, 0, 2), nil))
	ask(t, s, "r3", shaA, 0, "q1") // the same file, read again
	ask(t, s, "r4", shaB, 1, "q1") // a file that came before the decision
	waits(t, s, "q1", journal.Declined, "r1")
	ask(t, s, "r5", shaC, 3, "q1")
	waits(t, s, "q1", journal.Waiting, "r5")
	for state, want := range map[journal.RequestState]int{"": 1, journal.Waiting: 1, journal.Declined: 0} {
		if got, err := s.Requests(t.Context(), state); err != nil || len(got) != want {
			t.Errorf("%q: %+v, %v", state, got, err)
		}
	}
}

func requestsDecided(t *testing.T, s *store.Store) {
	catalogue(t, s, "r0", 0, 0)
	ask(t, s, "r1", shaA, 0, "q1")
	ask(t, s, "r2", shaB, 0, "q2")
	applied := func(l *store.Load, r journal.Request) error {
		o := siege()
		o.NDA = r.After
		l.Validate(r.Who)
		return l.KeepOrganismes(t.Context(), r.Run, []offre.Organisme{o})
	}
	fails := func(l *store.Load, r journal.Request) error { return errors.Join(applied(l, r), errStop) }
	for _, c := range []struct {
		name, id, who, reason, words string
		state                        journal.RequestState
		apply                        func(*store.Load, journal.Request) error
	}{
		{"unknown", "q9", "Anne", "", "unknown", journal.Approved, applied},
		{"by nobody", "q1", "", "", "say who", journal.Approved, applied},
		{"without a reason", "q1", "Anne", "", "say why", journal.Declined, applied},
		{"to no decision", "q1", "Anne", "", "en-attente", journal.Waiting, applied},
		{"what cannot be applied", "q1", "Anne", "", errStop.Error(), journal.Approved, fails},
	} {
		err := s.DecideRequest(t.Context(), c.id, c.state, c.who, c.reason, monday, c.apply)
		if err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.words)
		}
		waits(t, s, "q1", journal.Waiting, "r1")
		if trace, err := s.Trace(t.Context(), siretSiege); err != nil || trace.Organisme.NDA != siege().NDA || len(trace.Requests) != 2 {
			t.Errorf("%s: %+v, %v", c.name, trace, err)
		}
	}
	later := monday.Add(time.Hour)
	must(t, s.DecideRequest(t.Context(), "q1", journal.Approved, "Anne", "", later, applied))
	must(t, s.DecideRequest(t.Context(), "q2", journal.Declined, "Anne", "non", later, fails)) // applies nothing
	trace, err := s.Trace(t.Context(), siretSiege)
	if err != nil || trace.Organisme.NDA != "11" || trace.Requests[0].State != journal.Approved || trace.Requests[1].Reason != "non" || !trace.Requests[1].DecidedAt.Equal(later) {
		t.Errorf("trace %+v, %v", trace, err)
	}
	if err := s.DecideRequest(t.Context(), "q1", journal.Declined, "Luc", "non", later, nil); err == nil || !strings.Contains(err.Error(), "Anne") {
		t.Errorf("decided twice: %v", err)
	}
}
