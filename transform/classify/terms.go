package classify

import (
	"math"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/transform/texte"
)

// term is one way in which a thesaurus names a code.
type term struct {
	text   string
	kind   string // in French: « synonyme Formacode »
	scheme scheme
	code   int32
	stems  int32
	mass   float32 // sum of the squares of the idf of its stems
}

// terms finds those that a text says, by their stems.
type terms struct {
	list   []term
	number map[string]int32 // of a stem
	lists  [][]int32        // terms that have a stem
	mass   []float32        // square of the idf of a stem
	rare   float32          // that of a stem which no term and no title has
}

// naming is a way to name a code, before its words are weighed.
type naming struct {
	term
	titre texte.Titre
}

// namings lists all the ways in which the thesauri name codes.
func (r *reading) namings() []naming {
	var out []naming
	for k := range schemes {
		for _, t := range r.terms[k] {
			code, ok := r.codes[k].find(t.Code)
			if !ok {
				continue
			}
			add := func(kind, text string) {
				if n := named(k, code, kind, text); len(n.titre.Stems) > 0 {
					out = append(out, n)
				}
			}
			switch k {
			case rome:
				add("intitulé ROME", t.Libelle)
			case nsf:
				add("libellé NSF", t.Libelle)
			case formacode:
				add("terme Formacode", t.Libelle)
			}
			for _, s := range t.Synonymes {
				add("synonyme Formacode", s)
			}
			for _, a := range t.Appellations {
				add("appellation ROME", a.Libelle)
			}
		}
	}
	return out
}

func named(k scheme, code int32, kind, text string) naming {
	words := strings.TrimPrefix(text, "Spécialités ") // which groups of NSF begin with says nothing
	return naming{term{text: text, kind: kind, scheme: k, code: code}, texte.Normalise(words)}
}

func newTerms(namings []naming, titles []texte.Titre) *terms {
	t := &terms{number: map[string]int32{}}
	for _, m := range namings {
		t.count(m.titre)
	}
	for _, titre := range titles {
		t.count(titre)
	}
	n := len(namings) + len(titles)
	for i, df := range t.mass {
		t.mass[i] = square(math.Log(float64(n+1) / float64(df)))
	}
	t.rare = square(math.Log(float64(n + 1)))
	t.lists = make([][]int32, len(t.mass))
	for _, m := range namings {
		m.stems = int32(len(m.titre.Stems))
		for _, s := range m.titre.Stems {
			stem := t.number[s]
			m.mass += t.mass[stem]
			t.lists[stem] = append(t.lists[stem], int32(len(t.list)))
		}
		t.list = append(t.list, m.term)
	}
	return t
}

// count counts, in mass, the texts that have each stem.
func (t *terms) count(titre texte.Titre) {
	for _, s := range titre.Stems {
		n, known := t.number[s]
		if !known {
			n = int32(len(t.mass))
			t.number[s] = n
			t.mass = append(t.mass, 0)
		}
		t.mass[n]++
	}
}

func square(x float64) float32 { return float32(x) * float32(x) }

// said is a term that a text says, or says in part.
type said struct {
	term  int32
	whole bool    // each of its words is in the text
	part  float32 // part of the text that it is
	near  float32 // likeness of the two
}

const saidKept = 12 // terms looked at, for each nomenclature

// leastNear is the likeness from which a term said in part counts.
const leastNear = 0.35

// in finds what a text says, for each nomenclature, what tells most first. It is
// good until the scratch is asked again.
func (t *terms) in(titre texte.Titre, s *scratch) perScheme[[]said] {
	var mass float32
	for _, stem := range titre.Stems {
		number, ok := t.number[stem]
		if !ok {
			mass += t.rare
			continue
		}
		own := t.mass[number]
		mass += own
		for _, at := range t.lists[number] {
			if s.shared[at].stems == 0 {
				s.reached = append(s.reached, at)
			}
			s.shared[at].stems++
			s.shared[at].mass += own
		}
	}
	out := &s.spoken
	for k := range out {
		out[k] = out[k][:0]
	}
	for _, at := range s.reached {
		m := &t.list[at]
		got := s.shared[at]
		s.shared[at] = shared{}
		whole, square := got.stems == m.stems, mass*m.mass
		if whole || got.mass*got.mass > leastNear*leastNear*square {
			near := got.mass / float32(math.Sqrt(float64(square)))
			out[m.scheme] = append(out[m.scheme], said{at, whole, got.mass / mass, near})
		}
	}
	s.reached = s.reached[:0]
	for k := range out {
		slices.SortFunc(out[k], func(a, b said) int {
			switch v, w := a.weight(), b.weight(); {
			case v > w:
				return -1
			case v < w:
				return 1
			}
			return int(a.term - b.term)
		})
		out[k] = out[k][:min(saidKept, len(out[k]))]
	}
	return *out
}

func (s said) weight() float32 {
	if s.whole {
		return s.near + 0.3
	}
	return s.near
}

// shared is what a text and a term have in common.
type shared struct {
	stems int32
	mass  float32
}
