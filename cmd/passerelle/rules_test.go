package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/carif-oref/passerelle/transform/rules"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestRulesPage holds the page of rules against the code that it is made from.
func TestRulesPage(t *testing.T) {
	var page bytes.Buffer
	if err := rules.Markdown(&page, allRules()...); err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("..", "..", "transform", "rules", "RULES.md"), page.Bytes())
}

func TestEveryRuleHasOneCode(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range allRules() {
		if seen[r.Code] {
			t.Errorf("%s names two rules", r.Code)
		}
		seen[r.Code] = true
	}
}

// golden compares with a file, or writes it anew under -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the code says: run `go test ./cmd/passerelle -run %s -update` and look at what changed", name, t.Name())
	}
}
