package normalise

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// scrub gives s without needless spaces, control and invisible characters, in
// composed form (é is one character). Line breaks are kept, a blank line at most
// between two others. Scrubbing twice changes nothing.
func scrub(s string) string {
	if tidy(s) {
		return s
	}
	s = norm.NFC.String(escapedControls.Replace(withoutReturns(strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD")))))
	var b strings.Builder
	b.Grow(len(s))
	blank := 0
	for line := range strings.SplitSeq(lineBreaks.Replace(s), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			blank++
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n"[:1+min(blank, 1)])
		}
		blank = 0
		for i, word := range words {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(word)
		}
	}
	return b.String()
}

// tidy reports that scrub has nothing to do, for the many cells that are plain
// French on one line.
func tidy(s string) bool {
	space := true
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ':
			if space {
				return false
			}
			space, i = true, i+1
			continue
		case c < ' ' || c == 0x7F || c == '_':
			return false
		case c < utf8.RuneSelf:
			i++
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !plainLetter(r) {
				return false
			}
			i += size
		}
		space = false
	}
	return s == "" || !space
}

// plainLetter tells the characters beyond ASCII that French needs and that no
// cleaning touches.
func plainLetter(r rune) bool {
	return r >= 'À' && r <= 'ÿ' || strings.ContainsRune("œŒŸ’‘“”«»–—…€°", r)
}

// lineBreaks turns every kind of line break into a line feed.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// withoutReturns drops carriage returns as Excel's own files write them, and those
// that only the others kept apart.
func withoutReturns(s string) string {
	const mark = "_x000D_"
	if !strings.Contains(s, mark) {
		return s
	}
	kept := make([]byte, 0, len(s))
	for i := range len(s) {
		if kept = append(kept, s[i]); s[i] == '_' && bytes.HasSuffix(kept, []byte(mark)) {
			kept = kept[:len(kept)-len(mark)]
		}
	}
	return string(kept)
}

// escapedControls are other control characters, written likewise.
var escapedControls = strings.NewReplacer("_x000A_", "\n", "_x0009_", " ", "_x000B_", "\n")

// visible maps a character to what it should have been, or removes it.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\r':
		return r
	case r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return '\n'
	case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
		return ' '
	case isWordBullet(r):
		return '•'
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Noncharacter_Code_Point) || isVariation(r):
		return -1
	}
	return r
}

// isWordBullet tells the bullets that Word takes from its symbol fonts.
func isWordBullet(r rune) bool {
	return r == 0xF0B7 || r == 0xF0A7 || r == 0xF0D8 || r == 0xF0FC
}

// isVariation tells the marks that only choose the look of the character before.
func isVariation(r rune) bool { return r >= 0xFE00 && r <= 0xFE0F }

// oneLine joins the lines of a scrubbed text.
func oneLine(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// hidden counts the characters of s that scrub removes or replaces and that are
// not mere spaces.
func hidden(s string) (n int) {
	if tidy(s) {
		return 0
	}
	for _, r := range s {
		if v := visible(r); v != r && v != ' ' && v != '\n' {
			n++
		}
	}
	return n
}
