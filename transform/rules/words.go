package rules

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// words are the words of a text as they are compared: lower case, no accents.
func words(s string) []string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(ligatures.Replace(s)))
	return strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// ligatures are letters that decomposition leaves whole.
var ligatures = strings.NewReplacer("œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae")

// wordSet is the set of the words of several texts.
func wordSet(texts ...string) map[string]bool {
	set := make(map[string]bool)
	for _, text := range texts {
		for _, word := range words(text) {
			set[word] = true
		}
	}
	return set
}

// tool tells the words that carry no meaning of their own.
func tool(word string) bool {
	switch word {
	case "a", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "sur", "un", "une":
		return true
	}
	return false
}

// holds reports that the words of label stand in text, in order and in one piece.
func holds(text, label string) bool {
	return strings.Contains(" "+strings.Join(words(text), " ")+" ", " "+strings.Join(words(label), " ")+" ")
}
