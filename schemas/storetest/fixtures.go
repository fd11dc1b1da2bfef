package storetest

import (
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// errStop is the error of a load that gives up on purpose.
var errStop = errors.New("the load gives up")

const (
	siretSiege   = "73282932000074"
	siretAntenne = "35600000000048"
	shaA         = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	shaB         = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
)

// monday is an instant to the microsecond, the most that a store keeps.
var monday = time.Date(2026, time.November, 23, 2, 15, 0, 123456000, time.UTC)

func delivered(sha, name string) journal.Delivery {
	return journal.Delivery{SHA256: sha, Name: name, Size: 12_345, ReceivedAt: monday}
}

func siege() offre.Organisme {
	return offre.Organisme{ID: "14_OF_1", SIRET: siretSiege, NDA: "25140012314", Nom: "Ateliers de l'Orne <&>", RaisonSociale: "ATELIERS DE L'ORNE",
		Coordonnees:    offre.Contact{Telephone: "02 31 00 00 01", Adresse: offre.Adresse{CodePostal: "14150", Ville: "Ouistreham"}},
		Certifications: []offre.CertificationPreparee{{Code: "12345", Commentaire: "en contrat d'apprentissage"}}}
}

func antenne() offre.Organisme {
	return offre.Organisme{ID: "14_OF_2", SIRET: siretAntenne, Siege: siretSiege, Nom: "Ateliers de l'Orne, site de Flers"}
}

func formation(id string) offre.Formation {
	yes := true
	return offre.Formation{ID: id, Reference: "REF-" + id, Responsable: siretSiege, Intitule: "Soudeur·se à l'arc — niveau « 1 » " + id,
		Contenu: "Lire un plan.\nSouder à plat.\t\"Contrôler\" \\ <b>&amp;</b>", Certifiante: &yes,
		Certifications: []offre.Certification{{CertifInfo: "84113", RNCP: "RNCP37533", Origine: offre.OrigineSaisie}},
		Formacodes:     []offre.Code{{Code: "23026", Origine: offre.OrigineCertification, De: "84113", Version: "V14"}},
		Contact:        offre.Contact{Nom: "Lefèvre", Courriel: "c.lefevre@exemple.fr"}}
}

func session(id, formation string) offre.Session {
	return offre.Session{ID: id, Formation: formation, Reference: "S-" + id, Debut: "20260907", Fin: "20270600", Places: 12,
		Modalites: offre.Modalites{EntreesSorties: "0", Formateur: siretAntenne, Dispositif: offre.FormationContinue, Financeurs: []string{"2", "16"},
			Lieu: offre.Lieu{Adresse: offre.Adresse{CodePostal: "61100", Ville: "Flers"}}, HeuresTotal: 560}}
}

// begin begins a run, and fails the test when it cannot.
func begin(tb testing.TB, s *store.Store, id string) {
	tb.Helper()
	if err := s.BeginRun(tb.Context(), journal.Run{ID: id, Date: monday, StartedAt: monday, State: journal.Running}); err != nil {
		tb.Fatal(err)
	}
}

// load runs f in a load that must succeed, and whose records are validated.
func load(tb testing.TB, s *store.Store, f func(*store.Load) error) {
	tb.Helper()
	propose(tb, s, func(l *store.Load) error {
		l.Validate(rule)
		return f(l)
	})
}

// propose runs f in a load that must succeed, and whose records await validation.
func propose(tb testing.TB, s *store.Store, f func(*store.Load) error) {
	tb.Helper()
	if err := s.InLoad(tb.Context(), f); err != nil {
		tb.Fatal(err)
	}
}

// rule is who validates when no person does.
const rule = "règle"

// catalogue keeps n formations with m sessions each, under a run of its own.
func catalogue(tb testing.TB, s *store.Store, run string, n, m int) {
	tb.Helper()
	begin(tb, s, run)
	var formations []offre.Formation
	var sessions []offre.Session
	for i := range n {
		id := fmt.Sprintf("F%05d", i)
		formations = append(formations, formation(id))
		for j := range m {
			sessions = append(sessions, session(fmt.Sprintf("S%05d-%d", i, j), id))
		}
	}
	load(tb, s, func(l *store.Load) error {
		return errors.Join(l.KeepOrganismes(tb.Context(), run, []offre.Organisme{siege(), antenne()}),
			l.KeepFormations(tb.Context(), run, formations), l.KeepSessions(tb.Context(), run, sessions))
	})
}

// each yields the values of a slice.
func each[T any](values []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// failing yields the values of a slice, then an error.
func failing[T any](values []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
		var zero T
		yield(zero, errStop)
	}
}

// all collects a stream that must not fail.
func all[T any](tb testing.TB, stream iter.Seq2[T, error]) (values []T) {
	tb.Helper()
	for v, err := range stream {
		if err != nil {
			tb.Fatal(err)
		}
		values = append(values, v)
	}
	return values
}

// counts fails the test unless the store holds so many records of each kind.
func counts(tb testing.TB, s *store.Store, organismes, formations, sessions int) {
	tb.Helper()
	got, err := s.Summary(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	if got.Organismes != organismes || got.Formations != formations || got.Sessions != sessions {
		tb.Errorf("the store holds %d organismes, %d formations, %d sessions; want %d, %d, %d",
			got.Organismes, got.Formations, got.Sessions, organismes, formations, sessions)
	}
}
