package classify

import (
	"slices"
	"strings"
)

// considered is how many candidates are weighed.
const considered = 12

// settle weighs the candidates that come first and sorts them, best first.
func (x *Index) settle(k scheme, of text, s *scratch) []candidate {
	list := x.foremost(k, s)
	of.look(list)
	places(list)
	for i := range list {
		f := of.signals(list[i], i, x.together.counts[k][list[i].code])
		if of.see != nil {
			of.see(k, list[i].code, f)
		}
		list[i].score = x.weigh[k].score(&f)
		list[i].confidence = x.weigh[k].confidence(list[i].score)
	}
	slices.SortFunc(list, func(a, b candidate) int { return x.before(k, &a, &b) })
	return list
}

// foremost picks the candidates to weigh, best first.
func (x *Index) foremost(k scheme, s *scratch) []candidate {
	all := s.votes[k].list
	picked := s.order[:0]
	for i := range all {
		c := &all[i]
		c.score = c.first()
		if len(picked) == considered && x.before(k, c, &all[picked[considered-1]]) >= 0 {
			continue
		}
		picked = append(picked[:min(len(picked), considered-1)], int32(i))
		for at := len(picked) - 1; at > 0 && x.before(k, c, &all[picked[at-1]]) < 0; at-- {
			picked[at-1], picked[at] = picked[at], picked[at-1]
		}
	}
	s.order = picked
	s.settled[k] = s.settled[k][:0]
	for _, i := range picked {
		s.settled[k] = append(s.settled[k], all[i])
	}
	return s.settled[k]
}

// before orders candidates by their scores; equal ones by their codes, which are
// compared only then.
func (x *Index) before(k scheme, a, b *candidate) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return strings.Compare(x.codes[k].codes[a.code], x.codes[k].codes[b.code])
}
