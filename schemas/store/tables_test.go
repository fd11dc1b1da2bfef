package store

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/carif-oref/passerelle/schemas/pgtest"
)

// Every column that is not computed is copied and dumped: a migration that adds one
// adds it to shapes.
func TestShapesAreTheTables(t *testing.T) {
	for name, c := range map[string]struct {
		path  func() string
		query string
	}{
		"sqlite": {func() string { return filepath.Join(t.TempDir(), "a.sqlite") }, `SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_xinfo(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'migration' AND c.hidden = 0 ORDER BY 1`},
		"postgres": {func() string { return pgtest.Start(t) }, `SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
			JOIN information_schema.tables t USING (table_schema, table_name)
			WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.table_name <> 'migration' AND c.is_generated = 'NEVER' ORDER BY 1`},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(t.Context(), c.path())
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			real, err := column[string](t.Context(), s.reader, c.query)
			if err != nil {
				t.Fatal(err)
			}
			shapesAre(t, real)
		})
	}
}

func shapesAre(t *testing.T, real []string) {
	var ours []string
	for _, table := range shapes {
		for _, name := range table.columns() {
			ours = append(ours, table.name+"."+name)
		}
	}
	for _, name := range real {
		if !slices.Contains(ours, name) {
			t.Errorf("%s is neither copied nor dumped", name)
		}
	}
	if len(ours) != len(real) || len(ours) < 200 {
		t.Errorf("%d columns in shapes, %d in the database", len(ours), len(real))
	}
}
