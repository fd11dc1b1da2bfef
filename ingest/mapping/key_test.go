package mapping

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestKeys(t *testing.T) {
	for header, want := range map[string]string{
		"Date de début":                           "date de debut",
		"DATE  DE\nDÉBUT *":                       "date de debut",
		"« Date\u00a0de\u202fdébut »":             "date de debut",
		"N° SIRET":                                "n siret",
		"identifiant session--<session numero =>": "identifiant session session numero",
		"nombre total d''heures":                  "nombre total d heures",
		"Œuvre":                                   "oeuvre",
		"***":                                     "",
		"Numéro ²":                                "numero 2",
	} {
		if got := key(header); got != want {
			t.Errorf("key(%q) = %q, want %q", header, got, want)
		}
	}
}

func TestKeysWithoutParentheses(t *testing.T) {
	for header, want := range map[string]string{
		"SIRET (14 chiffres) *":    "siret",
		"Code diplôme (CFD)":       "code diplome",
		"Période(s) d'entrée":      "periode d entree",
		"UAI (voir (ici)) du site": "uai du site",
	} {
		got := keys(header)
		if got[len(got)-1] != want || got[0] != key(header) {
			t.Errorf("keys(%q) = %q, want last %q", header, got, want)
		}
	}
	if got := keys("(tout)"); len(got) != 1 || got[0] != "tout" {
		t.Errorf("got %q", got)
	}
}

// FuzzKey: the key of a header is letters and digits with single spaces between, the
// same whatever its case, and its own key; a header has one or two.
func FuzzKey(f *testing.F) {
	for _, s := range []string{"N° SIRET (14 chiffres)", "INTITULÉ\nde la\u00a0formation *", "((a)", "Œuvre ﬁ Å ǅ İ", "e\u0301", "٣", "\xff", "ϴ ẞ", ")("} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, header string) {
		all := keys(header)
		if len(all) < 1 || len(all) > 2 || all[0] != key(header) {
			t.Fatalf("%q has the keys %q", header, all)
		}
		for _, k := range all {
			if key(k) != k || strings.TrimSpace(k) != k || strings.Contains(k, "  ") || !utf8.ValidString(k) {
				t.Fatalf("%q has the key %q, whose key is %q", header, k, key(k))
			}
		}
	})
}
