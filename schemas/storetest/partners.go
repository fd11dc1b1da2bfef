package storetest

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

func acknowledged(record string, accepted bool, n int) journal.Acknowledgement {
	a := journal.Acknowledgement{Target: "aude", Kind: "session", Record: record, Accepted: accepted, File: "retour.csv", Line: 3, At: daysAfter(n), Run: "r1"}
	if !accepted {
		a.Code, a.Message, a.Sentence, a.Action = "E12", "CP inconnu <&>", "Le code postal n'existe pas.", "Corrigez le lieu."
	}
	return a
}

func acknowledgements(t *testing.T, s *store.Store) {
	ctx := t.Context()
	begin(t, s, "r1")
	begin(t, s, "r2")
	first, second, other := acknowledged("S1", false, 1), acknowledged("S1", true, 2), acknowledged("S2", false, 1)
	other.Line = 4
	elsewhere := acknowledged("S1", false, 3)
	elsewhere.Target = "kairos"
	must(t, s.KeepAcknowledgements(ctx, []journal.Acknowledgement{second, first, other, elsewhere}))
	for _, c := range []struct {
		name   string
		filter store.AcknowledgementFilter
		want   []journal.Acknowledgement
	}{
		{"all", store.AcknowledgementFilter{}, []journal.Acknowledgement{first, second, other, elsewhere}},
		{"of a target", store.AcknowledgementFilter{Target: "kairos"}, []journal.Acknowledgement{elsewhere}},
		{"of a record", store.AcknowledgementFilter{Record: "S2"}, []journal.Acknowledgement{other}},
		{"the last of each", store.AcknowledgementFilter{Latest: true}, []journal.Acknowledgement{second, other, elsewhere}},
		{"refused in the end", store.AcknowledgementFilter{Target: "aude", Latest: true, Refused: true}, []journal.Acknowledgement{other}},
		{"ever refused", store.AcknowledgementFilter{Target: "aude", Refused: true}, []journal.Acknowledgement{first, other}},
		{"of a run", store.AcknowledgementFilter{Run: "r2"}, nil},
		{"two of them", store.AcknowledgementFilter{Limit: 2}, []journal.Acknowledgement{first, second}},
	} {
		if got, err := s.Acknowledgements(ctx, c.filter); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v (%v), want %+v", c.name, got, err, c.want)
		}
	}
	first.Sentence, first.Run = "Mieux dit.", "r2" // the same line, read again
	must(t, s.KeepAcknowledgements(ctx, []journal.Acknowledgement{first}))
	if got, err := s.Acknowledgements(ctx, store.AcknowledgementFilter{Record: "S1", Target: "aude"}); err != nil || !reflect.DeepEqual(got, []journal.Acknowledgement{first, second}) {
		t.Errorf("read again: %+v, %v", got, err)
	}
	bad := acknowledged("S3", true, 1)
	bad.Run = "r9"
	if err := s.KeepAcknowledgements(ctx, []journal.Acknowledgement{acknowledged("S4", true, 1), bad}); err == nil {
		t.Error("of a run that has not begun: kept")
	}
	if got, err := s.Acknowledgements(ctx, store.AcknowledgementFilter{Record: "S4"}); err != nil || len(got) > 0 {
		t.Errorf("half is kept: %+v, %v", got, err)
	}
}

func fetches(t *testing.T, s *store.Store) {
	ctx := t.Context()
	fetch := func(target, partner, sha string, hours int, complete bool) journal.Fetch {
		return journal.Fetch{Target: target, Partner: partner, Publication: sha, File: "latest.xml", Bytes: 1 << 40, Status: 200, From: 7, Complete: complete, Via: journal.ViaHTTP,
			At: monday.Add(time.Duration(hours) * time.Hour)}
	}
	a, b, c, d := fetch("aude", "ft", shaA, 1, true), fetch("aude", "ft", shaB, 2, true), fetch("aude", "autre", shaB, 3, false), fetch("kairos", "ft", shaA, 4, true)
	d.Via, d.Status, d.From = journal.ViaSFTP, 0, 0
	must(t, s.KeepFetches(ctx, []journal.Fetch{d, a}))
	must(t, s.KeepFetches(ctx, []journal.Fetch{c, b}))
	must(t, s.KeepFetches(ctx, nil))
	for _, k := range []struct {
		name   string
		filter store.FetchFilter
		want   []journal.Fetch
	}{
		{"all", store.FetchFilter{}, []journal.Fetch{d, c, b, a}},
		{"the last two", store.FetchFilter{Limit: 2}, []journal.Fetch{d, c}},
		{"of a target", store.FetchFilter{Target: "aude"}, []journal.Fetch{c, b, a}},
		{"of a partner", store.FetchFilter{Partner: "ft"}, []journal.Fetch{d, b, a}},
		{"of a publication", store.FetchFilter{Publication: shaA}, []journal.Fetch{d, a}},
		{"whole, of all three", store.FetchFilter{Target: "aude", Partner: "autre", Publication: shaB, Complete: true}, nil},
		{"since", store.FetchFilter{Since: c.At}, []journal.Fetch{d, c}},
	} {
		if got, err := s.Fetches(ctx, k.filter); err != nil || !reflect.DeepEqual(got, k.want) {
			t.Errorf("%s: got %+v (%v), want %+v", k.name, got, err, k.want)
		}
	}
	if got, err := s.LastFetches(ctx); err != nil || !reflect.DeepEqual(got, []journal.Fetch{b, d}) {
		t.Errorf("the last of each: %+v, %v", got, err)
	}
	if err := s.KeepFetches(ctx, []journal.Fetch{a, {Target: "aude", Via: "pigeon", At: monday}}); err == nil {
		t.Error("by an unknown way: kept")
	}
	if got, err := s.Fetches(ctx, store.FetchFilter{}); err != nil || len(got) != 4 {
		t.Errorf("half is kept: %+v, %v", got, err)
	}
}

