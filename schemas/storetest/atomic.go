package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// everything does in a load all that a load can do.
func everything(ctx context.Context, l *store.Load, run string) error {
	return errors.Join(
		l.KeepDelivery(ctx, delivered(shaA, "a.xlsx")),
		l.KeepOrganismes(ctx, run, []offre.Organisme{siege(), antenne()}),
		l.KeepFormations(ctx, run, []offre.Formation{formation("F1")}),
		l.KeepSessions(ctx, run, []offre.Session{session("S1", "F1")}),
		l.KeepLoads(ctx, []journal.Load{{Run: run, Delivery: shaA, File: "a.xlsx", Sheet: "Sessions", Layout: "passerelle", Counts: journal.Counts{Read: 1, Added: 1}}}),
		l.KeepFindings(ctx, run, shaA, []finding.Finding{{Rule: "siret-cle", Severity: finding.Warning, Message: "La clé est fausse."}}),
		l.KeepOrigins(ctx, run, []store.Origin{{Kind: store.KindFormation, Record: "F1", Delivery: shaA, File: "a.xlsx", Row: 2}}),
	)
}

// untouched fails the test unless nothing of everything remains.
func untouched(t *testing.T, s *store.Store) {
	t.Helper()
	counts(t, s, 0, 0, 0)
	if run, ok, err := s.DeliveryLoaded(t.Context(), shaA); ok || err != nil {
		t.Errorf("the delivery is loaded by %q, %v", run, err)
	}
	if left := all(t, s.Findings(t.Context(), "r1")); len(left) > 0 {
		t.Errorf("findings remain: %v", left)
	}
	if sum, err := s.Summary(t.Context()); err != nil || sum.Deliveries != 0 {
		t.Errorf("deliveries remain: %+v, %v", sum, err)
	}
	load(t, s, func(l *store.Load) error { return everything(t.Context(), l, "r1") }) // the store still works
	counts(t, s, 2, 1, 1)
}

func errorUndoes(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	err := s.InLoad(t.Context(), func(l *store.Load) error {
		return errors.Join(everything(t.Context(), l, "r1"), errStop)
	})
	if !errors.Is(err, errStop) {
		t.Errorf("got %v, want the load's own error", err)
	}
	untouched(t, s)
}

func panicUndoes(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	func() {
		defer func() {
			if cause := recover(); cause != "in mid-load" {
				t.Errorf("the panic became %v", cause)
			}
		}()
		_ = s.InLoad(t.Context(), func(l *store.Load) error {
			if err := everything(t.Context(), l, "r1"); err != nil {
				return err
			}
			panic("in mid-load")
		})
	}()
	untouched(t, s)
}

