package rules_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/transform/normalise"
	"github.com/carif-oref/passerelle/transform/rules"
)

var update = flag.Bool("update", false, "write RULES.md and the list of codes anew")

// documented is every rule that RULES.md tells of.
func documented() []finding.Rule { return slices.Concat(normalise.Rules(), rules.Rules()) }

// TestCodesChangeOnPurpose keeps the list of codes: partners and reports know
// rules by them, so none is renamed or taken again by accident.
func TestCodesChangeOnPurpose(t *testing.T) {
	var list strings.Builder
	seen := map[string]bool{}
	for _, r := range documented() {
		if seen[r.Code] {
			t.Errorf("%s names two rules", r.Code)
		}
		seen[r.Code] = true
		if strings.Trim(r.Code, "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("%q is not made of small letters and hyphens", r.Code)
		}
		list.WriteString(r.Code + " " + r.Severity.String() + "\n")
	}
	golden(t, "testdata/codes.txt", []byte(list.String()))
}

func TestMarkdownSaysWhenItCannotBeWritten(t *testing.T) {
	if err := rules.Markdown(full{}, documented()...); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the rules say; run go test -update and look at what changed", name)
	}
}
