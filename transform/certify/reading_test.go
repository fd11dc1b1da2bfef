package certify

import (
	"slices"
	"testing"
)

func TestTitlesAreReadIntoStems(t *testing.T) {
	for _, c := range []struct {
		name, title string
		stems       []string
		kind        kind
		options     uint8
	}{
		{"noise is left out", "CAP cuisine 2nde année (en apprentissage) 2020/2022", []string{"cuisin"}, "CAP", 0},
		{"years of a course", "BTS banque en 2 ans", []string{"banqu"}, "BTS", 0},
		{"an ordinal that is a name", "Second de cuisine", []string{"second", "cuisin"}, "", 0},
		{"options by letters", "BTS systèmes numériques options A et B", []string{"system", "numeriqu"}, "BTS", 3},
		{"a letter before a colon", "Systèmes numériques A : informatique", []string{"system", "numeriqu", "informatiqu"}, "", 1},
		{"a kind and nothing else", "CAP maritime", []string{"cap", "maritim"}, "CAPM", 0},
		{"the kind stands last", "Informatique - Mention :Master", []string{"informatiqu"}, "Master", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r := readTitle(c.title); !slices.Equal(r.stems, c.stems) || r.kind != c.kind || r.options != c.options {
				t.Errorf("%q: %q %q %b, want %q %q %b", c.title, r.stems, r.kind, r.options, c.stems, c.kind, c.options)
			}
		})
	}
}
