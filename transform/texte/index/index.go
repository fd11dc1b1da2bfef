package index

import (
	"sort"
	"strings"
)

// Index is documents by their terms.
type Index struct {
	count    int
	ids      map[string]int32
	terms    []string  // in order
	starts   []int32   // where the list of each term begins in postings
	postings []Posting // by term, then by document
	rarity   []float32 // by term
	spelling spelling
}

// Has says whether a document has the term.
func (x *Index) Has(term string) bool {
	_, known := x.ids[term]
	return known
}

// Documents gives the documents that have a term, in order. The slice belongs to
// the index.
func (x *Index) Documents(term string) []Posting {
	id, known := x.ids[term]
	if !known {
		return nil
	}
	return x.list(id)
}

func (x *Index) list(id int32) []Posting {
	from, to := x.starts[id], x.starts[id+1]
	return x.postings[from:to:to]
}

// Rarity says how much a term tells: ln(1 + documents/having). One that no
// document has is as rare as one that a single document has.
func (x *Index) Rarity(term string) float64 {
	if id, known := x.ids[term]; known {
		return float64(x.rarity[id])
	}
	return float64(rarity(x.count, 1))
}

// Completions gives the terms that begin with prefix, in order. The slice belongs
// to the index.
func (x *Index) Completions(prefix string) []string {
	from := sort.SearchStrings(x.terms, prefix)
	n := sort.Search(len(x.terms)-from, func(i int) bool { return !strings.HasPrefix(x.terms[from+i], prefix) })
	return x.terms[from : from+n : from+n]
}

// In gives the weight of a term in a document, 0 when the document does not have
// it.
func (x *Index) In(term string, document int) float32 {
	list := x.Documents(term)
	i := sort.Search(len(list), func(i int) bool { return int(list[i].Document) >= document })
	if i == len(list) || int(list[i].Document) != document {
		return 0
	}
	return list[i].Weight
}
