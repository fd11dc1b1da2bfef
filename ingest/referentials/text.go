package referentials

import (
	"strings"

	"github.com/carif-oref/passerelle/ingest/delimited"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/misread"
)

// text is a column of words on one line: single spaces, and what the publisher's
// export damaged put right where there is no doubt, each time with a finding.
func (r *reading) text(c col) string {
	raw := strings.Trim(r.raw(c), " ") // and no further: « déjÃ\u00A0 » ends with half a letter
	if tidy(raw) {
		return raw
	}
	value := wellRead(raw)
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

// wellRead is a text without what exports did to it.
func wellRead(raw string) string { return misread.Mend(exports.Replace(delimited.Unformula(raw))) }

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

// exports puts right what databases do to a text: apostrophes doubled, and an é
// written as e and a combining accent whose second byte Windows-1252 has not.
var exports = strings.NewReplacer("''", "'", "eÌ\uFFFD", "é", "EÌ\uFFFD", "É")
