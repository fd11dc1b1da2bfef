package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// undated are offers without the instants of their records.
func undated(offers []offre.Offre) []offre.Offre {
	plain := slices.Clone(offers)
	for i := range plain {
		plain[i].Horodatage, plain[i].HorodatageSessions, plain[i].HorodatageOrganisme = offre.Horodatage{}, nil, offre.Horodatage{}
	}
	return plain
}

// hour is an hour of the Monday of the tests, in whole seconds.
func hour(n int) time.Time { return monday.Truncate(time.Second).Add(time.Duration(n) * time.Hour) }

// instants are those of one formation, its session and its organisme, in hours of the
// Monday: creation and modification of each.
type instants struct{ formation, session, organisme [2]int }

func instantsOf(t *testing.T, s *store.Store) (got instants) {
	t.Helper()
	for _, o := range all(t, s.Offers(t.Context())) {
		if o.Formation.ID != "F1" {
			continue
		}
		got.formation, got.organisme = hoursOf(t, o.Horodatage), hoursOf(t, o.HorodatageOrganisme)
		got.session = hoursOf(t, o.HorodatageSessions["S1"])
	}
	return got
}

func hoursOf(t *testing.T, h offre.Horodatage) (hours [2]int) {
	t.Helper()
	for i, at := range []time.Time{h.Creation, h.Modification} {
		if at.IsZero() {
			continue
		}
		if hours[i] = int(at.Sub(hour(0)).Hours()); !hour(hours[i]).Equal(at) || at.Location() != time.UTC {
			t.Errorf("%s is not a whole second of UTC", at)
		}
	}
	return hours
}

// runAt runs f in a load of a run that began at that hour, whose records are validated
// by who, if anybody.
func runAt(t *testing.T, s *store.Store, run string, at int, who string, f func(*store.Load) error) {
	t.Helper()
	began := monday.Add(time.Duration(at) * time.Hour)
	must(t, s.BeginRun(t.Context(), journal.Run{ID: run, Date: monday, StartedAt: began, State: journal.Running}))
	propose(t, s, func(l *store.Load) error {
		l.Validate(who)
		return f(l)
	})
}

// stated keeps one formation under a title, with its session and organisme.
func stated(t *testing.T, run, title string) func(*store.Load) error {
	return func(l *store.Load) error {
		return errors.Join(l.KeepOrganismes(t.Context(), run, []offre.Organisme{siege()}),
			l.KeepFormations(t.Context(), run, []offre.Formation{titled("F1", title)}),
			l.KeepSessions(t.Context(), run, []offre.Session{session("S1", "F1")}))
	}
}

// What is exported of a record dates it: not what awaits, nor what is said again.
func offersDated(t *testing.T, s *store.Store) {
	ctx := t.Context()
	expect := func(after string, want instants) {
		t.Helper()
		if got := instantsOf(t, s); got != want {
			t.Errorf("after %s: got %+v, want %+v", after, got, want)
		}
	}
	decide := func(to journal.RecordState, at int) {
		t.Helper()
		must(t, s.Decide(ctx, []journal.Decision{{Kind: store.KindFormation, Record: "F1", To: to, Who: "Anne", Why: "vu", At: monday.Add(time.Duration(at) * time.Hour)}}))
	}
	first := instants{[2]int{1, 1}, [2]int{1, 1}, [2]int{1, 1}}
	changed := func(at int) instants { return instants{[2]int{1, at}, first.session, first.organisme} }

	runAt(t, s, "r1", 1, rule, stated(t, "r1", "A"))
	expect("the first load", first)
	runAt(t, s, "r2", 2, rule, stated(t, "r2", "A"))
	expect("the same again", first)
	runAt(t, s, "r3", 3, "", stated(t, "r3", "B"))
	expect("what awaits", first)
	decide(journal.Validated, 4)
	expect("a decision", changed(4))
	decide(journal.Archived, 5)
	decide(journal.Validated, 6)
	expect("an archive and back", changed(4))
	runAt(t, s, "r7", 7, rule, func(l *store.Load) error { // twice in one load, and in the end what it was
		return l.KeepFormations(ctx, "r7", []offre.Formation{titled("F1", "X"), titled("F1", "B")})
	})
	expect("there and back in one load", changed(4))
	runAt(t, s, "r8", 8, rule, stated(t, "r8", "C"))
	expect("a change", changed(8))
	_, err := s.Unload(ctx, "r8", "Anne", monday.Add(9*time.Hour))
	must(t, err)
	expect("a change taken back", changed(9)) // partners may have had it
	runAt(t, s, "r10", 10, rule, stated(t, "r10", "C"))
	expect("the change again", changed(10))
	runAt(t, s, "r11", 11, "", func(l *store.Load) error {
		f := titled("F1", "C")
		f.NiveauSortie = "4"
		return l.RecodeFormations(ctx, "r11", []store.Held[offre.Formation]{{ID: "F1", Validated: &f}})
	})
	expect("a new codification", changed(11))
	runAt(t, s, "r12", 12, "", stated(t, "r12", "D"))
	_, err = s.Unload(ctx, "r12", "Anne", monday.Add(13*time.Hour))
	must(t, err)
	expect("what awaited taken back", changed(11))
}

