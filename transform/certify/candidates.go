package certify

import "slices"

// kept is the number of entries that a text proposes.
const kept = 30

// tailWeight is what a word outside the head of a title weighs in proposing.
const tailWeight = 0.5

// sameBonus is what an entry of the very words of a text, or of a segment of it,
// is given more, as a share of its own weight: it must be among those proposed
// when its words stand at the end of a long title.
const sameBonus = 0.5

// candidates adds to list the entries that share most with a text. Entries that
// are alike in words are told apart by their kind.
func (x *Index) candidates(list []int32, s *scratch, p *prepared, named kind) []int32 {
	s.seen = s.seen[:0]
	for i := range p.terms {
		x.spread(s, &p.terms[i])
	}
	for _, i := range p.named {
		s.raise(i, 2*unknownWeight)
	}
	for _, b := range p.bodies {
		for _, i := range x.bodies[b] {
			s.raise(i, sameBonus*x.entries[i].weights)
		}
	}
	head := p.weights[0] + tailWeight*(p.total-p.weights[0])
	for _, i := range x.best(s, head, named) {
		if !slices.Contains(list, i) {
			list = append(list, i)
		}
	}
	for _, i := range s.seen {
		s.score[i] = 0
	}
	return list
}

// What is added to the share of words of an entry of the kind that is named, and
// taken from one that is listed only as replaced.
const (
	kindBonus    = 0.25
	archivedLoss = 0.05
)

// best orders the entries seen by the share of words in common, and keeps a few.
func (x *Index) best(s *scratch, head float32, named kind) []int32 {
	s.top = s.top[:0]
	worst, fitting := float32(-1), x.fittings(named)
	for _, i := range s.seen {
		m := &x.marks[i]
		score := 2*s.score[i]/(head+m.weights) - m.loss
		if score+kindBonus < worst || len(x.hidden) > 0 && x.hidden[x.entries[i].family] {
			continue
		}
		if fitting[m.pair] == fitSame {
			score += kindBonus
		}
		if len(s.top) < kept || score > worst {
			worst = s.keep(i, score)
		}
	}
	return s.top
}

// keep puts an entry in its place among the best, entries of one score by their
// number, and gives the score of the last when they are as many as are kept.
func (s *scratch) keep(i int32, score float32) (worst float32) {
	s.score[i] = score
	at := len(s.top)
	for at > 0 && (s.score[s.top[at-1]] < score || s.score[s.top[at-1]] == score && s.top[at-1] > i) {
		at--
	}
	if s.top = slices.Insert(s.top, at, i); len(s.top) <= kept {
		return -1
	}
	s.top = s.top[:kept]
	return s.score[s.top[kept-1]]
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
