package classify

import "github.com/carif-oref/passerelle/schemas/nomenclature"

// codebook numbers the codes of one nomenclature.
type codebook struct {
	number  map[string]int32
	codes   []string
	labels  []string
	parents map[string]string // ROME: a precise code and the one that titles are coded with
	closed  bool              // the nomenclature was given: a code that it lacks is not taken
}

func newCodebook() *codebook {
	return &codebook{number: map[string]int32{}, parents: map[string]string{}}
}

// declare takes a term of the nomenclature. A code that stands under another is
// that other one.
func (b *codebook) declare(t nomenclature.Terme) {
	b.closed = true
	if t.Parent != "" && t.Parent != t.Code {
		b.parents[t.Code] = t.Parent
		return
	}
	n := b.add(t.Code)
	b.labels[n] = t.Libelle
}

func (b *codebook) add(code string) int32 {
	if n, ok := b.number[code]; ok {
		return n
	}
	n := int32(len(b.codes))
	b.number[code] = n
	b.codes = append(b.codes, code)
	b.labels = append(b.labels, "")
	return n
}

// find numbers a code that a title was given; false when the nomenclature does
// not have it.
func (b *codebook) find(code string) (int32, bool) {
	if parent, ok := b.parents[code]; ok {
		code = parent
	}
	if n, ok := b.number[code]; ok || b.closed || code == "" {
		return n, ok
	}
	return b.add(code), true
}

// findAll numbers codes, each once, in order.
func (b *codebook) findAll(codes []string) []int32 {
	var out []int32
	for _, c := range codes {
		if n, ok := b.find(c); ok {
			out = appendNew(out, n)
		}
	}
	return out
}

func appendNew(list []int32, n int32) []int32 {
	for _, known := range list {
		if known == n {
			return list
		}
	}
	return append(list, n)
}
