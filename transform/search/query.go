package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/transform/texte"
)

// wish is what one word of a query asks for.
type wish struct {
	typed  string
	stem   string
	last   bool // the last word of the query, which may be still being typed
	kind   bool // it names a kind of diploma
	weight float32
	ways   []way
}

// way is one manner of meeting a wish: an entry must have its terms.
type way struct {
	how     how
	terms   []string
	quality float32
	sens    string // what an abbreviation stands for
}

// how is how a word was found.
type how int

const (
	asTyped how = iota
	asAbbreviation
	asInitials
	asBeginning
	asFamily
	asMistake
)

// mostWishes is as many words of a query as are looked for.
const mostWishes = 24

// wishes reads the words of a query.
func (x *Index) wishes(query string) []wish {
	var list []wish
	parts := texte.Parts(touching.ReplaceAllString(query, "$1 $2"))
	for i, p := range parts {
		if len(list) == mostWishes {
			break
		}
		w := wish{typed: strings.Join(p.Words, " "), last: i == len(parts)-1 && !finished(query), kind: p.Type.Token() != ""}
		w.stem = texte.Stem(p.Words[len(p.Words)-1])
		w.ways = x.plainWays(p, w)
		list = append(list, w)
	}
	return list
}

// touching are two symbols of an habilitation électrique in one word: « H0B0 ».
var touching = regexp.MustCompile(`(?i)\b([bh][0-2][cenrtv]?)([bh][0-2][cenrtv]?)\b`)

// finished says whether the last word of a query is complete.
func finished(query string) bool {
	c, _ := utf8.DecodeLastRuneInString(query)
	return c == ' ' || c == '\u00a0'
}

// plainWays are the words, what they stand for, the beginning of the last one,
// their family; mistakes only where there is no such word.
func (x *Index) plainWays(p texte.Part, w wish) []way {
	var ways []way
	if p.Sens != "" {
		ways = append(ways, way{asAbbreviation, p.Stems, 1, p.Sens})
		if len(p.Stems) == 1 && p.Type.Token() == "" {
			ways = append(ways, x.family(p.Stems[0])...) // « dev » is développement, and développeur
		}
	} else if x.words.Has(p.Stems[0]) {
		ways = append(ways, way{asTyped, p.Stems, 1, ""})
	}
	if len(p.Words) > 1 {
		return ways
	}
	if w.stem != p.Stems[0] && x.words.Has(w.stem) {
		ways = append(ways, way{asTyped, []string{w.stem}, 0.95, ""})
	}
	if x.words.Has(initial + p.Words[0]) {
		ways = append(ways, way{asInitials, []string{initial + p.Words[0]}, 1, ""})
	}
	if w.last {
		ways = append(ways, x.beginnings(p.Words[0], w.stem, 2+min(len(ways), 1))...)
	}
	if len(ways) == 0 {
		ways = x.mistakes(w.stem)
	}
	return append(ways, x.family(w.stem)...)
}

// beginnings are the words that go on from the one typed.
func (x *Index) beginnings(typed, stem string, least int) []way {
	if len(typed) < least {
		return nil
	}
	var ways []way
	for _, t := range x.words.Completions(typed) {
		if t != stem {
			ways = append(ways, way{asBeginning, []string{t}, 0.6 + 0.3*float32(len(typed))/float32(len(t)), ""})
		}
	}
	return ways
}

func (x *Index) family(stem string) []way {
	var ways []way
	for _, t := range x.roots[texte.Root(stem)] {
		if t != stem {
			ways = append(ways, way{asFamily, []string{t}, 0.45, ""})
		}
	}
	return ways
}

// leastBeginning is the length under which what begins with a word says little of it.
const leastBeginning = 3

// loosen adds the ways that suppose a mistake, or words cut short; two letters are
// then no beginning: « BPJEPS AF » wants no « affaires ».
func (x *Index) loosen(w *wish) {
	if len(w.typed) < leastBeginning {
		w.ways = slices.DeleteFunc(w.ways, func(by way) bool { return by.how == asBeginning })
	}
	w.ways = append(w.ways, x.mistakes(w.stem)...)
	if !w.last {
		w.ways = append(w.ways, x.beginnings(w.typed, w.stem, leastBeginning)...)
	}
}

// mostSimilar is as many words as are taken for one mistyped word.
const mostSimilar = 12

// mistakes are the words that are a few letters from the one typed.
// Short words and codes are taken as they are.
func (x *Index) mistakes(stem string) []way {
	if len(stem) < 4 || strings.ContainsAny(stem, "0123456789") {
		return nil
	}
	var ways []way
	for _, s := range x.words.Similar(stem, 4*mostSimilar) {
		if s.Text == stem || strings.HasPrefix(s.Text, initial) {
			continue
		}
		if d := distance(stem, s.Text); d <= tolerated(stem) && len(ways) < mostSimilar {
			ways = append(ways, way{asMistake, []string{s.Text}, 0.8 - 0.15*float32(d), ""})
		}
	}
	return ways
}

// tolerated is how many letters may be wrong in a word.
func tolerated(word string) int {
	switch n := len(word); {
	case n < 5:
		return 1
	case n < 9:
		return 2
	}
	return 3
}
