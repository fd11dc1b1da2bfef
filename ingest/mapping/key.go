package mapping

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// key is a header as it is compared: its letters and digits, without case nor
// accents, single spaces between its words.
func key(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) { // x/text leaves alone a letter after bytes that are no text
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteString(foldLetter(r))
		default:
			gap = true
		}
	}
	return b.String()
}

func foldLetter(r rune) string {
	switch r {
	case 'œ', 'Œ':
		return "oe"
	case 'æ', 'Æ':
		return "ae"
	}
	return string(unicode.ToLower(r))
}

// keys are those by which a header is looked up: whole, then without what it
// says between parentheses (« SIRET (14 chiffres) »).
func keys(header string) []string {
	whole := key(header)
	var outside strings.Builder
	depth := 0
	for _, r := range header {
		switch {
		case r == '(':
			depth++
			outside.WriteByte(' ')
		case r == ')' && depth > 0:
			depth--
		case depth == 0:
			outside.WriteRune(r)
		}
	}
	if short := key(outside.String()); short != "" && short != whole {
		return []string{whole, short}
	}
	return []string{whole}
}
