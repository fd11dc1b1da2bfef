package certify

import (
	"cmp"
	"slices"
)

// kept is the number of entries that a text proposes.
const kept = 40

// tailWeight is what a word outside the head of a title weighs in proposing.
const tailWeight = 0.5

// candidates adds to list the entries that share most with a text. Entries that
// are alike in words are told apart by their kind.
func (x *Index) candidates(list []int32, s *scratch, p *prepared, named kind) []int32 {
	s.seen = s.seen[:0]
	for i := range p.terms {
		x.spread(s, &p.terms[i])
	}
	for _, word := range p.words {
		for _, i := range x.acronyms[word] {
			s.raise(i, 2*unknownWeight)
		}
	}
	head := p.weights[0] + tailWeight*(p.total-p.weights[0])
	for _, i := range s.seen {
		e := &x.entries[i]
		s.score[i] = 2 * s.score[i] / (head + e.weights)
		if x.fitting(named, e) == fitSame {
			s.score[i] += 0.25
		}
		if e.archived {
			s.score[i] -= 0.05
		}
	}
	best := s.seen
	if len(x.hidden) > 0 {
		best = slices.DeleteFunc(slices.Clone(best), func(i int32) bool { return x.hidden[x.entries[i].family] })
	}
	best = top(best, s.score, kept)
	for _, i := range best {
		if !slices.Contains(list, i) {
			list = append(list, i)
		}
	}
	for _, i := range s.seen {
		s.score[i] = 0
	}
	return list
}

// spread gives the entries of a term their share of it.
func (x *Index) spread(s *scratch, t *term) {
	if t.same != 0 {
		return
	}
	weight := t.weight
	if t.segment > 0 {
		weight *= tailWeight
	}
	for _, l := range t.likely {
		for _, i := range x.postings[l.id] {
			s.raise(i, weight*l.sim)
		}
	}
}

func (s *scratch) raise(i int32, by float32) {
	if s.score[i] == 0 {
		s.seen = append(s.seen, i)
	}
	s.score[i] += by
}

// top orders entries by score, the best first, and keeps n.
func top(list []int32, score []float32, n int) []int32 {
	compare := func(a, b int32) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b)) }
	if len(list) <= n {
		slices.SortFunc(list, compare)
		return list
	}
	best := append(make([]int32, 0, n+1), list[:n]...)
	slices.SortFunc(best, compare)
	for _, i := range list[n:] {
		if compare(i, best[n-1]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, i, compare)
		best = slices.Insert(best, at, i)[:n]
	}
	return best
}
