package normalise

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestAcronym is how many letters a word in capitals may have to be taken for
// an acronym when it stands alone in the name of an organisation.
const longestAcronym = 6

// nameParts is what separates the parts of an organisation's name.
var nameParts = regexp.MustCompile(` - | – |[()/,]`)

// readName reads the name of an organisation or of a place. The house rule
// applies to each part of it but to those that look like an acronym: « AFTEC »,
// « CFA ECB », « (CIFA 89) ».
func readName(n *Normaliser, c *cell) {
	c.keepRuled(c.within(oneLine(c.words()), maxLine), n.words.nameRule)
}

func (v vocabulary) nameRule(s string) string {
	if s = capitalised(s); !inCapitals(s) {
		return s
	}
	var b strings.Builder
	from := 0
	for _, gap := range append(nameParts.FindAllStringIndex(s, -1), []int{len(s), len(s)}) {
		b.WriteString(v.namePart(s[from:gap[0]]))
		b.WriteString(s[gap[0]:gap[1]])
		from = gap[1]
	}
	return capitalised(norm.NFC.String(b.String()))
}

func (v vocabulary) namePart(part string) string {
	words := slices.DeleteFunc(strings.Fields(part), allDigits)
	if len(words) == 1 && v.mayBeAcronym(words[0]) {
		return part
	}
	return v.afterDiploma(part)
}

// afterDiploma is a text in capitals put in lower case, but for the acronym that
// may follow an acronym or a diploma: « BTS FED », « Bac pro TISEC ».
func (v vocabulary) afterDiploma(s string) string {
	words := slices.DeleteFunc(strings.Fields(s), allDigits)
	for len(words) > 1 && (v.acronyms[fold(words[0])] || diplomas[words[0]]) {
		words = words[1:]
		if len(words) == 1 && v.mayBeAcronym(words[0]) {
			at := strings.LastIndex(s, words[0])
			return v.lowered(s[:at]) + s[at:]
		}
	}
	return v.lowered(s)
}

// diplomas are the words of a diploma's name that are no acronyms.
var diplomas = map[string]bool{"BAC": true, "PRO": true, "BACHELOR": true, "LICENCE": true, "MASTER": true, "TITRE": true}

// mayBeAcronym reports that a word is short and no word that French or geography
// knows.
func (v vocabulary) mayBeAcronym(word string) bool {
	folded := fold(word)
	return utf8.RuneCountInString(word) <= longestAcronym && v.names[folded] == "" && v.words[folded] == ""
}
