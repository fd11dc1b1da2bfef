package pgtest_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/jackc/pgx/v5"
)

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	for range 2 {
		conn := connect(t, pgtest.Start(t))
		if _, err := conn.Exec(t.Context(), "CREATE TABLE formation (n int)"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheServerIsSharedAndItsDatabasesAreDropped(t *testing.T) {
	var first, name string
	t.Run("one test", func(t *testing.T) {
		conn := connect(t, pgtest.Start(t))
		first = scan(t, conn, "SELECT pg_postmaster_start_time()::text")
		name = scan(t, conn, "SELECT current_database()::text")
	})
	conn := connect(t, pgtest.Start(t))
	if again := scan(t, conn, "SELECT pg_postmaster_start_time()::text"); again != first {
		t.Errorf("two servers: one since %s, one since %s", first, again)
	}
	if left := scan(t, conn, "SELECT count(*)::text FROM pg_database WHERE datname = '"+name+"'"); name != scan(t, conn, "SELECT current_database()::text") && left != "0" {
		t.Errorf("database %s is still there", name)
	}
}

func TestTheServerSortsAsFrenchServersDo(t *testing.T) {
	c := pgtest.Private(t)
	rows, err := connect(t, c.DSN()).Query(t.Context(), "SELECT m FROM unnest(ARRAY['zèbre', 'Éléphant', 'abeille']) m ORDER BY m")
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if want := []string{"abeille", "Éléphant", "zèbre"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v %v, want %v", got, err, want)
	}
}

func TestAPrivateServerIsStoppedAndStarted(t *testing.T) {
	c := pgtest.Private(t)
	conn := connect(t, c.DSN())
	if _, err := conn.Exec(t.Context(), "CREATE TABLE formation AS SELECT 1 AS n"); err != nil {
		t.Fatal(err)
	}
	c.Stop(t)
	if _, err := pgx.Connect(t.Context(), c.DSN()); err == nil {
		t.Error("a server that is stopped answers")
	}
	c.Start(t)
	c.Restart(t)
	if got := scan(t, connect(t, c.DSN()), "SELECT count(*)::text FROM formation"); got != "1" {
		t.Errorf("%s rows after the restart, want 1: what was committed stays", got)
	}
}

func TestAServerOfTheEnvironmentIsUsedAsItsUserMay(t *testing.T) {
	c := pgtest.Private(t)
	admin := connect(t, c.DSN())
	for _, statement := range []string{"CREATE ROLE petit LOGIN", "CREATE DATABASE essai OWNER petit"} {
		if _, err := admin.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	asURL := strings.Replace(strings.Replace(c.DSN(), "postgres@", "petit@", 1), "/postgres?", "/essai?", 1)
	u, err := url.Parse(c.DSN())
	if err != nil {
		t.Fatal(err)
	}
	for name, server := range map[string]string{
		"one who may create databases":            c.DSN(),
		"one who may not":                         asURL,
		"one who may, as keywords and values":     "user=postgres dbname=postgres host=" + u.Query().Get("host"),
		"one who may not, as keywords and values": "user=petit dbname=essai host=" + u.Query().Get("host"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PASSERELLE_TEST_DATABASE_URL", server)
			for range 2 {
				if _, err := connect(t, pgtest.Start(t)).Exec(t.Context(), "CREATE TABLE formation (n int)"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for _, query := range []string{
		"SELECT count(*)::text FROM pg_database WHERE datname LIKE 'passerelle%'",
		"SELECT count(*)::text FROM pg_namespace WHERE nspname LIKE 'passerelle%'",
	} {
		if left := scan(t, connect(t, asURL), query); left != "0" {
			t.Errorf("%s: %s left", query, left)
		}
	}
}

func scan(t *testing.T, conn *pgx.Conn, query string) (s string) {
	t.Helper()
	if err := conn.QueryRow(t.Context(), query).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}