func pushes(t *testing.T, s *store.Store) {
	ctx := t.Context()
	first := journal.Push{Target: "aude", Destination: "sftp-ft", SHA256: shaA, State: journal.PushWaiting, Attempts: 1, Error: "connexion refusée", At: monday}
	other := journal.Push{Target: "kairos", Destination: "dossier", SHA256: shaA, State: journal.PushFailed, Attempts: 9, Error: "plein", At: daysAfter(1)}
	must(t, s.KeepPush(ctx, first))
	must(t, s.KeepPush(ctx, other))
	first.State, first.Attempts, first.Error, first.At = journal.PushSent, 2, "", daysAfter(2)
	must(t, s.KeepPush(ctx, first))
	for target, want := range map[string][]journal.Push{"": {first, other}, "kairos": {other}, "absent": nil} {
		if got, err := s.Pushes(ctx, target, 0); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, %v", target, got, err)
		}
	}
	if got, err := s.Pushes(ctx, "", 1); err != nil || len(got) != 1 {
		t.Errorf("one: %+v, %v", got, err)
	}
	if err := s.KeepPush(ctx, journal.Push{Target: "aude", Destination: "x", At: monday}); err == nil {
		t.Error("of no state: kept")
	}
}

func publicationsFiltered(t *testing.T, s *store.Store) {
	ctx := t.Context()
	for n, run := range []string{"r1", "r2", "r3"} {
		beginOn(t, s, run, n)
	}
	one := publish(t, s, "r1", shaA, journal.Published, 0)
	two := publish(t, s, "r2", shaB, journal.Held, 1)
	three := publish(t, s, "r3", shaA, journal.Same, 2)
	other := journal.Publication{Target: "kairos", Run: "r1", State: journal.Published, SHA256: shaA, At: monday}
	must(t, s.KeepPublication(ctx, other))
	if err := s.KeepPublication(ctx, journal.Publication{Target: "aude", Run: "r2", State: journal.Refused, At: monday}); err == nil {
		t.Error("refused by nobody: kept")
	}
	two.State, two.Who, two.Why = journal.Refused, "Anne", "La livraison était vide."
	must(t, s.KeepPublication(ctx, two))
	in := []journal.PublicationState{journal.Published, journal.Same}
	for _, c := range []struct {
		name   string
		filter store.PublicationFilter
		want   []journal.Publication
	}{
		{"all", store.PublicationFilter{}, []journal.Publication{three, two, one, other}},
		{"of a target", store.PublicationFilter{Target: "aude"}, []journal.Publication{three, two, one}},
		{"the one in place before the third", store.PublicationFilter{Target: "aude", Before: "r3", States: in, Limit: 1}, []journal.Publication{one}},
		{"by its hash", store.PublicationFilter{SHA256: shaB}, []journal.Publication{two}},
		{"refused", store.PublicationFilter{States: []journal.PublicationState{journal.Refused}}, []journal.Publication{two}},
	} {
		if got, err := s.Publications(ctx, c.filter); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v (%v), want %+v", c.name, got, err, c.want)
		}
	}
	last, err := s.LastPublications(ctx)
	if err != nil || !slices.EqualFunc(last, []journal.Publication{three, other}, func(a, b journal.Publication) bool { return reflect.DeepEqual(a, b) }) {
		t.Errorf("the last: %+v, %v", last, err)
	}
}

func runHeld(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	run := journal.Run{ID: "r1", Date: monday, StartedAt: monday, FinishedAt: monday, State: journal.DoneHeld}
	must(t, s.EndRun(t.Context(), run))
	if got, ok, err := s.LastRun(t.Context()); !ok || err != nil || got != run {
		t.Errorf("got %+v, %v", got, err)
	}
}
