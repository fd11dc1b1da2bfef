package lheo

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// written gives what stands for the characters that ISO-8859-1 has not and that
// are no letter with an accent. Spaces of every width, marks that show nothing
// and the rest are decided by their kind.
var written = map[rune]string{
	'œ': "oe", 'Œ': "OE", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬀ': "ff", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ĳ': "ij", 'Ĳ': "IJ",
	'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D", 'ħ': "h", 'ı': "i", 'ŧ': "t", 'ẞ': "SS", 'ſ': "s",
	'‘': "'", '’': "'", '‚': "'", '‛': "'", 'ʼ': "'", '′': "'", '“': `"`, '”': `"`, '„': `"`, '‟': `"`, '″': `"`, '‹': "<", '›': ">",
	'€': "EUR", '…': "...", '‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-", '⁻': "-", '‧': ".", '․': ".",
	'•': "-", '◦': "-", '▪': "-", '■': "-", '●': "-", '○': "-", '◆': "-", '►': "-", '▶': "-", '➢': "-", '➔': "->", '→': "->", '⇒': "=>", '←': "<-", '✓': "-", '✔': "-", '☐': "-", '★': "*", '☆': "*",
	'≤': "<=", '≥': ">=", '≠': "!=", '≈': "~", '∙': "-", '⋅': ".", '√': "racine de ", '∞': "infini",
	'™': "(TM)", '℠': "(SM)", '℗': "(P)", '№': "no", '℡': "Tél.", '‰': "pour mille", '⁄': "/", '†': "+", '‡': "++", 'ˆ': "^", '˜': "~", '⅓': "1/3", '⅔': "2/3", '⅛': "1/8",
	'\u03a9': "ohm", '\u2126': "ohm", '\u03bc': "µ", 'π': "pi", 'α': "alpha", 'β': "bêta", 'γ': "gamma", 'δ': "delta", 'Δ': "delta", 'λ': "lambda", 'σ': "sigma",
	'\u2028': "\n", '\u2029': "\n",
}

// spelled is how a character that ISO-8859-1 has not is written in it.
func spelled(r rune) string {
	if s, ok := written[r]; ok {
		return s
	}
	switch {
	case r >= 0x80 && r < 0xA0: // a control, as a rule a letter of Windows-1252
		if better := charmap.Windows1252.DecodeByte(byte(r)); better != r && better != utf8.RuneError {
			return latin1Rune(better)
		}
		return " "
	case unicode.Is(unicode.Zs, r):
		return " "
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Variation_Selector, r):
		return ""
	}
	return decomposed(r)
}

// latin1Rune is a character as ISO-8859-1 writes it.
func latin1Rune(r rune) string {
	if isLatin1(r) {
		return string(r)
	}
	return spelled(r)
}

func isLatin1(r rune) bool { return r < 0x80 || r >= 0xA0 && r <= 0xFF }

// decomposed is a letter without the accents that the encoding has not, or what
// a figure or sign of another shape stands for; ? when it is nothing of the kind.
func decomposed(r rune) string {
	var out strings.Builder
	for _, part := range norm.NFKD.String(string(r)) {
		if s, ok := written[part]; ok {
			out.WriteString(s)
		} else if isLatin1(part) {
			out.WriteRune(part)
		} else if !unicode.Is(unicode.Mn, part) {
			return "?"
		}
	}
	if out.Len() == 0 {
		return "?"
	}
	return out.String()
}

// latin1 is a text in the characters of ISO-8859-1; the report counts those that
// it has not.
func (r *Report) latin1(s string) string {
	if !slices.ContainsFunc([]rune(s), func(c rune) bool { return !isLatin1(c) }) {
		return s
	}
	s = norm.NFC.String(s)
	var out strings.Builder
	for _, c := range s {
		if isLatin1(c) {
			out.WriteRune(c)
			continue
		}
		r.unsaid(c)
		out.WriteString(spelled(c))
	}
	return out.String()
}

func (r *Report) unsaid(c rune) {
	if r.Unsaid == nil {
		r.Unsaid = map[rune]int{}
	}
	r.Unsaid[c]++
}

// sayable puts what was written from a place on in the characters of the
// encoding: texts were already, attributes and what the source says beside them
// were not.
func (p *Profile) sayable(dst []byte, from int, record string, report Report) ([]byte, Report) {
	if !p.Latin1 {
		return dst, report
	}
	if tail := string(dst[from:]); slices.ContainsFunc([]rune(tail), func(c rune) bool { return !isLatin1(c) }) {
		dst = dst[:from]
		for _, c := range tail {
			if isLatin1(c) {
				dst = utf8.AppendRune(dst, c)
				continue
			}
			report.unsaid(c)
			dst = appendAttr(dst, strings.ReplaceAll(spelled(c), "'", "´"))
		}
	}
	if len(report.Unsaid) > 0 {
		report.Findings = append(report.Findings, report.aboutUnsaid(record))
	}
	return dst, report
}

// aboutUnsaid tells which characters were written otherwise, the most frequent
// first.
func (r *Report) aboutUnsaid(record string) finding.Finding {
	all := slices.SortedFunc(maps.Keys(r.Unsaid), func(a, b rune) int {
		if d := r.Unsaid[b] - r.Unsaid[a]; d != 0 {
			return d
		}
		return int(a - b)
	})
	total := 0
	var list []string
	for i, c := range all {
		total += r.Unsaid[c]
		if i < maxUnsaid {
			list = append(list, fmt.Sprintf("« %s » écrit « %s » × %d", visible(c), spelled(c), r.Unsaid[c]))
		}
	}
	f := caractereHorsEncodage.At(finding.Place{}, fmt.Sprintf("%d caractère(s) de la fiche n'existent pas en ISO-8859-1 : %s.", total, strings.Join(list, ", ")))
	f.Record = record
	return f
}

// maxUnsaid is how many characters a finding names.
const maxUnsaid = 10

// visible is a character as a person can tell it.
func visible(c rune) string {
	if unicode.IsGraphic(c) && !unicode.IsSpace(c) && !unicode.Is(unicode.Mn, c) {
		return string(c)
	}
	return fmt.Sprintf("U+%04X", c)
}

// Latin1 appends text in UTF-8 to dst in ISO-8859-1. A character that the encoding
// has not is written as a ?; what a Profile with Latin1 wrote has none.
func Latin1(dst, text []byte) []byte {
	for len(text) > 0 {
		c, n := utf8.DecodeRune(text)
		text = text[n:]
		if c > 0xFF {
			c = '?'
		}
		dst = append(dst, byte(c))
	}
	return dst
}

// InLatin1 is a text in the characters of ISO-8859-1, as a Profile with Latin1
// writes it; unsaid, unless it is nil, counts those that the encoding has not.
func InLatin1(s string, unsaid map[rune]int) string {
	r := Report{Unsaid: unsaid}
	if unsaid == nil {
		r.Unsaid = map[rune]int{}
	}
	return r.latin1(s)
}

// AboutUnsaid is the finding that tells which characters of a record ISO-8859-1
// has not, by what they were written.
func AboutUnsaid(record string, unsaid map[rune]int) finding.Finding {
	r := Report{Unsaid: unsaid}
	return r.aboutUnsaid(record)
}
