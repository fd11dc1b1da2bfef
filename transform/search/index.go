package search

import (
	"fmt"
	"iter"
	"sync"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/transform/texte/index"
)

// Index answers searches. It never changes, and many goroutines may search it at
// once.
type Index struct {
	entries []entry
	words   *index.Index
	roots   map[string][]string // terms by their root
	codes   codes
	scratch sync.Pool
}

// New reads certifications and fiches to the end and indexes them. Either may be
// nil. An error of one of them is given back, wrapped.
func New(certifications iter.Seq2[nomenclature.Certification, error], fiches iter.Seq2[nomenclature.Fiche, error]) (*Index, error) {
	b := newBuilder()
	if certifications != nil {
		for c, err := range certifications {
			if err != nil {
				return nil, fmt.Errorf("index certifications for search: %w", err)
			}
			b.certification(c)
		}
	}
	b.replaced()
	if fiches != nil {
		for f, err := range fiches {
			if err != nil {
				return nil, fmt.Errorf("index fiches for search: %w", err)
			}
			b.fiche(f)
		}
	}
	b.succeeded()
	return b.index(), nil
}
