package acknowledge

import (
	"strings"
	"unicode"

	"github.com/carif-oref/passerelle/schemas/finding"
	"golang.org/x/text/unicode/norm"
)

// fold takes case and accents away, and puts one space for several.
func fold(s string) string { return strings.ToLower(bare(s)) }

// bare takes accents away, and puts one space for several.
func bare(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ':
			b.WriteString("oe")
		case r == 'Œ':
			b.WriteString("OE")
		case r == '’':
			b.WriteByte('\'')
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// key is what headers and values are compared by: letters and digits alone.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, fold(s))
}

// tidy is a text of a stranger as people may read it: on one line, without
// controls, cut.
func tidy(s string, max int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	return finding.Cut(strings.Join(strings.Fields(s), " "), max)
}
