package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

func partners(t *testing.T, s *store.Store) {
	ctx := t.Context()
	ft := journal.Partner{Name: "france-travail", TokenHash: shaA, Targets: []string{"aude", "kairos"}, Deposit: true, Basic: true, Courriel: "flux@exemple.fr", CreatedAt: monday,
		ExpiresAt: daysAfter(365)}
	other := journal.Partner{Name: "carif <&>", TokenHash: shaB, CreatedAt: monday}
	must(t, s.KeepPartner(ctx, ft))
	must(t, s.KeepPartner(ctx, other))
	twin := other
	twin.Name = "jumeau"
	for name, bad := range map[string]journal.Partner{"with another's token": twin, "without a name": {TokenHash: strings.Repeat("c", 64), CreatedAt: monday}, "with a token that is no hash": {Name: "x", TokenHash: "secret", CreatedAt: monday}} {
		if err := s.KeepPartner(ctx, bad); err == nil {
			t.Errorf("%s: kept", name)
		}
	}
	if got, err := s.Partners(ctx); err != nil || !reflect.DeepEqual(got, []journal.Partner{other, ft}) {
		t.Errorf("got %+v, %v", got, err)
	}
	must(t, s.TouchPartner(ctx, ft.Name, daysAfter(2)))
	must(t, s.TouchPartner(ctx, ft.Name, daysAfter(1))) // told late
	if err := s.TouchPartner(ctx, "absent", monday); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("of an unknown partner: %v", err)
	}
	old := ft.TokenHash
	ft.TokenHash, ft.Targets, ft.RevokedAt = strings.Repeat("d", 64), []string{"aude"}, daysAfter(3)
	must(t, s.KeepPartner(ctx, ft)) // does not say when it came
	ft.LastUsedAt = daysAfter(2)
	if got, ok, err := s.PartnerByHash(ctx, ft.TokenHash); !ok || err != nil || !reflect.DeepEqual(got, ft) {
		t.Errorf("got %+v, %v, %v", got, ok, err)
	}
	for _, hash := range []string{old, "", "' OR 1=1 --"} {
		if got, ok, err := s.PartnerByHash(ctx, hash); ok || err != nil {
			t.Errorf("%q: %+v, %v", hash, got, err)
		}
	}
}

func firings(t *testing.T, s *store.Store) {
	ctx := t.Context()
	begin(t, s, "r1")
	night := journal.Firing{Job: "nuit", Due: monday, StartedAt: monday.Add(time.Second), State: journal.Running, Attempt: 1, Worker: "a:1"}
	claim := func(f journal.Firing, want bool) {
		t.Helper()
		if got, err := s.ClaimFiring(ctx, f); got != want || err != nil {
			t.Errorf("attempt %d of %s by %s: claimed %v, %v", f.Attempt, f.Job, f.Worker, got, err)
		}
	}
	claim(night, true)
	claim(night, false)
	late := night
	late.Worker = "b:1"
	claim(late, false)
	late.Attempt, late.StartedAt = 2, monday.Add(time.Hour)
	claim(late, true) // it takes over
	night.State, night.FinishedAt = journal.Done, monday.Add(time.Hour)
	if err := s.FinishFiring(ctx, night); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("the first worker finishes what is no longer its own: %v", err)
	}
	late.State, late.FinishedAt, late.Error = journal.Failed, monday.Add(2*time.Hour), "le disque est plein"
	must(t, s.FinishFiring(ctx, late))
	again := late
	again.Attempt, again.State, again.FinishedAt, again.Error = 3, journal.Running, time.Time{}, ""
	claim(again, true)
	if got, err := s.Firings(ctx, "nuit", 0); err != nil || !reflect.DeepEqual(got, []journal.Firing{again}) {
		t.Errorf("got %+v, %v", got, err)
	}
	again.State, again.FinishedAt, again.Run = journal.DoneHeld, monday.Add(3*time.Hour), "r1"
	must(t, s.FinishFiring(ctx, again))
	more := again
	more.Attempt, more.FinishedAt = 4, time.Time{}
	claim(more, false) // it is done
	next, other := night, night
	next.Due, next.State, next.FinishedAt = daysAfter(1), journal.Running, time.Time{}
	other.Job, other.State, other.FinishedAt = "referentiels", journal.Running, time.Time{}
	claim(next, true)
	claim(other, true)
	if got, err := s.LastFirings(ctx); err != nil || !reflect.DeepEqual(got, []journal.Firing{next, other}) {
		t.Errorf("the last: %+v, %v", got, err)
	}
	if got, err := s.Firings(ctx, "", 2); err != nil || !reflect.DeepEqual(got, []journal.Firing{next, again}) {
		t.Errorf("two: %+v, %v", got, err)
	}
	for name, bad := range map[string]journal.Firing{"of no job": {Due: monday, StartedAt: monday, Attempt: 1}, "of no attempt": {Job: "x", Due: monday, StartedAt: monday}, "of an unknown run": {Job: "x", Due: monday, StartedAt: monday, Attempt: 1, Run: "r9"}} {
		if got, err := s.ClaimFiring(ctx, bad); got || err == nil {
			t.Errorf("%s: claimed", name)
		}
	}
}

// Of many workers that see one tick, one does it.
func firingClaimedOnce(t *testing.T, s *store.Store) {
	var won atomic.Int32
	var workers sync.WaitGroup
	for n := range 16 {
		workers.Go(func() {
			for tick := range 5 {
				claimed, err := s.ClaimFiring(t.Context(), journal.Firing{Job: "nuit", Due: daysAfter(tick), StartedAt: monday, Attempt: 1, Worker: fmt.Sprint(n)})
				if err != nil {
					t.Error(err)
				}
				if claimed {
					won.Add(1)
				}
			}
		})
	}
	workers.Wait()
	if won.Load() != 5 {
		t.Errorf("5 ticks were claimed %d times", won.Load())
	}
}

