package answer

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// sound tells whether a text, escaped as it was found, can be copied into markup:
// characters that XML allows, entities that it knows.
func sound(text []byte) bool {
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b == '&':
			end := bytes.IndexByte(text[i:], ';')
			if end < 0 || !soundEntity(text[i+1:i+end]) {
				return false
			}
			i += end
		case b < ' ' && b != '\t' && b != '\n' && b != '\r', b == '<':
			return false
		case b == '>' && bytes.HasSuffix(text[:i], []byte("]]")):
			return false
		case b == 0xEF && i+2 < len(text) && text[i+1] == 0xBF && text[i+2] >= 0xBE: // U+FFFE, U+FFFF
			return false
		}
	}
	return utf8.Valid(text)
}

func soundEntity(name []byte) bool {
	switch string(name) {
	case "amp", "lt", "gt", "quot", "apos":
		return true
	}
	base := 10
	digits, ok := bytes.CutPrefix(name, []byte("#"))
	if hex, isHex := bytes.CutPrefix(digits, []byte("x")); isHex {
		base, digits = 16, hex
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	return ok && err == nil && soundRune(n)
}

// soundRune is what XML 1.0 calls a Char.
func soundRune(n uint64) bool {
	return n == '\t' || n == '\n' || n == '\r' || n >= ' ' && n <= 0xD7FF || n >= 0xE000 && n <= 0xFFFD || n >= 0x10000 && n <= 0x10FFFF
}
