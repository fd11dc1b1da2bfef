package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// datedWeek is a history in which records were loaded, changed, coded anew, decided
// on, taken back, and said again.
func datedWeek(t *testing.T, s *store.Store) {
	t.Helper()
	load := func(run string, at time.Time, f func(*store.Load) error) {
		t.Helper()
		if err := s.BeginRun(t.Context(), journal.Run{ID: run, Date: at, StartedAt: at}); err != nil {
			t.Fatal(err)
		}
		if err := s.InLoad(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	titles := func(run, who string, titles ...string) func(*store.Load) error {
		return func(l *store.Load) error {
			l.Validate(who)
			var all []offre.Formation
			for i, title := range titles {
				all = append(all, offre.Formation{ID: string(rune('A' + i)), Intitule: title})
			}
			return l.KeepFormations(t.Context(), run, all)
		}
	}
	unload := func(run string, at time.Time) {
		t.Helper()
		if _, err := s.Unload(t.Context(), run, "Anne", at); err != nil {
			t.Fatal(err)
		}
	}
	load("r1", day(1), titles("r1", "règle", "1", "1", "1", "1"))
	load("r2", day(2), titles("r2", "règle", "1", "2", "1", "1"))
	load("r3", day(3), titles("r3", "", "1", "2", "3", "1", "1"))
	if err := s.Decide(t.Context(), []journal.Decision{{Kind: "formation", Record: "C", To: journal.Validated, Who: "Anne", At: day(4)}}); err != nil {
		t.Fatal(err)
	}
	load("r5", day(5), titles("r5", "règle", "1", "2", "3", "5"))
	unload("r5", day(6))
	load("r7", day(7), func(l *store.Load) error {
		return l.RecodeFormations(t.Context(), "r7", []store.Held[offre.Formation]{{ID: "A", Validated: &offre.Formation{ID: "A", Intitule: "1", NiveauSortie: "4"}}})
	})
}

var updates = regexp.MustCompile(`(?s)UPDATE .*?;`)

// A store that an earlier release filled says of its records, once migrated, the
// instants that this one would have kept.
func TestInstantsOfAnOlderStore(t *testing.T) {
	for name, of := range map[string]struct {
		open      func(testing.TB) *store.Store
		db        func(path string) *sql.DB
		migration string
	}{
		"sqlite":   {open, func(path string) *sql.DB { return client(t, path) }, "sqlite/0011_horodatage.sql"},
		"postgres": {openPostgres, func(path string) *sql.DB { return server(t, path) }, "postgres/0008_horodatage.sql"},
	} {
		t.Run(name, func(t *testing.T) {
			s := of.open(t)
			datedWeek(t, s)
			want := map[string]offre.Horodatage{"A": {Creation: day(1), Modification: day(7)}, "B": {Creation: day(1), Modification: day(2)},
				"C": {Creation: day(1), Modification: day(4)}, "D": {Creation: day(1), Modification: day(6)}}
			checkInstants(t, s, want)
			text, err := os.ReadFile(filepath.Join("migrations", of.migration))
			if err != nil {
				t.Fatal(err)
			}
			db := of.db(s.Path())
			for _, kind := range []string{"organisme", "formation", "session"} {
				if _, err := db.ExecContext(t.Context(), "UPDATE "+kind+" SET doc_le = NULL"); err != nil {
					t.Fatal(err)
				}
			}
			checkInstants(t, s, map[string]offre.Horodatage{"A": {Creation: day(1)}, "B": {Creation: day(1)}, "C": {Creation: day(1)}, "D": {Creation: day(1)}})
			all := updates.FindAllString(string(text), -1)
			if len(all) != 3 {
				t.Fatalf("the migration fills %d tables", len(all))
			}
			for _, statement := range all {
				if _, err := db.ExecContext(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			checkInstants(t, s, want)
		})
	}
}

func checkInstants(t *testing.T, s *store.Store, want map[string]offre.Horodatage) {
	t.Helper()
	n := 0
	for o, err := range s.Offers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; o.Horodatage != want[o.Formation.ID] {
			t.Errorf("%s: got %+v, want %+v", o.Formation.ID, o.Horodatage, want[o.Formation.ID])
		}
	}
	if n != len(want) {
		t.Errorf("%d offers, want %d", n, len(want))
	}
}
