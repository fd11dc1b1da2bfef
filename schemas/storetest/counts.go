package storetest

import (
	"reflect"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// journalCounts sums up a journal in which each thing happened a different number of times.
func journalCounts(t *testing.T, s *store.Store) {
	ctx := t.Context()
	if empty, err := s.Counts(ctx); err != nil || !reflect.DeepEqual(empty, store.Counts{}) {
		t.Errorf("of an empty store: %+v, %v", empty, err)
	}
	ended(t, s, "r1", journal.Done)
	ended(t, s, "r2", journal.Done)
	ended(t, s, "r3", journal.DoneHeld)
	must(t, s.InLoad(ctx, func(l *store.Load) error {
		if err := l.KeepDelivery(ctx, journal.Delivery{SHA256: shaA, Name: "a.xlsx", ReceivedAt: monday}); err != nil {
			return err
		}
		return l.KeepLoads(ctx, []journal.Load{
			{Run: "r1", Delivery: shaA, File: "a.xlsx", Sheet: "F", Counts: journal.Counts{Read: 10, Added: 6, Changed: 1, Unchanged: 1, Refused: 1, SetAside: 1}},
			{Run: "r2", Delivery: shaA, File: "a.xlsx", Sheet: "F", Counts: journal.Counts{Read: 5, Unchanged: 5}},
		})
	}))
	must(t, s.KeepFetches(ctx, []journal.Fetch{
		{Target: "aude", Partner: "ft", Bytes: 100, Complete: true, Via: journal.ViaHTTP, At: monday},
		{Target: "aude", Partner: "ft", Bytes: 7, Via: journal.ViaHTTP, At: daysAfter(1)},
		{Target: "kairos", Partner: "ft", Bytes: 50, Complete: true, Via: journal.ViaSFTP, At: monday},
	}))
	for n, due := range []time.Time{monday, daysAfter(1), daysAfter(2)} {
		f := journal.Firing{Job: "nuit", Due: due, StartedAt: due, Attempt: 1, Worker: "a:1"}
		if _, err := s.ClaimFiring(ctx, f); err != nil {
			t.Fatal(err)
		}
		if f.FinishedAt, f.State = due.Add(time.Minute), journal.Done; n > 0 {
			must(t, s.FinishFiring(ctx, f))
		}
	}
	queued(t, s, "parti", monday)
	must(t, s.MarkSent(ctx, "parti", daysAfter(1)))
	queued(t, s, "abandonné", monday)
	must(t, s.MarkFailed(ctx, "abandonné", "550", time.Time{}))
	queued(t, s, "retardé", daysAfter(2))
	must(t, s.MarkFailed(ctx, "retardé", "450", daysAfter(5)))
	queued(t, s, "en attente", daysAfter(3))
	want := store.Counts{
		Runs:    []store.RunCount{{State: journal.Done, N: 2}, {State: journal.DoneHeld, N: 1}},
		Rows:    journal.Counts{Read: 15, Added: 6, Changed: 1, Unchanged: 6, Refused: 1, SetAside: 1},
		Firings: []store.FiringCount{{Job: "nuit", State: journal.Running, N: 1}, {Job: "nuit", State: journal.Done, N: 2}},
		Fetches: []store.FetchCount{{Target: "aude", Partner: "ft", Complete: 1, Partial: 1, Bytes: 107, Last: daysAfter(1)}, {Target: "kairos", Partner: "ft", Complete: 1, Bytes: 50, Last: monday}},
		Mails:   store.MailCount{Sent: 1, Waiting: 2, Late: 1, GivenUp: 1, Oldest: daysAfter(2)},
	}
	if got, err := s.Counts(ctx); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v (%v)\nwant %+v", got, err, want)
	}
}

func ended(t *testing.T, s *store.Store, id string, state journal.RunState) {
	t.Helper()
	begin(t, s, id)
	must(t, s.EndRun(t.Context(), journal.Run{ID: id, Date: monday, StartedAt: monday, FinishedAt: monday, State: state}))
}

func queued(t *testing.T, s *store.Store, key string, at time.Time) {
	t.Helper()
	if _, err := s.QueueMail(t.Context(), journal.Mail{Key: key, Kind: "alarme", To: []string{"x@exemple.fr"}, QueuedAt: at}); err != nil {
		t.Fatal(err)
	}
}

func findingCounts(t *testing.T, s *store.Store) {
	ctx := t.Context()
	begin(t, s, "r1")
	begin(t, s, "r2")
	found := func(rule string, severity finding.Severity) finding.Finding {
		return finding.Finding{Rule: rule, Severity: severity, Message: "…"}
	}
	must(t, s.InLoad(ctx, func(l *store.Load) error {
		if err := l.KeepFindings(ctx, "r1", "", []finding.Finding{found("siret-cle", finding.Error), found("date", finding.Warning), found("siret-cle", finding.Error), found("siret-cle", finding.Info)}); err != nil {
			return err
		}
		return l.KeepFindings(ctx, "r2", "", []finding.Finding{found("date", finding.Warning)})
	}))
	want := []store.FindingCount{{Rule: "date", Severity: "avertissement", N: 1}, {Rule: "siret-cle", Severity: "erreur", N: 2}, {Rule: "siret-cle", Severity: "info", N: 1}}
	if got, err := s.FindingCounts(ctx, "r1"); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

// vitals looks at the database: whatever it is, it is one that keeps French names and
// survives a power cut.
func vitals(t *testing.T, s *store.Store) {
	v, err := s.Vitals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if v.Database == "" || v.Version == "" || v.Size < 1 || v.Encoding != "UTF-8" && v.Encoding != "UTF8" {
		t.Errorf("got %+v", v)
	}
	if server := store.IsServer(s.Path()); server != !v.Clock.IsZero() || !server && v.Journal != "wal" || server && v.Journal != "fsync=on" && v.Journal != "fsync=off" {
		t.Errorf("got %+v", v)
	}
	if off := time.Since(v.Clock).Abs(); !v.Clock.IsZero() && off > time.Hour {
		t.Errorf("the clock of the server is %s off", off)
	}
}
