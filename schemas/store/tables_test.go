package store

import (
	"path/filepath"
	"slices"
	"testing"
)

// Every column that is not computed is copied and dumped: a migration that adds one
// adds it to shapes.
func TestShapesAreTheTables(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	real, err := column[string](t.Context(), s.reader, `SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_xinfo(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'migration' AND c.hidden = 0 ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	var ours []string
	for _, table := range shapes {
		for _, name := range table.columns() {
			ours = append(ours, table.name+"."+name)
		}
	}
	slices.Sort(ours)
	for _, name := range real {
		if !slices.Contains(ours, name) {
			t.Errorf("%s is neither copied nor dumped", name)
		}
	}
	if len(ours) != len(real) || len(ours) < 200 {
		t.Errorf("%d columns in shapes, %d in the database", len(ours), len(real))
	}
}
