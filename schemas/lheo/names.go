package lheo

import "unicode/utf8"

// What a byte may be in an XML name.
const (
	nameStart = 1 << iota
	namePart
)

var nameClass = func() (table [256]uint8) {
	for c := range 256 {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z', c == '_', c == ':', c >= 0x80:
			table[c] = nameStart | namePart
		case c >= '0' && c <= '9', c == '-', c == '.':
			table[c] = namePart
		}
	}
	return table
}()

// nameLength is the length of the name that p begins with, 0 when it begins with
// none.
func nameLength(p []byte) int {
	if len(p) == 0 || nameClass[p[0]]&nameStart == 0 {
		return 0
	}
	wide := false
	i := 0
	for ; i < len(p) && nameClass[p[i]] != 0; i++ {
		wide = wide || p[i] >= 0x80
	}
	if wide {
		return wideNameLength(p[:i])
	}
	return i
}

func wideNameLength(p []byte) int {
	for i, size := 0, 0; i < len(p); i += size {
		r, n := utf8.DecodeRune(p[i:])
		if !isNameRune(r, i == 0) || n == 1 && r == utf8.RuneError {
			return i
		}
		size = n
	}
	return len(p)
}

// isNameRune reports whether a name may hold r, at its start or after it, by the
// fifth edition of XML 1.0.
func isNameRune(r rune, first bool) bool {
	switch {
	case r < 0x80:
		return nameClass[r]&namePart != 0 && (!first || nameClass[r]&nameStart != 0)
	case r == 0xB7, r >= 0x300 && r <= 0x36F, r == 0x203F, r == 0x2040:
		return !first
	case r == 0xD7, r == 0xF7, r == 0x37E:
		return false
	}
	return r >= 0xC0 && r <= 0x1FFF || r == 0x200C || r == 0x200D || r >= 0x2070 && r <= 0x218F ||
		r >= 0x2C00 && r <= 0x2FEF || r >= 0x3001 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFDCF ||
		r >= 0xFDF0 && r <= 0xFFFD || r >= 0x10000 && r <= 0xEFFFF
}

// isID reports whether p may be an xs:ID: a name by the editions of XML that XSD
// knows, which have no letters beyond the first plane.
func isID(p []byte) bool {
	for _, c := range p {
		if c >= 0xF0 {
			return false
		}
	}
	return isNCName(p)
}

// isNCName reports whether p is a name without a colon.
func isNCName(p []byte) bool {
	for _, c := range p {
		if c == ':' {
			return false
		}
	}
	return len(p) > 0 && nameLength(p) == len(p)
}
