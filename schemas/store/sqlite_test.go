package store_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

var update = flag.Bool("update", false, "write the golden files again")

// client runs SQL as any client of the file would.
func client(t *testing.T, path string, statements ...string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func TestOpenSaysWhatToTry(t *testing.T) {
	made := func(statements ...string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			s, err := store.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			client(t, path, statements...)
		}
	}
	for _, c := range []struct {
		name, file string
		prepare    func(*testing.T, string)
		words      string
	}{
		{"no folder", "absent/passerelle.sqlite", func(*testing.T, string) {}, "make it first"},
		{"a folder", ".", func(*testing.T, string) {}, "directory"},
		{"not a database", "notes.txt", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("des notes\n", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "not a store"},
		{"made by a later passerelle", "a.sqlite", made("INSERT INTO migration VALUES ('9999_avenir.sql', 'ab')"), "by a later passerelle"},
		{"made by another passerelle", "a.sqlite", made("UPDATE migration SET sha256 = 'ab' WHERE nom LIKE '0002%'"), "0002_catalogue.sql"},
		{"half of a store", "a.sqlite", func(t *testing.T, path string) { client(t, path, "CREATE TABLE run (id TEXT)") }, "0001_journal.sql"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), c.file)
			c.prepare(t, path)
			s, err := store.Open(t.Context(), path)
			if err == nil {
				t.Fatal("it opens", s.Close())
			}
			if !strings.Contains(err.Error(), c.words) || !strings.Contains(err.Error(), path) {
				t.Errorf("got %v, want the path and %q", err, c.words)
			}
		})
	}
}

func TestOpenTakesAnyPath(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dépôt n°1?#%41&x=y;z")
	if err := os.Mkdir(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "a?mode=ro&b.sqlite")
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	begin(t, s, "r1")
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		t.Errorf("it is elsewhere: %v", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		t.Errorf("everybody can open it: %v", info.Mode())
	}
}

// Several programs may open a new store at once: one makes it.
func TestOpenAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "passerelle.sqlite")
	var programs sync.WaitGroup
	for range 8 {
		programs.Go(func() {
			s, err := store.Open(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	programs.Wait()
}

// Damage in the middle of the file is noticed, and named.
func TestIntegrityNoticesDamage(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, path string){
		"a page overwritten": func(t *testing.T, path string) {
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for page := 4; page < 20; page++ {
				copy(file[page*4096+8:], strings.Repeat("\xa5", 2000))
			}
			if err := os.WriteFile(path, file, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"a formation taken from under its session": func(t *testing.T, path string) {
			client(t, path, "DELETE FROM formation WHERE id = '28_F1'")
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.sqlite")
			s, err := store.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			smallWeek(t, s)
			if err := errors.Join(s.Integrity(t.Context()), s.Close()); err != nil {
				t.Fatal("before the damage: ", err)
			}
			damage(t, path)
			if s, err = store.Open(t.Context(), path); err != nil {
				return // it does not even open
			}
			defer s.Close()
			if err := s.Integrity(t.Context()); err == nil || !strings.Contains(err.Error(), "restore") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Records that leave the catalogue leave the ledger: their verdicts are closed.
func TestVerdictsOfRecordsThatAreGone(t *testing.T) {
	s := open(t)
	smallWeek(t, s)
	client(t, s.Path(), "DELETE FROM session WHERE formation = '28_F2'", "DELETE FROM formation WHERE id = '28_F2'")
	begin(t, s, "r9")
	left := []journal.Verdict{
		{Kind: "formation", Record: "28_F1", Formation: "28_F1", Exported: true},
		{Kind: "session", Record: "S1", Formation: "28_F1", Exported: true},
	}
	tallies, err := s.KeepVerdicts(t.Context(), "r9", "aude", func(yield func(journal.Verdict, error) bool) {
		_ = yield(left[0], nil) && yield(left[1], nil)
	})
	if err != nil || tallies[0].Total != 1 {
		t.Fatalf("tallies %+v, %v", tallies, err)
	}
	stand := 0
	for v, err := range s.Verdicts(t.Context(), "aude") {
		if stand++; err != nil || v.Formation != "28_F1" || v.Run != "r9" {
			t.Errorf("%+v stands, %v", v, err)
		}
	}
	if gone, err := s.VerdictHistory(t.Context(), "28_F2"); stand != 2 || err != nil || len(gone) != 2 {
		t.Errorf("%d stand, and history says %+v, %v", stand, gone, err)
	}
}

func TestEveryCommitIsOnTheDisk(t *testing.T) {
	s := open(t)
	begin(t, s, "r1")
	db := client(t, s.Path())
	var mode string
	if err := db.QueryRowContext(t.Context(), "PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
		t.Errorf("journal mode %s, %v", mode, err)
	}
	if wal, err := os.Stat(s.Path() + "-wal"); err != nil || wal.Size() == 0 {
		t.Errorf("no write-ahead log: %v", err)
	}
}

// An applied migration never changes: a change is another file. This holds the
// hashes of those that are.
func TestMigrationsDoNotChange(t *testing.T) {
	files, err := filepath.Glob("migrations/*/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal("no migration", err)
	}
	var list strings.Builder
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		list.WriteString(hex.EncodeToString(sum[:]) + "  " + filepath.ToSlash(name) + "\n")
	}
	golden(t, "migrations.sha256", list.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; if that is meant, go test -update\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}