func offersDatedBySource(t *testing.T, s *store.Store) {
	attr := func(text string) []offre.Brut {
		return []offre.Brut{{Chemin: "contact-formation[1]", XML: `datecrea="19990101"`}, {XML: `numero="7"`}, {XML: text}}
	}
	for _, c := range []struct {
		name, attr string
		want       offre.Horodatage
	}{
		{"LHEO, elsewhere than UTC", `horodatage-creation="2018-06-01T10:00:00.9+02:00"`, offre.Horodatage{Creation: time.Date(2018, 6, 1, 8, 0, 0, 0, time.UTC), Modification: hour(0)}},
		{"LHEO without a zone", `horodatage-creation="2018-06-01T10:00:00"`, offre.Horodatage{Creation: time.Date(2018, 6, 1, 10, 0, 0, 0, time.UTC), Modification: hour(0)}},
		{"real feeds", `datecrea="20180601"`, offre.Horodatage{Creation: time.Date(2018, 6, 1, 0, 0, 0, 0, time.UTC), Modification: hour(0)}},
		{"no date", `datecrea="00000000"`, offre.Horodatage{Creation: hour(0), Modification: hour(0)}},
		{"other words", `horodatage-creation="hier"`, offre.Horodatage{Creation: hour(0), Modification: hour(0)}},
		{"a day to come", `datecrea="20300101"`, offre.Horodatage{Creation: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Modification: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}},
	} {
		f, one := formation("F1"), session("S1", "F1")
		f.Reste, one.Reste = attr(c.attr), attr(c.attr)
		run := "r " + c.name
		runAt(t, s, run, 0, rule, func(l *store.Load) error {
			return errors.Join(l.KeepFormations(t.Context(), run, []offre.Formation{f}), l.KeepSessions(t.Context(), run, []offre.Session{one}))
		})
		o := all(t, s.Offers(t.Context()))[0]
		if got := []offre.Horodatage{o.Horodatage, o.HorodatageSessions["S1"]}; !reflect.DeepEqual(got, []offre.Horodatage{c.want, c.want}) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func instantsCopied(t *testing.T, s, other *store.Store) {
	runAt(t, s, "r1", 1, rule, stated(t, "r1", "A"))
	runAt(t, s, "r2", 2, rule, stated(t, "r2", "B"))
	_, err := s.CopyTo(t.Context(), other)
	must(t, err)
	if before, after := all(t, s.Offers(t.Context())), all(t, other.Offers(t.Context())); !reflect.DeepEqual(after, before) || instantsOf(t, other).formation != [2]int{1, 2} {
		t.Errorf("got %+v", instantsOf(t, other))
	}
}
