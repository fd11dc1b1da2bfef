package normalise

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold is s as it is compared: lower case, without accents, each run of anything
// but letters and digits a single space.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	put := func(c string) {
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteString(c)
	}
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			put(s[i : i+1])
		case c >= 'A' && c <= 'Z':
			put(lowerASCII[c-'A' : c-'A'+1])
		case c < utf8.RuneSelf:
			gap = true
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if letters := foldRune(r); letters != "" {
				put(letters)
			} else if !unicode.Is(unicode.Mn, r) {
				gap = true
			}
			i += size
			continue
		}
		i++
	}
	return b.String()
}

const lowerASCII = "abcdefghijklmnopqrstuvwxyz"

// foldRune is a character beyond ASCII without case nor accent, empty when it is
// neither a letter nor a digit.
func foldRune(r rune) string {
	switch r {
	case 'é', 'è', 'ê', 'ë', 'É', 'È', 'Ê', 'Ë':
		return "e"
	case 'à', 'â', 'ä', 'À', 'Â', 'Ä':
		return "a"
	case 'ç', 'Ç':
		return "c"
	case 'œ', 'Œ':
		return "oe"
	case 'æ', 'Æ':
		return "ae"
	}
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return ""
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	return string(unicode.ToLower(base))
}
