package lheo

import (
	"bytes"
	"unicode/utf8"
)

// textFlags says what a run of characters holds.
type textFlags uint8

const (
	hasBad textFlags = 1 << iota // a character that XML forbids, a ]]>, a reference that is none
	hasRef                       // a reference: &amp;
	hasCR                        // a carriage return
)

// What the first byte of a character may be.
const (
	charPlain = iota
	charTwo   // first of two bytes
	charMore  // first of three or four bytes
	charAmp
	charBracket
	charCR
	charBad
)

var charClass = func() (table [256]uint8) {
	for c := range 256 {
		switch {
		case c < 0x20 && c != '\t' && c != '\n', c >= 0x80 && c < 0xC2, c > 0xF4:
			table[c] = charBad
		case c >= 0xE0:
			table[c] = charMore
		case c >= 0xC2:
			table[c] = charTwo
		}
	}
	table['\r'], table['&'], table[']'] = charCR, charAmp, charBracket
	return table
}()

// measure counts the characters of p as XML sees them: a reference is one, and
// so is the end of a line. markup says that & and ]]> mean something there.
func measure(p []byte, markup bool) (chars int, f textFlags) {
	extra := 0
	for i := 0; i < len(p); {
		class := charClass[p[i]]
		if class == charPlain {
			i++
			continue
		}
		n, more := measureSpecial(p[i:], class, markup)
		f |= more
		extra += n - 1
		if more&hasCR != 0 && n == 1 && i+1 < len(p) && p[i+1] == '\n' {
			extra++
		}
		i += n
	}
	return len(p) - extra, f
}

// measureSpecial gives the length in bytes of the character that p begins with.
func measureSpecial(p []byte, class uint8, markup bool) (n int, f textFlags) {
	switch class {
	case charTwo:
		if len(p) > 1 && p[1]&0xC0 == 0x80 {
			return 2, 0
		}
		return 1, hasBad
	case charMore:
		r, n := utf8.DecodeRune(p)
		if n == 1 || r == 0xFFFE || r == 0xFFFF {
			return n, hasBad
		}
		return n, 0
	case charAmp:
		if !markup {
			return 1, 0
		}
		if _, n := reference(p); n > 0 {
			return n, hasRef
		}
		return 1, hasBad | hasRef
	case charBracket:
		if markup && len(p) > 2 && p[1] == ']' && p[2] == '>' {
			return 1, hasBad
		}
		return 1, 0
	case charCR:
		return 1, hasCR
	}
	return 1, hasBad
}

// maxReference is more than the longest reference that is one.
const maxReference = 40

// reference reads the reference that p, which begins with &, begins with. n is 0
// when it is none that XML defines by itself.
func reference(p []byte) (r rune, n int) {
	end := bytes.IndexByte(p[:min(len(p), maxReference)], ';')
	if end < 2 {
		return 0, 0
	}
	body := p[1:end]
	if body[0] == '#' {
		r = charReference(body[1:])
	} else {
		r = namedReference(body)
	}
	if r == 0 {
		return 0, 0
	}
	return r, end + 1
}

func namedReference(name []byte) rune {
	switch string(name) {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	return 0
}

// charReference is the character of a decimal or hexadecimal number, 0 for none
// that XML allows.
func charReference(digits []byte) (r rune) {
	base := rune(10)
	if len(digits) > 0 && digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	if len(digits) == 0 {
		return 0
	}
	for _, c := range digits {
		d := digitValue(c)
		if d >= base {
			return 0
		}
		if r = r*base + d; r > 0x10FFFF {
			return 0
		}
	}
	if !isXMLChar(r) {
		return 0
	}
	return r
}

func digitValue(c byte) rune {
	switch {
	case isDigit(c):
		return rune(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10
	}
	return 99
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// isBlank reports whether p is nothing but white space.
func isBlank(p []byte) bool {
	for _, c := range p {
		if !isSpace(c) {
			return false
		}
	}
	return true
}

// unescape appends the characters that p stands for. What is no reference stays
// as it is.
func unescape(dst, p []byte) []byte {
	for i := 0; i < len(p); i++ {
		switch c := p[i]; c {
		case '&':
			r, n := reference(p[i:])
			if n == 0 {
				dst = append(dst, c)
				continue
			}
			dst = utf8.AppendRune(dst, r)
			i += n - 1
		case '\r':
			if i+1 == len(p) || p[i+1] != '\n' {
				dst = append(dst, '\n')
			}
		default:
			dst = append(dst, c)
		}
	}
	return dst
}
