package certify

import (
	"cmp"
	"math"
	"slices"
)

// candidate is an entry held against a query.
type candidate struct {
	entry  int32
	score  float32
	vector vector
}

// Find ranks the families of certifications that a query may mean, the best
// first, at most limit of them. It gives none when the title shares no word with
// any certification. A title that offers several diplomas, where no column says
// which, is asked about once for each.
func (x *Index) Find(query Query, limit int) []Match {
	if query.Type == "" && query.Diploma == "" {
		if titles := either(query.Title); titles != nil {
			return x.findEither(query, titles, limit)
		}
	}
	return x.findOne(query, limit)
}

func (x *Index) findOne(query Query, limit int) []Match {
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	q := x.ask(s, query)
	ranked := x.rank(s, &q)
	if len(ranked) == 0 || limit <= 0 {
		return nil
	}
	chances := x.chances(&q, ranked)
	matches := make([]Match, 0, min(limit, len(ranked)))
	for i := range ranked[:min(limit, len(ranked))] {
		matches = append(matches, x.result(s, &q, ranked, i, chances[i]))
	}
	return matches
}

// rank gives the best candidate of each family, the best first.
func (x *Index) rank(s *scratch, q *question) []candidate {
	s.found = s.found[:0]
	for _, i := range x.propose(s, q) {
		if c := x.hold(s, q, i); c.met() {
			s.found = append(s.found, c)
		}
	}
	slices.SortFunc(s.found, x.compare)
	ranked := s.found[:0]
	for _, c := range s.found {
		if !slices.ContainsFunc(ranked, func(r candidate) bool { return x.entries[r.entry].family == x.entries[c.entry].family }) {
			ranked = append(ranked, c)
		}
	}
	return ranked
}

// propose gives the entries that may be meant.
func (x *Index) propose(s *scratch, q *question) []int32 {
	s.list = x.candidates(s.list[:0], s, &s.title, q.kind)
	if q.given == givenDiploma {
		s.list = x.candidates(s.list, s, &s.diploma, q.kind)
	}
	return s.list
}

// hold measures an entry against the query.
func (x *Index) hold(s *scratch, q *question, i int32) candidate {
	c, e := candidate{entry: i}, &x.entries[i]
	x.describe(c.vector[:textMeasures], s, &s.title, i)
	if q.given == givenDiploma {
		x.describe(c.vector[textMeasures:2*textMeasures], s, &s.diploma, i)
	}
	x.describeRest(&c.vector, q, e)
	c.score = x.weightsFor(q).score(&c.vector)
	return c
}

// met tells whether a word of the entry's title stands in a text: what has none in
// common with it would only be proposed because nothing better was found.
func (c *candidate) met() bool {
	for at := 0; at < 2*textMeasures; at += textMeasures {
		if c.vector[at+entryCovered] > 0 || c.vector[at+sameTitle] > 0 || c.vector[at+sameWords] > 0 || c.vector[at+acronymFound] > 0 {
			return true
		}
	}
	return false
}

func (x *Index) weightsFor(q *question) *weights { return &x.model[q.given] }

func (x *Index) compare(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.entry, b.entry))
}

// chances turns scores into the chance of each family to be the one that is
// meant: what the confidence model says for the first; for the others what is
// left, shared as their scores say.
func (x *Index) chances(q *question, ranked []candidate) []float64 {
	list := make([]float64, len(ranked))
	w := x.weightsFor(q)
	sig := x.signals(q, ranked)
	z := 0.0
	for i, s := range sig {
		z += s * w.confidence[i]
	}
	list[0] = logistic(z)
	rest := 0.0
	for _, c := range ranked[1:] {
		rest += math.Exp(float64(c.score - ranked[0].score))
	}
	for i, c := range ranked[1:] {
		p := math.Exp(float64(c.score - ranked[0].score))
		list[i+1] = min(list[0], (1-list[0])*p/(p+rest))
	}
	return list
}
