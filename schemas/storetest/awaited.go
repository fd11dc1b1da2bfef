package storetest

import (
	"errors"
	"reflect"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// A record that is validated leaves with what belongs to it only: what of it still
// awaits is told, until it is decided.
func awaitedBeside(t *testing.T, s *store.Store) {
	ctx := t.Context()
	begin(t, s, "r1")
	propose(t, s, func(l *store.Load) error {
		return errors.Join(l.KeepOrganismes(ctx, "r1", []offre.Organisme{siege(), antenne()}),
			l.KeepFormations(ctx, "r1", []offre.Formation{formation("F1"), formation("F2")}),
			l.KeepSessions(ctx, "r1", []offre.Session{session("S1", "F1"), session("S2", "F1")}))
	})
	awaited := func(what string, want ...journal.Awaited) {
		t.Helper()
		if got := locate(t, s, what, what).Awaited; !reflect.DeepEqual(got, want) {
			t.Errorf("beside %s await %+v, want %+v", what, got, want)
		}
	}
	owner, teacher := journal.Awaited{Kind: "organisme", Record: siege().ID}, journal.Awaited{Kind: "organisme", Record: antenne().ID}
	awaited("F1", owner, journal.Awaited{Kind: "session", Record: "S1"}, journal.Awaited{Kind: "session", Record: "S2"})
	awaited("F2", owner)
	both := []journal.Awaited{owner, teacher}
	if teacher.Record < owner.Record {
		both = []journal.Awaited{teacher, owner}
	}
	awaited("S1", append(both, journal.Awaited{Kind: "formation", Record: "F1"})...)

	validate := func(kind, id string) {
		t.Helper()
		must(t, s.Decide(ctx, []journal.Decision{{Kind: kind, Record: id, To: journal.Validated, Who: "Anne", At: monday}}))
	}
	validate("formation", "F1")
	validate("session", "S1")
	awaited("S1", both...)
	awaited("F1", owner, journal.Awaited{Kind: "session", Record: "S2"})
	validate("organisme", owner.Record)
	validate("session", "S2")
	awaited("F1")
	awaited("S1", teacher)
}
