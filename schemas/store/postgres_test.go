package store_test

import (
	"database/sql"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/schemas/storetest"
)

func TestPostgres(t *testing.T) { storetest.Run(t, (&databases{of: t}).open) }

// openPostgres gives a new, empty store in a database of its own.
func openPostgres(tb testing.TB) *store.Store { return (&databases{of: tb}).open(tb) }

// databases serve several tests one after the other: to empty one takes a tenth of the
// time that making one does.
type databases struct {
	of   testing.TB // they are dropped at its end
	free []string
}

func (d *databases) open(tb testing.TB) *store.Store {
	tb.Helper()
	if len(d.free) == 0 {
		d.free = []string{pgtest.Start(d.of)}
	}
	dsn := d.free[0]
	d.free = d.free[1:]
	s, err := store.Open(tb.Context(), dsn)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
		if d.of != tb {
			empty(tb, dsn)
			d.free = append(d.free, dsn)
		}
	})
	return s
}

// empty takes away all that the tables of a store hold.
func empty(tb testing.TB, dsn string) {
	db := server(tb, dsn)
	var tables string
	err := db.QueryRow("SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'migration'").Scan(&tables)
	if err == nil {
		_, err = db.Exec("TRUNCATE " + tables)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// server runs SQL as any client of the database would.
func server(tb testing.TB, dsn string, statements ...string) *sql.DB {
	tb.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			tb.Fatal(strings.TrimSpace(statement), err)
		}
	}
	return db
}

// everyRow reads the only column of a query.
func everyRow(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
