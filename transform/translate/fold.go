package translate

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold is s as it is compared: lower case, without accents, each run of anything
// but letters and digits a single space.
func fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteString(lower(r))
	}
	return b.String()
}

func lower(r rune) string {
	switch r = unicode.ToLower(r); r {
	case 'œ':
		return "oe"
	case 'æ':
		return "ae"
	}
	return string(r)
}

// small are the small words that one version of a thesaurus writes and another
// leaves out: « médecine du travail », « médecine travail ».
var small = map[string]bool{
	"a": true, "au": true, "aux": true, "d": true, "de": true, "des": true, "du": true,
	"en": true, "et": true, "l": true, "la": true, "le": true, "les": true, "par": true, "pour": true, "un": true, "une": true,
}

// words are the words that carry the meaning of a label, each once, in the
// singular, in their order.
func words(label string) (all []string) {
	seen := map[string]bool{}
	for _, w := range strings.Fields(fold(label)) {
		if small[w] {
			continue
		}
		if w = singular(w); !seen[w] {
			seen[w] = true
			all = append(all, w)
		}
	}
	return all
}

func singular(w string) string {
	if len(w) > 3 && (w[len(w)-1] == 's' || w[len(w)-1] == 'x') {
		return w[:len(w)-1]
	}
	return w
}
