package certify

import (
	"cmp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/transform/texte"
)

// likeness is a stem of the vocabulary that a word may stand for.
type likeness struct {
	id  int32
	sim float32
}

const (
	leastPrefix   = 3    // letters of a word cut short
	leastLikely   = 0.55 // Dice of trigrams between a word and a stem it misspells
	maxLikenesses = 4
)

// alike finds the stems that an unknown one may stand for: spelt a little
// differently, or the whole of what was cut short.
func (c *corpus) alike(s *scratch, stem string) []likeness {
	if len(stem) < leastPrefix || len(stem) > 40 || stem[0] < 'a' {
		return nil
	}
	s.grams = texte.AppendTrigrams(s.grams[:0], stem)
	slices.Sort(s.grams)
	s.grams = slices.Compact(s.grams)
	s.touched = s.touched[:0]
	for _, g := range s.grams {
		for _, id := range c.grams[g] {
			if s.shared[id] == 0 {
				s.touched = append(s.touched, id)
			}
			s.shared[id]++
		}
	}
	var found []likeness
	for _, id := range s.touched {
		word := c.list[id]
		sim := 2 * float32(s.shared[id]) / float32(len(s.grams)+len(word))
		s.shared[id] = 0
		switch {
		case strings.HasPrefix(word, stem):
			sim = max(sim, 0.7)
		case sim < leastLikely || len(stem) < 5:
			continue
		}
		found = append(found, likeness{id, min(sim, 0.95)})
	}
	slices.SortFunc(found, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.sim, a.sim), cmp.Compare(len(c.postings[b.id]), len(c.postings[a.id])), cmp.Compare(a.id, b.id))
	})
	return found[:min(len(found), maxLikenesses)]
}
