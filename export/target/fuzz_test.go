package target

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzLoad: whatever a file of target says, loading it beside the built-in ones gives
// their set with a target of its name, or an error that names the file.
func FuzzLoad(f *testing.F) {
	below, err := BuiltIn()
	if err != nil {
		f.Fatal(err)
	}
	shipped, err := builtIn.ReadDir("targets")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range shipped {
		data, err := builtIn.ReadFile("targets/" + e.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, text := range []string{"name: essai\nextends: aude", "name: essai\nextends: essai", "name: aude", "name: ../x", "name: &a essai\nextends: *a", "name: essai\nselection: [{}]", "name: essai\nfile: '{target}{{}'", "", "[]", "\xff"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		folder := fstest.MapFS{"essai.yaml": {Data: data}}
		set, err := load(folder, below)
		if err != nil {
			if !strings.Contains(err.Error(), "essai") {
				t.Fatalf("an error without its file: %v", err)
			}
			return
		}
		if len(set) < len(below) || len(set) > len(below)+1 {
			t.Fatalf("targets %q", set.Names())
		}
		if again, err := load(folder, below); err != nil || !slices.Equal(again.Names(), set.Names()) {
			t.Fatalf("loaded twice: %q, %v", again.Names(), err)
		}
	})
}
