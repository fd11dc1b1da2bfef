// Package misread puts right text that was written in UTF-8 and read as
// Windows-1252 or Latin-1: « prÃ©parÃ© Ã  l'Ã©cole » for « préparé à l'école ».
// Publishers' exports and senders' workbooks have it alike.
package misread

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// leads are what the first bytes of the letters and marks that French needs are
// misread as.
const leads = "ÂÃÅÌâï"

// maxPasses is how many times over a text may have been misread. Beyond, it is
// noise, or was made to take long.
const maxPasses = 8

// Mend puts back the characters of s that were misread, where there is no doubt;
// what it does not know stays as it is, to the byte. What was mended needs no
// mending.
func Mend(s string) string {
	text := s
	for range maxPasses {
		mended := once(text)
		if mended == text {
			return text
		}
		text = norm.NFC.String(mended) // é may have been e and an accent apart
	}
	return s
}

func once(s string) string {
	if !strings.ContainsAny(s, leads) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	before := rune(0)
	for len(s) > 0 {
		r, size := character(s, before)
		if r == utf8.RuneError {
			b.WriteString(s[:size]) // bytes that are no text, or a character lost already
		} else {
			b.WriteRune(r)
		}
		before, s = r, s[size:]
	}
	return b.String()
}

// character is the character that s begins with, mended when it was misread, and
// how many bytes of s it takes.
func character(s string, before rune) (r rune, size int) {
	first, size := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(leads, first) {
		return first, size
	}
	if r, length := sequence(s); length > 0 {
		return r, length
	}
	if first == 'Ã' && before != 0 && endsWord(s[size:]) && !unicode.IsUpper(before) { // at the beginning it may be ã, given its capital
		return 'à', size // its second byte, a no-break space, became a plain one or was trimmed
	}
	return first, size
}

func endsWord(rest string) bool {
	return rest == "" || rest[0] == ' ' || rest[0] == '\n' || rest[0] == '\r'
}

// sequence is the character whose bytes the first characters of s are, and how many
// bytes of s they take; 0 when they are no such bytes.
func sequence(s string) (r rune, length int) {
	var bytes [utf8.UTFMax]byte
	n := 0
	for i, c := range s {
		b, ok := oneByte(c)
		if !ok || n > 0 && (b < 0x80 || b > 0xBF) {
			return 0, 0
		}
		bytes[n], n = b, n+1
		if utf8.FullRune(bytes[:n]) {
			if r, _ = utf8.DecodeRune(bytes[:n]); r == utf8.RuneError || !likely(r) {
				return 0, 0
			}
			return r, i + utf8.RuneLen(c)
		}
	}
	return 0, 0
}

// oneByte is the byte that a character was before it was misread.
func oneByte(c rune) (b byte, ok bool) {
	if c < 0x100 {
		return byte(c), true
	}
	return charmap.Windows1252.EncodeRune(c)
}

// likely tells the characters that are meant: letters and signs of French,
// combining accents, and any that took three bytes, which no chance makes.
func likely(r rune) bool {
	switch {
	case r >= 0xA0 && r <= 0xFF, r >= 0x300 && r <= 0x327, r >= 0x800:
		return true
	}
	return strings.ContainsRune("ŒœŠšŸŽž", r)
}
