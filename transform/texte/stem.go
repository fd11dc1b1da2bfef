package texte

import "strings"

// Stem takes number and gender off a folded word: « serveuses » and « serveur »,
// « conductrice » and « conducteur », « travaux » and « travail » have one stem.
// It leaves what is not a plain word as it is: short words, codes, numbers.
// It keeps families apart, as titles do: « boulanger » and « boulangerie » are
// two stems.
func Stem(word string) string {
	if len(word) < 4 || !letters(word) {
		return word
	}
	return masculine(singular(word))
}

func letters(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

func singular(w string) string {
	n := len(w)
	switch {
	case strings.HasSuffix(w, "eaux"):
		return w[:n-1]
	case n > 4 && strings.HasSuffix(w, "aux"):
		return w[:n-2] + "l"
	case n > 5 && strings.HasSuffix(w, "ail"):
		return w[:n-2] + "l"
	case n > 6 && strings.HasSuffix(w, "ieux") && !strings.HasSuffix(w, "lieux"):
		return w[:n-1] + "r"
	case strings.HasSuffix(w, "ux"):
		return w[:n-1]
	case w[n-1] == 's' && w[n-2] != 's':
		return w[:n-1]
	}
	return w
}

// feminine gives the endings of the feminine, longest first, with those of the
// masculine.
var feminine = []struct {
	ending, masculine string
	least             int // length of the words it applies to
}{
	{"maitresse", "maitr", 9}, {"hotesse", "hot", 7},
	{"trice", "teur", 6}, {"ienne", "ien", 6},
	{"euse", "eur", 6}, {"iere", "ier", 5}, {"onne", "on", 6}, {"enne", "en", 6}, {"elle", "el", 6},
	{"ere", "er", 5}, {"ive", "if", 5},
	{"ee", "", 5}, {"e", "", 4},
}

func masculine(w string) string {
	if w[len(w)-1] != 'e' {
		return w
	}
	for _, f := range feminine {
		if len(w) >= f.least && strings.HasSuffix(w, f.ending) {
			return w[:len(w)-len(f.ending)] + f.masculine
		}
	}
	return w
}
