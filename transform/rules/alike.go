package rules

import (
	"slices"
	"strings"
	"unicode"
)

// titleWords are the meaning words of a title, in the singular, sorted.
func titleWords(title string) []string {
	all := slices.DeleteFunc(words(title), tool)
	for i, w := range all {
		if len(w) > 3 {
			all[i] = strings.TrimRight(w, "sx")
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// common is how many of n words a title shares with one that is alike: four in
// five at least.
func common(n int) int { return (4*n + 4) / 5 }

// alike reports that one title is the other with a few words more, none of which
// tells two formations apart.
func alike(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) > 0 && len(a) >= common(len(b)) && completes(a, b)
}

// telling reports that a word tells formations of one title apart: an option, a
// number, a level, a length.
func telling(word string) bool {
	return len(word) <= 2 || strings.IndexFunc(word, unicode.IsDigit) >= 0 || slices.Contains(tellingWords, word)
}

// tellingWords are as titleWords writes them.
var tellingWords = []string{"alternance", "apprentissage", "approfondissement", "avance", "base", "bloc", "confirme", "continu", "debutant", "distance",
	"expert", "faux", "initial", "initiale", "initiation", "intermediaire", "module", "niveau", "option", "parcour", "partiel", "perfectionnement", "preparation",
	"prepa", "recyclage", "remise", "renforcement", "specialisation", "specialite", "mention", "mac", "maintien", "vae"}
