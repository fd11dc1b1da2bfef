package index

import "slices"

// Match is a document that a query found.
type Match struct {
	Document int
	Score    float64 // weighted Dice: 1 when it has the terms of the query and no other
}

// Nearest gives the documents nearest to a query, best first: those that share
// with it the most of what both of them say, each term counting its weight times
// its rarity. A term given twice counts twice.
func (x *Index) Nearest(query []Term, limit int) []Match {
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	total := x.share(s, query)
	best := newBest(limit)
	for _, d := range s.touched {
		best.offer(Match{int(d), 2 * float64(s.shared[d]) / (float64(total) + float64(x.weights[d]))})
		s.shared[d] = 0
	}
	s.touched = s.touched[:0]
	return best.inOrder()
}

// scratch is what a query needs for each document; it is all zero between two.
type scratch struct {
	shared  []float32
	touched []int32
}

func newScratch(documents int) *scratch { return &scratch{shared: make([]float32, documents)} }

// share sums what each document shares with the query, and the query.
func (x *Index) share(s *scratch, query []Term) (total float32) {
	for _, t := range query {
		if t.Weight <= 0 {
			continue
		}
		id, known := x.ids[t.Text]
		if !known {
			total += t.Weight * rarity(x.count, 1)
			continue
		}
		rare := x.rarity[id]
		total += t.Weight * rare
		for _, p := range x.list(id) {
			if s.shared[p.Document] == 0 {
				s.touched = append(s.touched, p.Document)
			}
			s.shared[p.Document] += min(t.Weight, p.Weight) * rare
		}
	}
	return total
}

// best keeps the best matches seen, the worst of them first: a heap.
type best struct {
	heap  []Match
	limit int
}

func newBest(limit int) best { return best{make([]Match, 0, min(max(limit, 0), 64)), limit} }

// worse says whether a comes after b.
func worse(a, b Match) bool {
	return a.Score < b.Score || a.Score == b.Score && a.Document > b.Document
}

func (b *best) offer(m Match) {
	switch {
	case len(b.heap) < b.limit:
		b.heap = append(b.heap, m)
		b.up(len(b.heap) - 1)
	case b.limit > 0 && worse(b.heap[0], m):
		b.heap[0] = m
		b.down(0)
	}
}

func (b *best) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !worse(b.heap[i], b.heap[parent]) {
			return
		}
		b.heap[i], b.heap[parent] = b.heap[parent], b.heap[i]
		i = parent
	}
}

func (b *best) down(i int) {
	for {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(b.heap); c++ {
			if worse(b.heap[c], b.heap[least]) {
				least = c
			}
		}
		if least == i {
			return
		}
		b.heap[i], b.heap[least] = b.heap[least], b.heap[i]
		i = least
	}
}

func (b *best) inOrder() []Match {
	slices.SortFunc(b.heap, func(a, c Match) int {
		if worse(a, c) {
			return 1
		}
		return -1
	})
	return b.heap
}
