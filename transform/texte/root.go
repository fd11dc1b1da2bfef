package texte

import "strings"

// Root takes off a stem what makes a job of a trade or an action of a verb:
// « boulanger » and « boulangerie », « comptable » and « comptabilité »,
// « électricien » and « électrique » have one root. It goes too far to tell
// titles apart; it brings near what has no word in common.
func Root(stem string) string {
	if !letters(stem) {
		return stem
	}
	for range 2 {
		stem = shorter(stem)
	}
	return stem
}

// suffixes are those of families, longest first.
var suffixes = []string{
	"ialisation", "abilisation", "ionnair", "isation", "abilit", "isateur", "icien", "ation", "ateur", "ement", "ariat", "icit",
	"ibilit", "erien", "age", "air", "abl", "ial", "iqu", "ier", "eri", "eur", "ien", "ion", "ist", "ism", "anc", "enc", "ant", "ent",
	"ur", "er", "al", "ag", "if", "i",
}

// leastRoot is the length under which a root would say nothing.
const leastRoot = 4

func shorter(s string) string {
	for _, suffix := range suffixes {
		if cut, ok := strings.CutSuffix(s, suffix); ok && len(cut) >= leastRoot && !vowel(cut) {
			return single(cut)
		}
	}
	return s
}

// vowel says whether what is left ends in one that its suffix needs: « restaur ».
func vowel(cut string) bool { return strings.IndexByte("aeou", cut[len(cut)-1]) >= 0 }

// single writes once a consonant that a suffix doubled: « maçonnerie », « maçon ».
func single(s string) string {
	if n := len(s); n > leastRoot && s[n-1] == s[n-2] && strings.IndexByte("lnst", s[n-1]) >= 0 {
		return s[:n-1]
	}
	return s
}
