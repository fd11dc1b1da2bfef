package store_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
)

// other is an address with another database, another user, another setting.
func other(t *testing.T, dsn, database, user string, settings ...string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	if database != "" {
		u.Path = "/" + database
	}
	if user != "" {
		u.User = url.User(user)
	}
	q := u.Query()
	for i := 0; i < len(settings); i += 2 {
		q.Set(settings[i], settings[i+1])
	}
	u.RawQuery = q.Encode()
	return u.String()
}

func TestOpenPostgresSaysWhatToTry(t *testing.T) {
	c := pgtest.Private(t)
	server(t, c.DSN(), "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0", "CREATE ROLE petit LOGIN", "CREATE ROLE verrou")
	made := func(statement string) func(*testing.T) string {
		return func(t *testing.T) string {
			dsn := pgtest.Start(t)
			s, err := store.Open(t.Context(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			server(t, dsn, statement)
			return dsn
		}
	}
	at := func(dsn string) func(*testing.T) string { return func(*testing.T) string { return dsn } }
	for _, c := range []struct {
		name  string
		dsn   func(*testing.T) string
		words string
	}{
		{"no server", at(other(t, c.DSN(), "", "", "host", t.TempDir())), "start it, or mend the address"},
		{"no such database", at(other(t, c.DSN(), "absente", "")), "createdb"},
		{"no such user", at(other(t, c.DSN(), "", "personne")), "mend the user or the password"},
		{"a user who may not log in", at(other(t, c.DSN(), "", "verrou")), "mend the user or the password"},
		{"not UTF-8", at(other(t, c.DSN(), "latin", "")), "--encoding=UTF8"},
		{"no right to make tables", at(other(t, c.DSN(), "", "petit")), "GRANT it CREATE"},
		{"no schema", at(other(t, c.DSN(), "", "", "search_path", "absent")), "CREATE SCHEMA"},
		{"not an address", at("postgres://localhost:port/x"), "read the address"},
		{"made by a later passerelle", made("INSERT INTO migration VALUES ('9999_avenir.sql', 'ab')"), "by a later passerelle"},
		{"made by another passerelle", made("UPDATE migration SET sha256 = 'ab' WHERE nom LIKE '0002%'"), "0002_catalogue.sql"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := store.Open(t.Context(), c.dsn(t))
			if err == nil {
				t.Fatal("it opens", s.Close())
			}
			if !strings.Contains(err.Error(), c.words) {
				t.Errorf("got %v, want %q", err, c.words)
			}
		})
	}
}

func TestPasswordsAreNotShown(t *testing.T) {
	dsn := "postgres://anne:s3cret@/x?host=" + url.QueryEscape(t.TempDir()) + "&sslpassword=s3cret"
	_, err := store.Open(t.Context(), dsn)
	if err == nil || strings.Contains(err.Error(), "s3cret") || strings.Contains(store.Shown(dsn), "s3cret") {
		t.Errorf("%v; %s", err, store.Shown(dsn))
	}
	if got := store.Shown("a.sqlite"); got != "a.sqlite" {
		t.Error(got)
	}
}

// Several programs may open a new store at once: one makes it.
func TestOpenPostgresAtOnce(t *testing.T) {
	dsn := pgtest.Start(t)
	var programs sync.WaitGroup
	for range 6 {
		programs.Go(func() {
			s, err := store.Open(t.Context(), dsn)
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

// While a load is under way, another program opens the store, reads it, and writes
// what does not wait for its turn; one that loads waits.
func TestPostgresWritersTakeTurns(t *testing.T) {
	dsn := pgtest.Start(t)
	open := func() *store.Store {
		s, err := store.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	a := open()
	begin(t, a, "r1")
	var second sync.WaitGroup
	var ended, began time.Time
	err := a.InLoad(t.Context(), func(l *store.Load) error {
		b := open()
		claimed, err := b.ClaimFiring(t.Context(), journal.Firing{Job: "nuit", Due: day(1), StartedAt: day(1), Attempt: 1, Worker: "b"})
		if err != nil || !claimed {
			t.Errorf("claimed %v, %v", claimed, err)
		}
		second.Go(func() {
			err := b.InLoad(t.Context(), func(l *store.Load) error {
				began = time.Now()
				held, err := l.Formations(t.Context(), []string{"F1"})
				if err == nil && len(held) != 1 {
					t.Error("it does not see what the one before has loaded")
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		time.Sleep(200 * time.Millisecond)
		ended = time.Now()
		return l.KeepFormations(t.Context(), "r1", []offre.Formation{{ID: "F1"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	if second.Wait(); !began.After(ended) {
		t.Error("two loads at once")
	}
}

func TestMigrate(t *testing.T) {
	for name, path := range map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return t.TempDir() + "/a.sqlite" },
		"postgres": func(t *testing.T) string { return pgtest.Start(t) },
	} {
		t.Run(name, func(t *testing.T) {
			path := path(t)
			pending := func() (n int) {
				all, err := store.MigrationStatus(t.Context(), path)
				if err != nil || len(all) < 5 {
					t.Fatalf("%v, %v", all, err)
				}
				for _, m := range all {
					if !m.Applied {
						n++
					}
				}
				return n
			}
			before := pending()
			if pending() != before || before == 0 {
				t.Errorf("to look applies migrations: %d left", before)
			}
			done, err := store.Migrate(t.Context(), path)
			if err != nil || len(done.Applied) != before || pending() != 0 {
				t.Errorf("applied %v, %v", done, err)
			}
			if done, err = store.Migrate(t.Context(), path); err != nil || len(done.Applied) != 0 {
				t.Errorf("applied twice: %v, %v", done, err)
			}
		})
	}
}
