package index

import (
	"cmp"
	"slices"
	"sync"

	"github.com/carif-oref/passerelle/transform/texte"
)

// Similar is a term written almost like a word.
type Similar struct {
	Text     string
	Likeness float64 // Dice of their trigrams: 1 for the same word
}

// spelling is the terms by their trigrams.
type spelling struct {
	terms  map[texte.Trigram][]int32
	counts []int32 // trigrams of each term, without doubles

	scratch sync.Pool
}

func (x *Index) spell() {
	x.spelling.terms, x.spelling.counts = map[texte.Trigram][]int32{}, make([]int32, len(x.terms))
	x.spelling.scratch.New = func() any { return &overlap{shared: make([]int32, len(x.terms))} }
	var grams []texte.Trigram
	for id, term := range x.terms {
		grams = distinct(texte.AppendTrigrams(grams[:0], term))
		x.spelling.counts[id] = int32(len(grams))
		for _, g := range grams {
			x.spelling.terms[g] = append(x.spelling.terms[g], int32(id))
		}
	}
}

func distinct(grams []texte.Trigram) []texte.Trigram {
	slices.Sort(grams)
	return slices.Compact(grams)
}

// leastLikeness is under which two words are not one word mistyped.
const leastLikeness = 0.3

// Similar gives the terms that share the most trigrams with a word, best first,
// then in order. Two words of five letters that one mistake tells apart have a
// likeness of 0.4 or so; two long ones of 0.8.
func (x *Index) Similar(word string, limit int) []Similar {
	grams := distinct(texte.AppendTrigrams(nil, word))
	s := x.spelling.scratch.Get().(*overlap)
	defer x.spelling.scratch.Put(s)
	for _, g := range grams {
		for _, id := range x.spelling.terms[g] {
			if s.shared[id] == 0 {
				s.touched = append(s.touched, id)
			}
			s.shared[id]++
		}
	}
	var list []Similar
	for _, id := range s.touched {
		if like := 2 * float64(s.shared[id]) / float64(int32(len(grams))+x.spelling.counts[id]); like >= leastLikeness {
			list = append(list, Similar{x.terms[id], like})
		}
		s.shared[id] = 0
	}
	s.touched = s.touched[:0]
	slices.SortFunc(list, func(a, b Similar) int {
		return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(a.Text, b.Text))
	})
	return list[:min(max(limit, 0), len(list))]
}

// overlap counts the trigrams that each term shares with a word; it is all zero
// between two.
type overlap struct {
	shared  []int32
	touched []int32
}
