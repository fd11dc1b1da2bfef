package normalise

import (
	_ "embed" // mots.txt
	"strings"
)

//go:embed mots.txt
var wordList string

// vocabulary is what the house rule knows of words, by their folded form.
type vocabulary struct {
	acronyms map[string]bool
	names    map[string]string // Normandie
	words    map[string]string // employé, bois
}

func readVocabulary() vocabulary {
	v := vocabulary{acronyms: map[string]bool{}, names: map[string]string{}, words: map[string]string{}}
	section := ""
	for line := range strings.Lines(wordList) {
		word := strings.TrimSpace(line)
		switch {
		case word == "" || word[0] == '#':
		case word[0] == '[':
			section = word
		case section == "[sigles]":
			v.acronyms[fold(word)] = true
		case section == "[noms]":
			v.names[fold(word)] = word
		default:
			v.words[fold(word)] = word
		}
	}
	return v
}

// lower is the proper spelling of a word typed in capitals. Accents that
// capitals hid come back for the words that have only one spelling; others are
// lowered as they are: no accent is guessed.
func (v vocabulary) lower(word string) string {
	folded := fold(word)
	switch {
	case v.names[folded] != "":
		return v.names[folded]
	case v.words[folded] != "" && folded == strings.ToLower(word):
		return v.words[folded]
	case v.acronyms[folded] || isRoman(word) || !hasVowel(folded):
		return word
	}
	return strings.ToLower(word)
}

// isRoman tells roman numerals of two letters and more; « I » is a letter.
func isRoman(word string) bool {
	return len(word) >= 2 && strings.Trim(word, "IVX") == "" && !strings.Contains(word, "IIII")
}

// hasVowel reports that a word can be pronounced: one that cannot is an acronym.
func hasVowel(folded string) bool { return strings.ContainsAny(folded, "aeiouy") }
