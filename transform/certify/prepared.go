package certify

import (
	"slices"

	"github.com/carif-oref/passerelle/transform/texte"
)

// term is one stem of a query.
type term struct {
	likely  []likeness // stems of the vocabulary that it is, or may stand for
	weight  float32
	segment uint8
	known   bool  // the vocabulary has it
	same    int16 // 1 + an earlier term of the same stem, else 0
}

// prepared is a text of a query, ready to be held against entries.
type prepared struct {
	reading
	terms    []term
	weights  [maxSegments]float32 // of the terms, by segment
	total    float32              // each stem once
	known    float32              // share of total that the vocabulary has
	bodies   []uint64             // of the whole, and of each segment
	literals []uint64             // of all words: of the whole, of the first part
	trigrams []texte.Trigram
	named    []int32 // entries whose initials are one of the words
}

// kinLikeness is that of two words of one root: « paysage », « paysager ».
const kinLikeness = 0.8

// unknownWeight is what a stem that no certification has weighs in a query.
const unknownWeight = 4

func (c *corpus) prepare(p *prepared, s *scratch, text string) {
	*p = prepared{reading: readTitle(text), terms: p.terms[:0], bodies: p.bodies[:0], literals: p.literals[:0], trigrams: p.trigrams[:0], named: p.named[:0]}
	for _, w := range p.words {
		p.named = append(p.named, c.acronyms[w]...)
	}
	c.spellOut(&p.reading)
	for i, stem := range p.stems {
		t := c.term(s, stem)
		t.segment = p.segments[i]
		for j := range i {
			if p.stems[j] == stem {
				t.same = int16(j) + 1
				break
			}
		}
		p.weights[t.segment] += t.weight
		if t.same == 0 {
			p.total += t.weight
			if t.known {
				p.known += t.weight
			}
			if t.segment == 0 {
				p.trigrams = texte.AppendTrigrams(p.trigrams, stem)
			}
		}
		p.terms = append(p.terms, t)
	}
	c.joinTerms(p)
	slices.Sort(p.trigrams)
	p.trigrams = slices.Compact(p.trigrams)
	p.hash()
}

// hash keys the whole and every segment, to know an entry of the same words.
func (p *prepared) hash() {
	p.bodies = append(p.bodies, body(p.stems))
	all := stems(p.words)
	p.literals = append(p.literals, body(all), body(all[:p.first]))
	if p.count < 2 {
		return
	}
	var part []string
	for segment := range p.count {
		part = part[:0]
		for i, s := range p.stems {
			if p.segments[i] == segment {
				part = append(part, s)
			}
		}
		p.bodies = append(p.bodies, body(part))
	}
}

// term looks a stem up, by its likeness to others when the vocabulary lacks it.
func (c *corpus) term(s *scratch, stem string) term {
	if id, ok := c.words[stem]; ok {
		t := term{likely: []likeness{{id, 1}}, weight: c.idf[id], known: true}
		if kin := c.kin[texte.Root(stem)]; len(kin) > 1 && len(kin) < 12 {
			for _, k := range kin {
				if k != id {
					t.likely = append(t.likely, likeness{k, kinLikeness})
				}
			}
		}
		return t
	}
	t := term{likely: c.alike(s, stem), weight: unknownWeight}
	if len(t.likely) > 0 {
		t.weight = c.idf[t.likely[0].id]
	}
	return t
}

// joinTerms lets two neighbours stand for the word that they make together:
// « agro-équipement » for « agroéquipement ».
func (c *corpus) joinTerms(p *prepared) {
	for i := 1; i < len(p.terms); i++ {
		if id, ok := c.words[p.stems[i-1]+p.stems[i]]; ok {
			for _, t := range []*term{&p.terms[i-1], &p.terms[i]} {
				t.likely = append(t.likely, likeness{id, 1})
			}
		}
	}
}
