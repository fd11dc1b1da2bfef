package certify

import "github.com/carif-oref/passerelle/transform/texte"

// scratch is the working memory of one query.
type scratch struct {
	score   []float32 // by entry
	seen    []int32   // entries with a score
	shared  []uint16  // trigrams shared, by stem
	touched []int32   // stems with shared trigrams
	grams   []texte.Trigram
	word    []int16     // by stem: 1 + the query word that it answers
	best    [64]float32 // likeness of each word of the entry at hand
	top     []int32
	list    []int32
	found   []candidate
	title   prepared
	diploma prepared
}

func newScratch(entries, stems int) *scratch {
	return &scratch{score: make([]float32, entries), shared: make([]uint16, stems), word: make([]int16, stems)}
}
