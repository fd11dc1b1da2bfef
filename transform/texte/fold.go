package texte

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives s in lower case, without accents or ligatures, with one space for
// every run of anything that is neither letter nor digit. « C++ », « C# » keep
// their signs. What no reader sees (soft hyphens, zero-width characters) is
// dropped; a byte that is not UTF-8 is read as Latin-1.
func Fold(s string) string {
	var r reader
	r.read(s)
	return string(r.folded())
}

// folded is the text with its separators.
func (r *reader) folded() []byte {
	out := make([]byte, 0, len(r.text)+len(r.tokens))
	for i, t := range r.tokens {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, r.text[t.start:t.end]...)
	}
	return out
}

// What a character is to the reader, when it is not part of a word.
const (
	plain   = ' '  // separates
	nothing = 0xFF // is not there
)

// appendFolded appends the folded form of c. Without one, class says what c is:
// plain, nothing, or the ASCII sign that it stands for: ( ) . - / ' + #.
func appendFolded(text []byte, c rune) (_ []byte, class byte) {
	if c < utf8.RuneSelf {
		return appendASCII(text, byte(c))
	}
	if s, ok := special(c); ok {
		return append(text, s...), 0
	}
	switch {
	case unicode.Is(unicode.Mn, c), unicode.Is(unicode.Cf, c), c == utf8.RuneError, c == 'ː':
		return text, nothing
	case unicode.IsSpace(c), unicode.IsSymbol(c) && !unicode.IsOneOf(fullWidth, c), c == 'º', c == 'ª':
		return text, plain
	}
	return appendDecomposed(text, c)
}

var fullWidth = []*unicode.RangeTable{{R16: []unicode.Range16{{Lo: 0xFF01, Hi: 0xFF5E, Stride: 1}}}}

func appendASCII(text []byte, c byte) (_ []byte, class byte) {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return append(text, c), 0
	case 'A' <= c && c <= 'Z':
		return append(text, c|0x20), 0
	}
	switch c {
	case '(', ')', '.', '-', '/', '\'', '+', '#':
		return text, c
	case '`':
		return text, '\''
	case '[', '{':
		return text, '('
	case ']', '}':
		return text, ')'
	}
	return text, plain
}

// special holds the letters of French and its neighbours, which need no table
// of Unicode, and the letters that Unicode does not decompose.
func special(c rune) (string, bool) {
	switch c {
	case 'é', 'è', 'ê', 'ë', 'É', 'È', 'Ê', 'Ë':
		return "e", true
	case 'à', 'â', 'ä', 'À', 'Â', 'Ä':
		return "a", true
	case 'ô', 'ö', 'Ô', 'Ö', 'ø', 'Ø':
		return "o", true
	case 'î', 'ï', 'Î', 'Ï', 'ı':
		return "i", true
	case 'û', 'ù', 'ü', 'Û', 'Ù', 'Ü':
		return "u", true
	case 'ç', 'Ç':
		return "c", true
	case 'œ', 'Œ':
		return "oe", true
	case 'æ', 'Æ':
		return "ae", true
	case 'ß', 'ẞ':
		return "ss", true
	case 'ł', 'Ł':
		return "l", true
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d", true
	case 'þ', 'Þ':
		return "th", true
	}
	return "", false
}

// sign gives the ASCII sign that a sign of typography stands for.
func sign(c rune) byte {
	switch c {
	case '’', '‘', 'ʼ', 'ʹ', '′', '´', '＇', '‛':
		return '\''
	case '‐', '‑', '‒', '–', '−', '－':
		return '-'
	case '·', '•', '‧', '∙', '⋅', '・':
		return '.'
	case '⁄', '∕', '／':
		return '/'
	}
	return 0
}

// appendDecomposed folds a character by its compatibility decomposition: it
// takes accents off, opens ligatures, and makes full-width forms plain.
func appendDecomposed(text []byte, c rune) (_ []byte, class byte) {
	var in [utf8.UTFMax]byte
	var out [64]byte
	before := len(text)
	for _, d := range string(norm.NFKD.Append(out[:0], in[:utf8.EncodeRune(in[:], c)]...)) {
		switch {
		case d < utf8.RuneSelf:
			var k byte
			if text, k = appendASCII(text, byte(d)); k != 0 {
				class = k
			}
		case unicode.IsLetter(d) && !unicode.Is(unicode.Lm, d), unicode.IsDigit(d):
			text = appendLower(text, unicode.ToLower(d))
		case !unicode.Is(unicode.Mn, d):
			class = plain
		}
	}
	if len(text) > before && (class == 0 || !unicode.Is(unicode.No, c)) {
		return text, 0
	}
	if class == 0 || len(text) > before { // « ½ » is neither one nor two
		class = plain
	}
	return text[:before], class
}

func appendLower(text []byte, c rune) []byte {
	if s, ok := special(c); ok {
		return append(text, s...)
	}
	return utf8.AppendRune(text, c)
}
