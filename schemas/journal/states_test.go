package journal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// declared gives the values of the constants of a type, as the source has them.
func declared(t *testing.T, file, kind string) (values []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == kind {
			for _, v := range spec.Values {
				if text, ok := v.(*ast.BasicLit); ok {
					values = append(values, text.Value)
				}
			}
		}
		return true
	})
	return values
}

// Those who say every state in words go through these lists.
func TestListsOfStatesAreWhole(t *testing.T) {
	quoted := func(s string) string { return `"` + s + `"` }
	var runs, publications []string
	for _, s := range journal.RunStates {
		runs = append(runs, quoted(string(s)))
	}
	for _, s := range journal.PublicationStates {
		publications = append(publications, quoted(string(s)))
	}
	for kind, listed := range map[string][]string{"RunState": runs, "PublicationState": publications} {
		if want := declared(t, "journal.go", kind); len(want) < 4 || !slices.Equal(listed, want) {
			t.Errorf("%s: the list has %v, the constants are %v", kind, listed, want)
		}
	}
}
