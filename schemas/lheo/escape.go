package lheo

// What a byte of a text may need.
const (
	mustEscape = 1 << iota // & < >
	mayBeHTML              // & <
	isControl              // a character that XML forbids, or a carriage return
	isWide                 // part of a character of several bytes
	isEF                   // U+FFFE and U+FFFF begin so
	isQuote                // what attributes escape besides
)

var byteNeeds = func() (table [256]uint8) {
	for c := range 0x20 {
		table[c] = isControl
	}
	table['\t'], table['\n'], table['\r'] = isQuote, isQuote, isQuote|isControl
	table['&'], table['<'], table['>'] = mustEscape|mayBeHTML, mustEscape|mayBeHTML, mustEscape
	table['"'] = isQuote
	for c := 0x80; c <= 0xFF; c++ {
		table[c] = isWide
	}
	table[0xEF] |= isEF
	return table
}()

// needs sums up what the bytes of s need.
func needs(s string) (n uint8) {
	for i := 0; i < len(s); i++ {
		n |= byteNeeds[s[i]]
	}
	return n
}

// appendText appends character data.
func appendText(dst []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		if byteNeeds[s[i]]&mustEscape != 0 {
			dst = append(append(dst, s[from:i]...), entity(s[i])...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

// appendAttr appends the value of an attribute, between double quotes.
func appendAttr(dst []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r < 0x80 && byteNeeds[r]&(mustEscape|isQuote) != 0:
			dst = append(dst, entity(byte(r))...)
		case isXMLChar(r):
			dst = append(dst, string(r)...)
		}
	}
	return dst
}

func entity(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&quot;"
	case '\t':
		return "&#9;"
	case '\n':
		return "&#10;"
	}
	return "&#13;"
}

// isXMLChar reports whether XML 1.0 has a place for r.
func isXMLChar(r rune) bool {
	return r >= 0x20 && r <= 0xD7FF || r == '\t' || r == '\n' || r == '\r' ||
		r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}
