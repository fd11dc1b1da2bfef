package normalise

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The house rule: « minuscules accentuées, première lettre en majuscule ». A text
// typed in capitals is lowered; any other is left alone but for its first letter.

// inCapitals reports that a text is typed in capitals: at least four letters,
// more than 70 % of them capitals.
func inCapitals(s string) bool {
	letters, capitals := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				capitals++
			}
		}
	}
	return letters >= 4 && capitals*10 > letters*7
}

// houseRule is s under the house rule. The first letter comes first, since its
// capital counts among the others.
func (v vocabulary) houseRule(s string) string {
	if s = capitalised(s); inCapitals(s) {
		s = norm.NFC.String(v.afterDiploma(s))
	}
	return capitalised(s)
}

// lowered is a text in capitals put in lower case, word by word, with a capital
// at the start of each sentence. Words of mixed case are left alone.
func (v vocabulary) lowered(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	previous, opens := "", false
	for rest := s; rest != ""; {
		word, gap := firstWord(rest)
		if word == "" {
			opens = opens || opensSentence(gap)
			b.WriteString(gap)
			rest = rest[len(gap):]
			continue
		}
		rest = rest[len(word):]
		spelled := v.spelling(word, previous, rest)
		if opens || saints[fold(previous)] || v.compoundName(word, rest, b.String()) {
			spelled = capitalised(spelled)
		}
		b.WriteString(spelled)
		previous, opens = word, false
	}
	return b.String()
}

// longestCompound is how far back, in bytes, the parts of a compound name are
// looked for.
const longestCompound = 60

// compoundName reports that a word is joined by a hyphen to a proper name, before
// or after it: « Haute-Saône », « Franche-Comté », « Saône-et-Loire ».
func (v vocabulary) compoundName(word, after, before string) bool {
	if particles[strings.ToLower(word)] {
		return false
	}
	if next, ok := strings.CutPrefix(after, "-"); ok {
		next, _ = firstWord(next)
		if v.names[fold(next)] != "" {
			return true
		}
	}
	before = before[max(0, len(before)-longestCompound):]
	start := strings.LastIndexAny(before, " \n('’") + 1
	for part := range strings.SplitSeq(strings.TrimSuffix(before[start:], "-"), "-") {
		if strings.HasSuffix(before, "-") && v.names[fold(part)] != "" {
			return true
		}
	}
	return false
}

// saints are the words that a name follows.
var saints = map[string]bool{"st": true, "ste": true, "saint": true, "sainte": true}

// spelling is a word of a text in capitals, put in lower case where it should
// be: it depends on the word before and on the text after.
func (v vocabulary) spelling(word, previous, after string) string {
	switch {
	case word != strings.ToUpper(word):
		return word
	case utf8.RuneCountInString(word) == 1:
		return singleLetter(word, previous, after)
	case strings.ContainsAny(word, "0123456789"):
		return ordinal(word)
	}
	return v.lower(word)
}

// firstWord gives the word that s begins with, or else the gap before the next.
func firstWord(s string) (word, gap string) {
	in := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) }
	first, _ := utf8.DecodeRuneInString(s)
	end := strings.IndexFunc(s, func(r rune) bool { return in(r) != in(first) })
	if end < 0 {
		end = len(s)
	}
	if in(first) {
		return s[:end], ""
	}
	return "", s[:end]
}

// opensSentence reports that a new sentence begins after the gap between two
// words.
func opensSentence(gap string) bool {
	return strings.Contains(gap, "\n") || strings.Contains(gap, "•") ||
		strings.HasSuffix(gap, " ") && strings.IndexAny(gap, ".!?…") == 0
}

// lettered are the words that a letter may follow as a name: « option A ».
var lettered = map[string]bool{
	"option": true, "opt": true, "options": true, "categorie": true, "cat": true, "niveau": true, "permis": true, "groupe": true,
	"bloc": true, "type": true, "classe": true, "module": true, "batiment": true, "bat": true, "hall": true, "zone": true, "porte": true,
}

// singleLetter is a letter that stands alone in a text in capitals: « a » and
// « y » are words, « l » and « d » before a vowel are elided ones, the others
// are names.
func singleLetter(letter, previous, after string) string {
	small := strings.ToLower(letter)
	switch {
	case strings.HasPrefix(after, "'") || strings.HasPrefix(after, "’"):
		return small
	case lettered[fold(previous)]:
		return letter
	case small == "a" || small == "y" || small == "à" || small == "ô":
		return small
	case strings.Contains("ld", small) && strings.HasPrefix(after, " ") && beginsWithVowel(after[1:]):
		return small
	}
	return letter
}

func beginsWithVowel(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsAny(fold(string(r)), "aeiouyh")
}

// ordinals are the ends of ordinal numbers as capitals show them.
var ordinals = map[string]string{"ER": "er", "ERE": "ère", "ÈRE": "ère", "E": "e", "EME": "ème", "ÈME": "ème", "ND": "nd", "NDE": "nde"}

// ordinal lowers « 1ERE » to « 1ère » and leaves R489, 3D and H0 alone.
func ordinal(word string) string {
	end := strings.TrimLeft(word, "0123456789")
	if small, ok := ordinals[end]; ok && end != word {
		return word[:len(word)-len(end)] + small
	}
	return word
}

// capitalised gives s the capital that its first letter lacks. A word with a
// capital further on (iOS, e-CO2) means its small letter, and a text that begins
// with a digit has no first letter.
func capitalised(s string) string {
	at := strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	if at < 0 {
		return s
	}
	first, size := utf8.DecodeRuneInString(s[at:])
	word, _ := firstWord(s[at:])
	if !unicode.IsLower(first) || strings.IndexFunc(word, unicode.IsUpper) >= 0 || isAddress(s[at:]) {
		return s
	}
	return norm.NFC.String(s[:at] + string(unicode.ToUpper(first)) + s[at+size:])
}

// isAddress reports that s begins with a web or mail address, where case may
// count.
func isAddress(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	return strings.Contains(word, "@") || strings.Contains(word, "://") || strings.HasPrefix(word, "www.")
}
