package offre_test

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/offre"
)

func TestNDAValide(t *testing.T) {
	for name, c := range map[string]struct {
		nda  string
		want bool
	}{
		"digits":                       {"28140012314", true},
		"a letter":                     {"2376P009976", true},
		"Corsica":                      {"942A0000014", true},
		"zeros":                        {"00000000000", false},
		"zeros and a letter":           {"0000P000000", false},
		"two letters":                  {"942AP000014", false},
		"a letter out of place":        {"23760P09976", false},
		"a small letter":               {"2376p009976", false},
		"a letter of another alphabet": {"2376É00997", false},
		"too short":                    {"2514000001", false},
		"spaces":                       {"28 14 00123", false},
		"nothing":                      {"", false},
	} {
		if got := offre.NDAValide(c.nda); got != c.want {
			t.Errorf("%s: NDAValide(%q) = %v", name, c.nda, got)
		}
	}
}
