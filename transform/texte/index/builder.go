package index

import (
	"cmp"
	"math"
	"slices"
)

// Term is a word of a document or of a query, folded or stemmed as the caller
// likes, and what it counts for there: 1 for a plain word. Weights of 0 and less
// count for nothing.
type Term struct {
	Text   string
	Weight float32
}

// Posting is a document that has a term.
type Posting struct {
	Document int32
	Weight   float32
}

// Builder collects documents. The zero value is ready. It keeps no reference to
// the slices it is given.
type Builder struct {
	ids   map[string]int32
	terms []string
	lists [][]Posting
	count int32
}

// Add adds a document and returns its number: 0 for the first, then 1. Of a term
// given twice the greater weight counts.
func (b *Builder) Add(terms ...Term) int {
	if b.ids == nil {
		b.ids = map[string]int32{}
	}
	for _, t := range terms {
		if t.Weight > 0 && t.Text != "" {
			b.post(b.id(t.Text), t.Weight)
		}
	}
	b.count++
	return int(b.count - 1)
}

func (b *Builder) id(term string) int32 {
	id, known := b.ids[term]
	if !known {
		id = int32(len(b.terms))
		b.ids[term] = id
		b.terms = append(b.terms, term)
		b.lists = append(b.lists, nil)
	}
	return id
}

func (b *Builder) post(id int32, weight float32) {
	list := b.lists[id]
	if n := len(list); n > 0 && list[n-1].Document == b.count {
		list[n-1].Weight = max(list[n-1].Weight, weight)
		return
	}
	b.lists[id] = append(list, Posting{b.count, weight})
}

// Index makes the index of the documents added so far.
func (b *Builder) Index() *Index {
	x := &Index{count: int(b.count), ids: make(map[string]int32, len(b.terms))}
	x.layOut(b)
	x.weigh()
	x.spell()
	return x
}

// layOut puts the terms in order, for completion, and their lists in one array.
func (x *Index) layOut(b *Builder) {
	order := make([]int32, len(b.terms))
	total := 0
	for i := range order {
		order[i] = int32(i)
		total += len(b.lists[i])
	}
	slices.SortFunc(order, func(a, c int32) int { return cmp.Compare(b.terms[a], b.terms[c]) })
	x.postings = make([]Posting, 0, total)
	x.starts = make([]int32, 0, len(order)+1)
	for _, i := range order {
		x.ids[b.terms[i]] = int32(len(x.terms))
		x.terms = append(x.terms, b.terms[i])
		x.starts = append(x.starts, int32(len(x.postings)))
		x.postings = append(x.postings, b.lists[i]...)
	}
	x.starts = append(x.starts, int32(len(x.postings)))
}

// weigh computes how rare each term is.
func (x *Index) weigh() {
	x.rarity = make([]float32, len(x.terms))
	for id := range x.terms {
		x.rarity[id] = rarity(x.count, len(x.list(int32(id))))
	}
}

// rarity is the inverse document frequency: ln(1 + documents/having).
func rarity(documents, having int) float32 {
	return float32(math.Log1p(float64(documents) / float64(max(having, 1))))
}
