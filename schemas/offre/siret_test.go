package offre

import "testing"

func TestSIRETValide(t *testing.T) {
	for _, c := range []struct {
		name, siret string
		want        bool
	}{
		{"key of Luhn", "73282932000074", true},
		{"La Poste with Luhn", "35600000000048", true},
		{"La Poste without Luhn", "35600000009075", true},
		{"La Poste, sum not a multiple of 5", "35600000009090", false},
		{"wrong key", "50000000000000", false},
		{"all zeros", "00000000000000", false},
		{"a digit short", "7328293200007", false},
		{"a letter", "7328293200007A", false},
		{"empty", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := SIRETValide(c.siret); got != c.want {
				t.Errorf("SIRETValide(%q) = %v", c.siret, got)
			}
		})
	}
}
