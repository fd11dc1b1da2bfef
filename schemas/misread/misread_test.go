package misread_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/misread"
	"golang.org/x/text/encoding/charmap"
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
		"bytes that are no text":         {"ï\xcc, Ã©\xff", "ï\xcc, é\xff"},
		"misread without end":            {"ÂÂÂÂÂÂÂÂÂÂÂÂ¢", "ÂÂÂÂÂÂÂÂÂÂÂÂ¢"},
		"nothing":                        {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := misread.Mend(c.in); got != c.want {
				t.Errorf("Mend(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

// french is a text of which nothing can be taken for a misread letter: ASCII and
// the letters and signs of French.
func french(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf || strings.ContainsRune("éèêëàâùûüçîïôöœæÿÉÈÊËÀÂÙÛÜÇÎÏÔÖŒÆŸ’…–«»°", r) {
			return r
		}
		return -1
	}, s)
}

// asWindows1252 is s as a program shows it that takes each of its bytes for a
// character.
func asWindows1252(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if r := charmap.Windows1252.DecodeByte(s[i]); r != utf8.RuneError {
			b.WriteRune(r)
		} else {
			b.WriteRune(rune(s[i]))
		}
	}
	return b.String()
}

// FuzzMend: valid text stays valid, what was mended needs no mending, bytes that
// are no text stay, and a French text that was misread comes back whole.
func FuzzMend(f *testing.F) {
	for _, s := range []string{"prÃ©parÃ© Ã\u00a0", "â€", "ÃƒÂ", "\xc3", "Âge", "ï\xcc", "ÂÂÂÂÂ¢", "e\u0301Ã©", "À l’œuvre : « déjà vu », 5 °C…"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := misread.Mend(s)
		if utf8.ValidString(s) != utf8.ValidString(got) || len(got) > 3*len(s) {
			t.Errorf("Mend(%q) = %q", s, got)
		}
		if again := misread.Mend(got); again != got {
			t.Errorf("Mend(%q) = %q, then %q", s, got, again)
		}
		text := french(s)
		if misread.Mend(text) != text {
			return // « Â» » may be either
		}
		if back := misread.Mend(asWindows1252(text)); back != text {
			t.Errorf("Mend(%q) = %q, want %q", asWindows1252(text), back, text)
		}
	})
}
