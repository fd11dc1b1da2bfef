package lheo

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// fit makes of a value what LHEO can hold in e, and reports what that took. It
// gives the empty string when nothing can be kept.
func (w *encoder) fit(e elem, value string) string {
	if value == "" {
		return ""
	}
	value = strings.TrimSpace(w.legible(e, value))
	if w.profile.Latin1 {
		value = w.report.latin1(value)
	}
	decl := &w.schema.elements[e]
	switch decl.Content {
	case Text:
		return w.fitLength(decl, value)
	case Code:
		return w.fitTable(decl, value)
	case Day:
		return w.fitDay(decl, value)
	}
	return value
}

// legible turns HTML into plain text and drops what XML forbids.
func (w *encoder) legible(e elem, value string) string {
	n := needs(value)
	if n&(isControl|isWide) != 0 {
		value = w.permitted(e, value, n)
	}
	if n&mayBeHTML != 0 && e != eUrlweb {
		if plain := plainText(value); plain != value {
			w.note(e, htmlEnTexte, value, plain,
				"Le texte contient du HTML : il est diffusé en texte simple.", "")
			value = plain
		}
	}
	return value
}

// permitted drops the characters that XML forbids.
func (w *encoder) permitted(e elem, value string, n uint8) string {
	if n&isControl != 0 && strings.IndexByte(value, '\r') >= 0 {
		value = strings.ReplaceAll(strings.ReplaceAll(value, "\r\n", "\n"), "\r", "\n")
	}
	if isLegal(value, n) {
		return value
	}
	kept := strings.Map(legalRune, strings.ToValidUTF8(value, ""))
	w.note(e, caractereInterdit, strings.ToValidUTF8(value, "�"), kept,
		"Le texte contient des caractères que XML interdit : ils sont retirés.",
		"Ressaisissez le texte, souvent collé depuis un autre logiciel.")
	return kept
}

// isLegal reports whether XML can hold the whole of s, whose bytes need n.
func isLegal(s string, n uint8) bool {
	if n&isWide != 0 && !utf8.ValidString(s) || n&isEF != 0 && (strings.Contains(s, "\uFFFE") || strings.Contains(s, "\uFFFF")) {
		return false
	}
	if n&isControl == 0 {
		return true
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 && s[i] != '\t' && s[i] != '\n' && s[i] != '\r' {
			return false
		}
	}
	return true
}

func legalRune(r rune) rune {
	if isXMLChar(r) {
		return r
	}
	return -1
}

// exact lists the texts that would mean something else, or nothing, once cut.
var exact = [numElems]bool{
	eUrlweb: true, eCourriel: true, eNumtel: true, ePrixHoraireTTC: true, ePrixTotalTTC: true,
	eCodeBloc: true, eLatitude: true, eLongitude: true,
}

func (w *encoder) fitLength(decl *Element, value string) string {
	limit := w.longest(decl)
	if len(value) <= limit && len(value) >= decl.Min*utf8.UTFMax {
		return value
	}
	n := utf8.RuneCountInString(value)
	switch {
	case n >= decl.Min && n <= limit:
		return value
	case value == "":
		return ""
	case n < decl.Min || decl.Max <= 10 || decl.Min == decl.Max || exact[decl.id]:
		w.unfit(decl, value, n)
		return ""
	}
	short := shortened(value, limit, w.ellipsis())
	w.note(decl.id, texteRaccourci, value, short,
		fmt.Sprintf("Le texte a %d caractères et %s en admet %d : il est raccourci.", n, whose(limit < decl.Max), limit),
		"Abrégez le texte, l'essentiel au début.")
	return short
}

func (w *encoder) unfit(decl *Element, value string, n int) {
	want := fmt.Sprintf("de %d à %d caractères", decl.Min, decl.Max)
	if decl.Min == decl.Max {
		want = fmt.Sprintf("%d caractères exactement", decl.Max)
	}
	w.note(decl.id, valeurHorsLongueur, value, "",
		fmt.Sprintf("« %s » a %d caractères et LHEO en demande %s : la valeur n'est pas diffusée.", finding.Cut(value, 60), n, want),
		"Corrigez la valeur.")
}

func (w *encoder) fitTable(decl *Element, value string) string {
	if value == "" || decl.codes.has([]byte(value)) {
		return value
	}
	w.note(decl.id, codeHorsTable, value, "",
		fmt.Sprintf("« %s » n'est pas un code de la table « %s » de LHEO : la valeur n'est pas diffusée.", finding.Cut(value, 60), decl.Table),
		"Choisissez un code de la table.")
	return ""
}

func (w *encoder) fitDay(decl *Element, value string) string {
	if value == "" || matchDay([]byte(value)) {
		return value
	}
	w.note(decl.id, dateMalFormee, value, "",
		fmt.Sprintf("« %s » n'est pas une date au format AAAAMMJJ : elle n'est pas diffusée.", finding.Cut(value, 60)),
		"Ressaisissez la date.")
	return ""
}

// ellipsis ends a text that was cut, in three dots where the encoding has no
// other.
func (w *encoder) ellipsis() string {
	if w.profile.Latin1 {
		return "..."
	}
	return "…"
}

// shortened cuts s to at most n characters, after a word, and ends it with an
// ellipsis.
func shortened(s string, n int, ellipsis string) string {
	end, room := 0, max(n-utf8.RuneCountInString(ellipsis), 0)
	for i := range s {
		if room--; room < 0 {
			end = i
			break
		}
	}
	cut := s[:end]
	if s[end] != ' ' && s[end] != '\n' {
		if space := strings.LastIndexAny(cut, " \n\t\u00a0"); space > end/2 {
			cut = cut[:space]
		}
	}
	return strings.TrimRight(cut, " \n\t\u00a0.,;:-…") + ellipsis
}

// Shorten cuts s to at most n characters, after a word, and ends it with the
// ellipsis; a text that fits is returned as it is.
func Shorten(s string, n int, ellipsis string) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return shortened(s, n, ellipsis)
}

// Legible is a text without the characters that XML forbids, with the end of each
// line as a line feed.
func Legible(s string) string {
	n := needs(s)
	if n&isControl != 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if isLegal(s, n) {
		return s
	}
	return strings.Map(legalRune, strings.ToValidUTF8(s, ""))
}

// AppendText appends character data to an XML document. The text is Legible.
func AppendText(dst []byte, s string) []byte { return appendText(dst, s) }

// AppendAttr appends the value of an attribute that stands between double quotes. The
// text is Legible.
func AppendAttr(dst []byte, s string) []byte { return appendAttr(dst, s) }
