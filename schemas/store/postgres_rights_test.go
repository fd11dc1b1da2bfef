package store_test

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
)

// TestWithheldFromMigrate gives what it says to give, until the tables are made.
func TestWithheldFromMigrate(t *testing.T) {
	c := pgtest.Private(t)
	admin := server(t, c.DSN(), `CREATE ROLE "Petit Rôle" LOGIN`, "CREATE ROLE proprietaire LOGIN", "GRANT CREATE ON SCHEMA public TO proprietaire")
	small := other(t, c.DSN(), "", "Petit Rôle")
	expect := func(right, grant string) {
		t.Helper()
		w, err := store.WithheldFromMigrate(t.Context(), small)
		if err != nil || w == nil || !strings.Contains(w.Right, right) || w.Grant != grant {
			t.Fatalf("%+v, %v", w, err)
		}
		if _, err := store.Migrate(t.Context(), small); err == nil {
			t.Fatal("it migrates without the right")
		}
		if _, err := admin.Exec(w.Grant); err != nil {
			t.Fatal(err)
		}
	}
	expect(`the role "Petit Rôle" lacks CREATE on the schema public`, `GRANT USAGE, CREATE ON SCHEMA public TO "Petit Rôle";`)
	if w, err := store.WithheldFromMigrate(t.Context(), small); w != nil || err != nil {
		t.Fatalf("once granted: %+v, %v", w, err)
	}
	if _, err := store.Migrate(t.Context(), other(t, c.DSN(), "", "proprietaire")); err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec(`GRANT SELECT, DELETE ON migration TO "Petit Rôle"; DELETE FROM migration WHERE nom LIKE '0008%'`); err != nil {
		t.Fatal(err)
	}
	expect("belong to the role proprietaire", `GRANT proprietaire TO "Petit Rôle";`)
	if w, err := store.WithheldFromMigrate(t.Context(), small); w != nil || err != nil {
		t.Errorf("a member of the owner: %+v, %v", w, err)
	}
	if w, err := store.WithheldFromMigrate(t.Context(), "catalogue.db"); w != nil || err != nil {
		t.Errorf("a file: %+v, %v", w, err)
	}
}
