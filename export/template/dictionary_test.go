package template

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
)

var update = flag.Bool("update", false, "write DICTIONNAIRE.md anew")

func TestDictionaryIsFresh(t *testing.T) {
	var out bytes.Buffer
	if err := Dictionary(&out); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("DICTIONNAIRE.md", out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("DICTIONNAIRE.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, out.Bytes()) {
		t.Error("DICTIONNAIRE.md is not what the layout says; run go test ./export/template -update")
	}
}

func TestDictionaryNamesEveryColumnOnce(t *testing.T) {
	var out bytes.Buffer
	if err := Dictionary(&out); err != nil {
		t.Fatal(err)
	}
	sheets := strings.Split(out.String(), "\n## ")
	for i, s := range layout.Own {
		if !strings.HasPrefix(sheets[i+1], "Feuille "+s.Name+"\n") {
			t.Fatalf("part %d is not about %s", i+1, s.Name)
		}
		for _, c := range s.Columns {
			if n := strings.Count(sheets[i+1], "| **"+c.Header+"** |"); n != 1 {
				t.Errorf("%s, « %s » is described %d times", s.Name, c.Header, n)
			}
		}
	}
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "| **") && strings.Count(line, "|") != 8 {
			t.Errorf("not seven cells: %s", line)
		}
	}
}