func cancelUndoes(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	ctx, cancel := context.WithCancel(t.Context())
	err := s.InLoad(ctx, func(l *store.Load) error {
		defer cancel()
		return everything(ctx, l, "r1")
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want it cancelled", err)
	}
	untouched(t, s)
}

// Each breaks one invariant after everything; words are in the error.
func invariantsUndo(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	twin := antenne()
	twin.SIRET = siretSiege
	twin.ID = "14_OF_3"
	long := strings.Repeat("9", 33)
	for _, c := range []struct {
		name, words string
		breaks      func(context.Context, *store.Load) error
	}{
		{"a session without its formation", "F404", func(ctx context.Context, l *store.Load) error {
			return l.KeepSessions(ctx, "r1", []offre.Session{session("S2", "F1"), session("S3", "F404")})
		}},
		{"two organismes with one SIRET", "siret", func(ctx context.Context, l *store.Load) error {
			return l.KeepOrganismes(ctx, "r1", []offre.Organisme{twin})
		}},
		{"an ID of 33 characters", "32_caracteres", func(ctx context.Context, l *store.Load) error {
			return l.KeepFormations(ctx, "r1", []offre.Formation{formation(long)})
		}},
		{"no ID", "32_caracteres", func(ctx context.Context, l *store.Load) error {
			return l.KeepOrganismes(ctx, "r1", []offre.Organisme{{}})
		}},
		{"counts that do not add up", "accounted", func(ctx context.Context, l *store.Load) error {
			return l.KeepLoads(ctx, []journal.Load{{Run: "r1", Delivery: shaA, Sheet: "S", Counts: journal.Counts{Read: 2, Added: 1}}})
		}},
		{"counts below zero", "comptes_positifs", func(ctx context.Context, l *store.Load) error {
			return l.KeepLoads(ctx, []journal.Load{{Run: "r1", Delivery: shaA, Sheet: "S", Counts: journal.Counts{Added: 1, Refused: -1}}})
		}},
		{"one sheet accounted for twice", "chargement", func(ctx context.Context, l *store.Load) error {
			same := journal.Load{Run: "r1", Delivery: shaA, Sheet: "S"}
			return l.KeepLoads(ctx, []journal.Load{same, same})
		}},
		{"a delivery that is not recorded", "KeepDelivery", func(ctx context.Context, l *store.Load) error {
			return l.KeepFindings(ctx, "r1", shaB, []finding.Finding{{Rule: "x", Message: "x"}})
		}},
		{"a run that has not begun", "begun", func(ctx context.Context, l *store.Load) error {
			return l.KeepOrigins(ctx, "r9", []store.Origin{{Kind: store.KindSession, Record: "S1", Delivery: shaA}})
		}},
		{"a hash that is none", "sha256", func(ctx context.Context, l *store.Load) error {
			return l.KeepDelivery(ctx, delivered("A1", "a.xlsx"))
		}},
		{"an unknown kind of record", "nature", func(ctx context.Context, l *store.Load) error {
			return l.KeepOrigins(ctx, "r1", []store.Origin{{Kind: "action", Record: "A1", Delivery: shaA}})
		}},
	} {
		err := s.InLoad(t.Context(), func(l *store.Load) error {
			if err := everything(t.Context(), l, "r1"); err != nil {
				return err
			}
			return c.breaks(t.Context(), l)
		})
		if err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: got %v, want an error that says %q", c.name, err, c.words)
		}
		counts(t, s, 0, 0, 0)
	}
	untouched(t, s)
}

func readersSeeOldState(t *testing.T, s *store.Store) {
	begin(t, s, "r1")
	load(t, s, func(l *store.Load) error {
		if err := everything(t.Context(), l, "r1"); err != nil {
			return err
		}
		counts(t, s, 0, 0, 0)
		if offers := all(t, s.Offers(t.Context())); len(offers) > 0 {
			t.Errorf("a reader sees %d offers of a load that has not returned", len(offers))
		}
		if _, ok, err := s.DeliveryLoaded(t.Context(), shaA); ok || err != nil {
			t.Errorf("a reader sees the delivery loaded: %v, %v", ok, err)
		}
		return nil
	})
	counts(t, s, 2, 1, 1)
}

// Loads keep formations by the dozen, each with its session: a reader that sees
// another number, or a formation without its session, sees half a load.
func readersAndLoads(t *testing.T, s *store.Store) {
	const dozens = 30
	begin(t, s, "r1")
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for {
				n := 0
				for o, err := range s.Offers(t.Context()) {
					if err != nil || len(o.Sessions) != 1 {
						t.Errorf("offer %s with %d sessions, %v", o.Formation.ID, len(o.Sessions), err)
						return
					}
					n++
				}
				if n%12 != 0 {
					t.Errorf("a reader sees %d formations", n)
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for dozen := range dozens {
		load(t, s, func(l *store.Load) error { return keepDozen(t.Context(), l, dozen) })
	}
	close(done)
	readers.Wait()
	counts(t, s, 0, 12*dozens, 12*dozens)
}

func keepDozen(ctx context.Context, l *store.Load, dozen int) error {
	for i := range 12 {
		id := fmt.Sprintf("F%d-%d", dozen, i)
		if err := errors.Join(l.KeepFormations(ctx, "r1", []offre.Formation{formation(id)}),
			l.KeepSessions(ctx, "r1", []offre.Session{session("S"+id, id)})); err != nil {
			return err
		}
	}
	return nil
}
