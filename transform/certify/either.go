package certify

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/transform/texte"
)

// mostTitles bounds the titles that one title may stand for: one that offers more
// is a list, and is read as any other.
const mostTitles = 4

// joints stand between two diplomas that a title offers; a comma only between their
// kinds, since it ends much else.
var joints = []string{comma, "/", "+", "&", " et ", " ou "}

const comma = ","

// sigles are the kinds of diploma as they are written, the longest first, but
// those that are also words of grammar: « DE », « DU ».
var sigles = func() []string {
	var list []string
	for _, t := range texte.Types() {
		if !texte.Stop(texte.Fold(t.Sigle)) {
			list = append(list, t.Sigle)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return list
}()

// either gives the titles that one title stands for: « CAP/BP coiffure » offers a
// CAP and a BP, « BTS MCO et BTS NDRC » two BTS. Empty for a title that names one
// diploma, or none.
func either(title string) []string {
	pieces := offered(title)
	if len(pieces) < 2 || len(pieces) > mostTitles {
		return nil
	}
	titles := slices.Clone(pieces)
	for i := len(pieces) - 2; i >= 0; i-- {
		if sigleBefore(pieces[i]) != "" { // a kind alone is of what is said next
			next := titles[i+1]
			titles[i] += next[len(sigleAt(next)):]
		}
	}
	before := strings.TrimSuffix(pieces[0], sigleBefore(pieces[0]))
	for i := 1; i < len(pieces) && sigleBefore(pieces[i-1]) != ""; i++ {
		titles[i] = before + titles[i]
	}
	return titles
}

// offered cuts a title at the joints that stand between two diplomas, in one pass;
// no further once it has more than are read.
func offered(title string) (pieces []string) {
	from := 0
	for i := 0; i < len(title) && len(pieces) < mostTitles; i++ {
		for _, joint := range joints {
			if !strings.HasPrefix(title[i:], joint) {
				continue
			}
			left, right := strings.TrimSpace(title[from:i]), strings.TrimSpace(title[i+len(joint):])
			if second := sigleAt(right); second != "" && parts(left, joint, right, second) {
				pieces = append(pieces, left)
				from = i + len(joint)
				break
			}
		}
	}
	return append(pieces, strings.TrimSpace(title[from:]))
}

// parts reports whether a joint stands between two diplomas, the second of which
// begins with its kind: after another kind, or after a diploma with its words.
func parts(left, joint, right, second string) bool {
	if first := sigleBefore(left); first != "" {
		return !strings.EqualFold(first, second)
	}
	first := sigleAt(left)
	return joint != comma && first != "" && says(left[len(first):]) && says(right[len(second):])
}

// says reports whether a text has a word of two letters or more.
func says(text string) bool {
	return slices.ContainsFunc(texte.Words(text), func(w string) bool { return len(w) > 1 && !texte.Stop(w) })
}

// sigleAt is the kind of diploma that a text begins with, as it is written there.
func sigleAt(text string) string {
	for _, s := range sigles {
		if len(text) >= len(s) && strings.EqualFold(text[:len(s)], s) && !goesOn(utf8.DecodeRuneInString(text[len(s):])) {
			return text[:len(s)]
		}
	}
	return ""
}

// sigleBefore is the kind of diploma that a text ends with.
func sigleBefore(text string) string {
	for _, s := range sigles {
		at := len(text) - len(s)
		if at >= 0 && strings.EqualFold(text[at:], s) && !goesOn(utf8.DecodeLastRuneInString(text[:at])) {
			return text[at:]
		}
	}
	return ""
}

func goesOn(r rune, size int) bool { return size > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// findEither ranks what each of several titles may mean: each has its share of the
// chances, so that none is taken for the only one.
func (x *Index) findEither(query Query, titles []string, limit int) []Match {
	var found []Match
	for _, title := range titles {
		query.Title = title
		for _, m := range x.findOne(query, limit) {
			m.Confidence /= float64(len(titles))
			m.Evidence += " ; l'intitulé nomme plusieurs diplômes, ici « " + title + " »"
			same := slices.IndexFunc(found, func(n Match) bool { return n.Famille == m.Famille })
			if same < 0 {
				found = append(found, m)
				continue
			}
			sum := found[same].Confidence + m.Confidence
			if m.Confidence > found[same].Confidence { // the reading that says more gives the reasons
				found[same] = m
			}
			found[same].Confidence = sum
		}
	}
	slices.SortStableFunc(found, func(a, b Match) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return found[:min(len(found), max(limit, 0))]
}
