package referentials

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/carif-oref/passerelle/ingest/delimited"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// text is a column of words on one line: single spaces, and what the publisher's
// export damaged put right where there is no doubt, each time with a finding.
func (r *reading) text(c col) string {
	raw := strings.Trim(r.raw(c), " ") // and no further: « déjÃ\u00A0 » ends with half a letter
	if tidy(raw) {
		return raw
	}
	value := unmangle(delimited.Unformula(raw))
	if value != raw {
		f := r.about(c, finding.Info, "referentiel-texte", "Le texte a été abîmé par un export ; il a été rétabli.", "")
		f.After = finding.Cut(value, finding.MaxValue)
		r.say(f)
	}
	if strings.ContainsRune(value, '\uFFFD') {
		r.say(r.about(c, finding.Warning, "referentiel-caractere-perdu",
			"Le texte a perdu des caractères chez son éditeur.", mendSource))
	}
	return strings.Join(strings.FieldsFunc(value, spaceOrControl), " ")
}

// tidy reports that there is nothing to look at in a text, as for nearly all.
func tidy(s string) bool {
	before := rune(0)
	for _, c := range s {
		switch {
		case spaceOrControl(c) && (c != ' ' || before == ' '), c == '\'' && before == '\'',
			c == 'Ã', c == 'Ì', c == '\uFFFD':
			return false
		}
		before = c
	}
	return !strings.HasPrefix(s, "=")
}

// spaceOrControl holds for what separates words, and for what no text may hold.
func spaceOrControl(c rune) bool {
	return c <= ' ' || c >= 0x7F && c <= 0xA0 || c == '\u2028' || c == '\u2029' || c == '\uFEFF'
}

// mangled is a letter of the range À to ÿ that was written in UTF-8 and read as
// Windows-1252 or Latin-1: « Ã© » for « é ».
var mangled = regexp.MustCompile("Ã.")

// exports puts right what databases do to a text: apostrophes doubled, and an é
// written as e and a combining accent whose second byte Windows-1252 has not.
var exports = strings.NewReplacer("''", "'", "eÌ\uFFFD", "é", "EÌ\uFFFD", "É")

// unmangle puts back such letters.
func unmangle(s string) string {
	s = exports.Replace(s)
	if !strings.Contains(s, "Ã") {
		return s
	}
	return mangled.ReplaceAllStringFunc(s, func(pair string) string {
		second, _ := utf8.DecodeRuneInString(strings.TrimPrefix(pair, "Ã"))
		if b, ok := oneByte(second); ok && b >= 0x80 && b < 0xC0 {
			return string([]byte{0xC3, b})
		}
		return pair
	})
}

// oneByte is the byte that a character was before it was misread.
func oneByte(c rune) (b byte, ok bool) {
	if c < 0x100 {
		return byte(c), true
	}
	return charmap.Windows1252.EncodeRune(c)
}