func mails(t *testing.T, s *store.Store) {
	ctx := t.Context()
	begin(t, s, "r1")
	mail := func(key string, hours int) journal.Mail {
		at := monday.Add(time.Duration(hours) * time.Hour)
		return journal.Mail{Key: key, Kind: "accuse", To: []string{"of@exemple.fr", "staff@exemple.fr"}, Subject: "Votre livraison « a » <&>", Run: "r1", Body: []byte("MIME\x00\xff\r\n"), QueuedAt: at, NextAt: at}
	}
	queue := func(m journal.Mail, want bool) {
		t.Helper()
		if got, err := s.QueueMail(ctx, m); got != want || err != nil {
			t.Errorf("%s: queued %v, %v", m.Key, got, err)
		}
	}
	pending := func(hours int, want ...journal.Mail) {
		t.Helper()
		got, err := s.PendingMails(ctx, monday.Add(time.Duration(hours)*time.Hour), 0)
		if err != nil || len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("pending at %d: %+v (%v), want %+v", hours, got, err, want)
		}
	}
	a, b, later := mail("a", 0), mail("b", 1), mail("c", 1)
	later.NextAt, later.Body, later.Run, later.To = monday.Add(9*time.Hour), nil, "", nil
	queue(b, true)
	queue(a, true)
	queue(later, true)
	queue(mail("a", 5), false)
	pending(0, a)
	pending(1, a, b)
	if got, err := s.PendingMails(ctx, daysAfter(1), 2); err != nil || len(got) != 2 {
		t.Errorf("two: %+v, %v", got, err)
	}
	for _, want := range []bool{true, false} { // one sender alone takes it, for ten minutes
		if got, err := s.ClaimMail(ctx, "a", a.NextAt, a.NextAt.Add(10*time.Minute)); got != want || err != nil {
			t.Errorf("claimed %v, %v", got, err)
		}
	}
	pending(0)
	must(t, s.MarkFailed(ctx, "a", "le serveur ne répond pas", monday.Add(2*time.Hour)))
	a.NextAt, a.Attempts, a.LastError = monday.Add(2*time.Hour), 1, "le serveur ne répond pas"
	pending(2, a, b)
	must(t, s.MarkSent(ctx, "a", monday.Add(3*time.Hour)))
	a.NextAt, a.SentAt, a.Attempts, a.LastError, a.Body = time.Time{}, monday.Add(3*time.Hour), 2, "", nil
	must(t, s.MarkFailed(ctx, "b", "l'adresse n'existe pas", time.Time{}))
	b.NextAt, b.Attempts, b.LastError = time.Time{}, 1, "l'adresse n'existe pas"
	pending(9, later)
	queue(mail("a", 12), false) // sent or given up, its key stays
	queue(mail("b", 12), false)
	if got, err := s.Mails(ctx, 0); err != nil || !reflect.DeepEqual(got, []journal.Mail{b, later, a}) {
		t.Errorf("all: %+v, %v", got, err)
	}
	for what, err := range map[string]error{"sent twice": s.MarkSent(ctx, "a", monday), "failed once sent": s.MarkFailed(ctx, "a", "x", monday), "unknown": s.MarkSent(ctx, "z", monday)} {
		if !errors.Is(err, store.ErrUnknown) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got, err := s.ClaimMail(ctx, "a", daysAfter(9), daysAfter(10)); got || err != nil {
		t.Errorf("what is sent is claimed: %v", err)
	}
	if _, err := s.QueueMail(ctx, journal.Mail{QueuedAt: monday}); err == nil {
		t.Error("without a key: queued")
	}
}

// hastened brings forward what was put off, but not what somebody is sending, nor what
// is sent or given up.
func hastened(t *testing.T, s *store.Store) {
	ctx := t.Context()
	for _, key := range []string{"envoyé", "remis", "en cours", "perdu", "abandonné"} {
		if _, err := s.QueueMail(ctx, journal.Mail{Key: key, Kind: "alarme", QueuedAt: monday}); err != nil {
			t.Fatal(err)
		}
		if claimed, err := s.ClaimMail(ctx, key, monday, monday.Add(15*time.Minute)); !claimed || err != nil {
			t.Fatal(claimed, err)
		}
	}
	must(t, s.MarkSent(ctx, "envoyé", monday))
	must(t, s.MarkFailed(ctx, "remis", "plus tard", monday.Add(time.Hour)))
	must(t, s.MarkFailed(ctx, "abandonné", "refusé", time.Time{}))
	for _, step := range []struct {
		minutes int
		n       int64
		due     string
	}{{10, 1, "remis"}, {10, 0, "remis"}, {14, 0, "remis"}, {15, 0, "en cours perdu remis"}, {20, 0, "en cours perdu remis"}} {
		at := monday.Add(time.Duration(step.minutes) * time.Minute)
		n, err := s.HastenMails(ctx, at)
		must(t, err)
		due, err := s.PendingMails(ctx, at, 0)
		must(t, err)
		var keys []string
		for _, m := range due {
			keys = append(keys, m.Key)
		}
		if got := strings.Join(keys, " "); n != step.n || got != step.due {
			t.Errorf("after %d minutes: %d brought forward, due %q, want %d, %q", step.minutes, n, got, step.n, step.due)
		}
	}
}
