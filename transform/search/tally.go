package search

import "math/bits"

// tally is what a search counts for each entry; it is all zero between two.
type tally struct {
	entries []count
	touched []int32
	current []float32 // for the wish being counted
	list    []int32   // entries that current has
	partial []float32 // for a way of several terms
	some    []int32
}

type count struct {
	sum  float32 // weight of the wishes times how well each is met
	mask uint32  // wishes that are met
}

func newTally(entries int) *tally {
	return &tally{entries: make([]count, entries), current: make([]float32, entries), partial: make([]float32, entries)}
}

func (t *tally) clear() {
	for _, at := range t.touched {
		t.entries[at] = count{}
	}
	t.touched = t.touched[:0]
}

// meet counts one wish.
func (x *Index) meet(t *tally, w *wish, bit int) {
	for i := range w.ways {
		x.follow(t, &w.ways[i])
	}
	w.weight = x.weigh(w)
	for _, at := range t.list {
		c := &t.entries[at]
		if c.mask == 0 {
			t.touched = append(t.touched, at)
		}
		c.sum += w.weight * t.current[at]
		c.mask |= 1 << bit
		t.current[at] = 0
	}
	t.list = t.list[:0]
}

// follow notes the entries that a way leads to.
func (x *Index) follow(t *tally, w *way) {
	if len(w.terms) == 1 {
		for _, p := range x.words.Documents(w.terms[0]) {
			t.note(p.Document, w.quality*p.Weight)
		}
		return
	}
	x.followSeveral(t, w)
}

// mostOf is the part of what an abbreviation stands for that an entry must say.
const mostOf = 0.85

func (x *Index) followSeveral(t *tally, w *way) {
	var total float32
	for _, term := range w.terms {
		rare := float32(x.words.Rarity(term))
		total += rare
		for _, p := range x.words.Documents(term) {
			if t.partial[p.Document] == 0 {
				t.some = append(t.some, p.Document)
			}
			t.partial[p.Document] += rare * p.Weight
		}
	}
	for _, at := range t.some {
		if part := t.partial[at] / total; part >= mostOf {
			t.note(at, w.quality*part)
		}
		t.partial[at] = 0
	}
	t.some = t.some[:0]
}

func (t *tally) note(at int32, quality float32) {
	if t.current[at] == 0 {
		t.list = append(t.list, at)
	}
	t.current[at] = max(t.current[at], quality)
}

// weigh says what a wish counts for: how rare its word is, or the rarest of those
// that it leads to first.
func (x *Index) weigh(w *wish) float32 {
	if len(w.ways) == 0 {
		return float32(x.words.Rarity(w.stem))
	}
	var weight float64
	for _, term := range w.ways[0].terms {
		weight += x.words.Rarity(term)
	}
	return float32(weight)
}

// full says whether a mask has all of n wishes.
func full(mask uint32, n int) bool { return bits.OnesCount32(mask) == n }
