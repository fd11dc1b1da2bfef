package normalise

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// particles are the words of a town's name that keep a small letter, but for
// the first word.
var particles = map[string]bool{
	"a": true, "à": true, "au": true, "aux": true, "d": true, "de": true, "des": true, "du": true, "en": true, "et": true,
	"l": true, "la": true, "le": true, "les": true, "lès": true, "lez": true, "sous": true, "sur": true,
}

// postalBefore is a postal code typed in front of the town.
var postalBefore = regexp.MustCompile(`^(?:(?:F-?)?\d{5} +)+`)

// readTown reads the name of a town; typed in one case, it gets the capitals of
// a name, and keeps its hyphens and accents as they are.
func readTown(_ *Normaliser, c *cell) {
	typed := c.within(oneLine(c.words()), maxItem)
	name := postalBefore.ReplaceAllString(typed, "")
	switch {
	case c.isFiller(name):
		name = typed // a code and no town
	case name != typed:
		c.info(villeNettoyee, name, "Le code postal a été retiré du nom de la ville.")
	}
	c.keepRuled(name, townCase)
}

// townCase gives a town's name its capitals when it is typed all in capitals or
// all in small letters.
func townCase(s string) string {
	if s != strings.ToUpper(s) && s != strings.ToLower(s) || strings.ContainsAny(s, "İ\u0307") { // i with its dot has a case of its own
		return s
	}
	var b strings.Builder
	for rest := s; rest != ""; {
		word, gap := firstWord(rest)
		small := strings.ToLower(word)
		if word != "" && (b.Len() == 0 || !particles[small]) {
			small = capitalLetter(small)
		}
		b.WriteString(small + gap)
		rest = rest[len(word)+len(gap):]
	}
	return b.String()
}

// capitalLetter gives a word its capital.
func capitalLetter(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

// readable makes a name of La Poste's capitals: « CHERBOURG EN COTENTIN » becomes
// « Cherbourg-en-Cotentin », « ST LO » « Saint-Lo ». The file has lost hyphens and
// accents: those around particles and after Saint come back, no others.
func readable(name string) string {
	words := strings.Fields(strings.ToLower(name))
	var b strings.Builder
	for i, word := range words {
		if i > 0 {
			b.WriteString(joint(words, i))
		}
		switch {
		case word == "st":
			word = "saint"
		case word == "ste":
			word = "sainte"
		}
		if i == 0 || !particles[word] {
			word = capitalLetter(word)
		}
		b.WriteString(word)
	}
	return b.String()
}

// joint is what stands between words i-1 and i of a town's name: an apostrophe
// after an elided article, a space after a leading article, a hyphen around a
// particle and after Saint.
func joint(words []string, i int) string {
	before, word := words[i-1], words[i]
	switch {
	case before == "l" || before == "d":
		return "'"
	case i == 1 && (before == "le" || before == "la" || before == "les"):
		return " "
	case particles[before] || particles[word] || before == "st" || before == "ste" || word == "st" || word == "ste":
		return "-"
	}
	return " "
}
