package storetest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// model is a catalogue in memory.
type model struct {
	formations map[string]offre.Formation
	sessions   map[string]offre.Session
}

func (m model) clone() model {
	return model{maps.Clone(m.formations), maps.Clone(m.sessions)}
}

func (m model) offers() (all []offre.Offre) {
	for _, id := range slices.Sorted(maps.Keys(m.formations)) {
		o := offre.Offre{Formation: m.formations[id], Responsable: offre.Organisme{SIRET: m.formations[id].Responsable}}
		for _, sid := range slices.Sorted(maps.Keys(m.sessions)) {
			if s := m.sessions[sid]; s.Formation == id {
				o.Sessions = append(o.Sessions, s)
			}
		}
		all = append(all, o)
	}
	return all
}

// randomLoads makes loads of random changes, of which one in three gives up, on
// the store and on a model of it.
func randomLoads(t *testing.T, s *store.Store) {
	random := rand.New(rand.NewPCG(20261123, 7))
	begin(t, s, "r1")
	m := model{map[string]offre.Formation{}, map[string]offre.Session{}}
	for n := range 60 {
		next := m.clone()
		gives := random.IntN(3) == 0
		err := s.InLoad(t.Context(), func(l *store.Load) error {
			l.Validate(rule)
			for range random.IntN(20) {
				if err := randomChange(t.Context(), random, l, next); err != nil {
					return err
				}
			}
			if gives {
				return errStop
			}
			return nil
		})
		if gives != (err != nil) {
			t.Fatalf("load %d: %v", n, err)
		}
		if !gives {
			m = next
		}
		if got := all(t, s.Offers(t.Context())); !reflect.DeepEqual(undated(got), m.offers()) {
			t.Fatalf("after load %d the store and the model differ", n)
		}
	}
	if len(m.sessions) < 10 {
		t.Errorf("only %d sessions: the changes are too few to prove anything", len(m.sessions))
	}
}

func randomChange(ctx context.Context, random *rand.Rand, l *store.Load, m model) error {
	f := formation(fmt.Sprintf("F%d", random.IntN(20)))
	f.Module = fmt.Sprint(random.IntN(3))
	if _, known := m.formations[f.ID]; !known || random.IntN(2) == 0 {
		m.formations[f.ID] = f
		return l.KeepFormations(ctx, "r1", []offre.Formation{f})
	}
	s := session(fmt.Sprintf("S%d", random.IntN(60)), f.ID)
	s.Places = random.IntN(3)
	m.sessions[s.ID] = s
	return l.KeepSessions(ctx, "r1", []offre.Session{s})
}
