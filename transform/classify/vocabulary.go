package classify

import (
	"math"
	"slices"

	"github.com/carif-oref/passerelle/transform/texte"
)

// block is a kind of feature. Each block of a vector has its own weight, however
// many features the title has in it.
type block uint8

const (
	stems  block = iota // « comptabl »
	pairs               // two stems that follow one another
	grams               // four letters of a stem, its ends included
	roots               // what a stem shares with its family: « comptabl », « comptabilit »
	cores               // a stem of the core of the title
	heads               // the first stem of the core, with another: « respons qualit »
	levels              // the European level, with a stem of the core: « 5 comptabl »
	blocks              // number of them
)

// share is the part of each block in the likeness of two titles.
var share = [blocks]float64{stems: 0.21, pairs: 0.15, grams: 0.15, roots: 0.1, cores: 0.15, heads: 0.12, levels: 0.12}

// commonGram is the idf under which four letters are in too many titles to say
// anything: they would take most of the time, and bring nothing.
const commonGram = 4.5

// dullGram is the idf under which four letters teach linear models nothing: they
// take a quarter of the time, and cross-validation does not see them go.
const dullGram = 5.5

// telling leaves out what linear models do not learn from.
func (v *vocabulary) telling(vector []feature) []feature {
	out := make([]feature, 0, len(vector))
	for _, f := range vector {
		if v.block[f.id] != grams || v.idf[f.id] > dullGram {
			out = append(out, f)
		}
	}
	return slices.Clip(out)
}

// feature is one feature of a vector.
type feature struct {
	id     int32
	weight float32
}

// vocabulary numbers the features that two titles or more have.
type vocabulary struct {
	number *numbers
	block  []block
	idf    []float32
	rare   float64 // idf of what no title has
}

// formal are stems of what titles are made of, not of what they are about.
var formal = map[string]bool{
	"specialit": true, "mention": true, "domain": true, "option": true, "parcour": true, "fich": true, "national": true,
	"diplom": true, "titr": true, "certificat": true, "niveau": true, "delivr": true, "finalit": true,
}

// tells says whether a stem is of what a title is about.
func tells(stem string) bool { return len(stem) > 1 && !formal[stem] }

// cut gives the features of a text to visit, by block.
func cut(t texte.Titre, buf []byte, visit func(block, []byte)) []byte {
	buf = cutCore(t, buf, visit)
	previous := ""
	for i, stem := range t.Stems {
		if !tells(stem) {
			continue
		}
		buf = append(buf[:0], stem...)
		visit(stems, buf)
		if previous != "" {
			buf = append(append(append(buf[:0], previous...), ' '), stem...)
			visit(pairs, buf)
		}
		previous = stem
		if root := texte.Root(stem); root != stem {
			buf = append(append(buf[:0], '~'), root...)
			visit(roots, buf)
		}
		if i > 0 || t.Type.Token() == "" {
			buf = append(append(append(buf[:0], '#', ' '), stem...), ' ')
			for from := 1; from+4 <= len(buf); from++ {
				buf[from-1] = '#'
				visit(grams, buf[from-1:from+4])
			}
		}
	}
	return buf
}

func learnVocabulary(titles []texte.Titre) *vocabulary {
	type count struct {
		name  uint64
		block block
		n     int32
		last  int32
	}
	seen := newNumbers(1 << 16)
	var counts []count
	var buf []byte
	for i, t := range titles {
		buf = cut(t, buf, func(b block, key []byte) {
			name := hash(b, key)
			at, known := seen.find(name)
			if !known {
				at = int32(len(counts))
				seen.put(name, at)
				counts = append(counts, count{name: name, block: b, last: -1})
			}
			if c := &counts[at]; c.last != int32(i) {
				c.last = int32(i)
				c.n++
			}
		})
	}
	v := &vocabulary{number: newNumbers(1 << 16), rare: math.Log(float64(len(titles) + 1))}
	for _, c := range counts {
		idf := math.Log(float64(len(titles)+1) / float64(c.n))
		if c.n > 1 && (c.block != grams || idf > commonGram) {
			v.number.put(c.name, int32(len(v.idf)))
			v.block = append(v.block, c.block)
			v.idf = append(v.idf, float32(idf))
		}
	}
	return v
}

// vector weighs the features of a title. What the vocabulary does not know counts
// in the length: a title of unknown words is near nothing. The vector is put in
// out, which is empty.
func (v *vocabulary) vector(t texte.Titre, out []feature, s *scratch) []feature {
	var length [blocks]float64
	ids := s.ids[:0]
	s.buf = cut(t, s.buf, func(b block, key []byte) {
		if id, ok := v.number.find(hash(b, key)); ok {
			ids = append(ids, id)
		} else if b == stems {
			length[b] += v.rare * v.rare
		}
	})
	slices.Sort(ids)
	s.ids = ids
	out = slices.Grow(out, len(ids))
	for i := 0; i < len(ids); {
		n := 1
		for i+n < len(ids) && ids[i+n] == ids[i] {
			n++
		}
		w := (1 + math.Log(float64(n))) * float64(v.idf[ids[i]])
		length[v.block[ids[i]]] += w * w
		out = append(out, feature{ids[i], float32(w)})
		i += n
	}
	for i := range out {
		b := v.block[out[i].id]
		out[i].weight *= float32(math.Sqrt(share[b] / length[b]))
	}
	return out
}
