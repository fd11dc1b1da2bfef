package texte

import (
	"slices"
	"testing"
)

func TestSuiteKeepsDoublesAndLeavesTypesOut(t *testing.T) {
	for _, c := range []struct {
		title string
		suite []string
	}{
		{"BTS mention droit spécialité droit notarial", []string{"mention", "droit", "specialit", "droit", "notarial"}},
		{"BTS", nil},
		{"", nil},
	} {
		if got := Normalise(c.title).Suite; !slices.Equal(got, c.suite) {
			t.Errorf("%q follows as %q, not %q", c.title, got, c.suite)
		}
	}
}
