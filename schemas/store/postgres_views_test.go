package store_test

import (
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
)

// The views of both dialects say the same, to the byte, and in the same order where
// they have one.
func TestPostgresViewsReadAsThoseOfSQLite(t *testing.T) {
	s := openPostgres(t)
	got := viewsOf(t, s, server(t, s.Path()), "SELECT viewname FROM pg_views WHERE schemaname = current_schema() ORDER BY viewname COLLATE \"C\"")
	want, err := os.ReadFile("testdata/vues.txt")
	if err != nil {
		t.Fatal(err)
	}
	unordered := regexp.MustCompile(`(?s)== v_(session|formation|organisme)\n.*?\n\n\n`)
	if got, want := unordered.ReplaceAllString(got, ""), unordered.ReplaceAllString(string(want), ""); got != want {
		t.Error(firstDifference(got, want))
	}
	if got, want := inOrder(got), inOrder(string(want)); got != want {
		t.Error(firstDifference(got, want))
	}
}

// Whoever opens the database with a tool of theirs reads what each thing is.
func TestPostgresSaysWhatThingsAre(t *testing.T) {
	db := server(t, openPostgres(t).Path())
	for _, name := range everyRow(t, db, `SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
		AND relkind IN ('r', 'v') AND relname <> 'migration' AND obj_description(oid, 'pg_class') IS NULL`) {
		t.Errorf("%s has no comment", name)
	}
	for _, name := range everyRow(t, db, `SELECT attrelid::regclass || '.' || attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
		WHERE c.relnamespace = current_schema()::regnamespace AND relkind = 'v' AND attnum > 0 AND coalesce(col_description(attrelid, attnum), '') = ''`) {
		t.Errorf("column %s has no comment", name)
	}
	for _, name := range everyRow(t, db, `SELECT attrelid::regclass || '.' || attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
		WHERE c.relnamespace = current_schema()::regnamespace AND relkind = 'r' AND atttypid = 'text'::regtype AND attcollation <> '"C"'::regcollation
		AND relname <> 'migration'`) {
		t.Errorf("%s is sorted as the server likes", name)
	}
}

// A member of passerelle_lecture reads the views, and nothing else: neither tables,
// which hold what is nobody's business, nor write.
func TestPostgresReaders(t *testing.T) {
	s := openPostgres(t)
	smallWeek(t, s)
	db := server(t, s.Path())
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), "SET ROLE passerelle_lecture"); err != nil {
		if everyRow(t, db, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user")[0] == "true" {
			t.Fatal(err)
		}
		t.Skipf("skipped: the user of this server may not: %v", err)
	}
	views := everyRow(t, db, "SELECT viewname FROM pg_views WHERE schemaname = current_schema()")
	for _, v := range views {
		everyRow(t, db, "SELECT count(*) FROM "+v)
	}
	for _, statement := range []string{"SELECT * FROM partenaire", "SELECT * FROM run", "DELETE FROM v_verdict", "INSERT INTO v_constat (run) VALUES ('x')", "SELECT sha256 FROM migration"} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if len(views) < 20 {
		t.Errorf("only %d views", len(views))
	}
}

// A user that may not make roles gets a store all the same, and is told.
func TestPostgresWithoutTheRightToMakeRoles(t *testing.T) {
	c := pgtest.Private(t)
	server(t, c.DSN(), "CREATE ROLE petit LOGIN", "CREATE DATABASE essai OWNER petit")
	dsn := strings.Replace(strings.Replace(c.DSN(), "postgres@", "petit@", 1), "/postgres?", "/essai?", 1)
	done, err := store.Migrate(t.Context(), dsn)
	if err != nil || len(done.Applied) == 0 || len(done.Notes) != 1 || !strings.Contains(done.Notes[0], "passerelle_lecture") {
		t.Fatalf("%+v, %v", done, err)
	}
	server(t, c.DSN(), "CREATE ROLE passerelle_lecture NOLOGIN")
	if done, err = store.Migrate(t.Context(), dsn); err != nil || len(done.Applied)+len(done.Notes) > 0 {
		t.Errorf("once the role is there: %+v, %v", done, err)
	}
	if _, err := server(t, dsn).ExecContext(t.Context(), "SELECT 1"); err != nil {
		t.Error(err)
	}
}

// Two stores stand in one database, each in a schema.
func TestPostgresSchemas(t *testing.T) {
	dsn := pgtest.Start(t)
	in := func(schema string) *store.Store {
		db := server(t, dsn, "CREATE SCHEMA "+schema)
		t.Cleanup(func() {
			if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
				t.Error(err)
			}
		})
		u, err := url.Parse(dsn)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set("search_path", schema)
		u.RawQuery = q.Encode()
		s, err := store.Open(t.Context(), u.String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	a, b := in("a"), in("b")
	smallWeek(t, a)
	reviewed(t, a)
	err := b.InLoad(t.Context(), func(*store.Load) error { // the writer of one does not wait for that of the other
		begin(t, a, "r9")
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if _, err := a.CopyTo(t.Context(), b); err != nil {
		t.Error(err)
	}
	if err := b.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
}
