package misread_test

import (
	"testing"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/misread"
)

func TestMend(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"letters":                        {"CAP cuisine prÃ©parÃ© Ã\u00a0 l'Ã©cole", "CAP cuisine préparé à l'école"},
		"the second byte became a space": {"prÃ©parÃ© Ã l'Ã©cole", "préparé à l'école"},
		"the second byte was trimmed":    {"dÃ©jÃ", "déjà"},
		"à on its own":                   {"formation Ã distance", "formation à distance"},
		"capitals":                       {"Ã‰cole, CÃ”TE, Ã€", "École, CÔTE, À"},
		"ligatures and signs":            {"Å“uvre, Nâ€™est, Â« oui Â» 5 â‚¬ â€¦", "œuvre, N’est, « oui » 5 € …"},
		"a combining accent":             {"strateÌ\u0081gie", "stratégie"},
		"read as Latin-1":                {"Ã\u0089cole", "École"},
		"misread twice":                  {"prÃƒÂ©parÃƒÂ©", "préparé"},
		"a byte order mark":              {"ï»¿CAP", "\ufeffCAP"},
		"plain French":                   {"Âge, pâte, maïs, À l'école, CAFÉ®, QUALITÉ», Ångström", "Âge, pâte, maïs, À l'école, CAFÉ®, QUALITÉ», Ångström"},
		"Portuguese":                     {"SÃO JOÃO, IRMÃ DULCE", "SÃO JOÃO, IRMÃ DULCE"},
		"what is lost stays lost":        {"Ã\ufffd", "Ã\ufffd"},
		"nothing":                        {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := misread.Mend(c.in); got != c.want {
				t.Errorf("Mend(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

// FuzzMend: no text breaks it, and valid text stays valid.
func FuzzMend(f *testing.F) {
	for _, s := range []string{"prÃ©parÃ© Ã\u00a0", "â€", "ÃƒÂ", "\xc3", "Âge"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := misread.Mend(s); utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("Mend(%q) = %q, no valid text", s, got)
		}
	})
}
