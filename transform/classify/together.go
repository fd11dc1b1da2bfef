package classify

import (
	"cmp"
	"slices"
)

// together counts the codes of one nomenclature that certifications have with
// those of another.
type together struct {
	sets   []perScheme[[]int32]
	counts perScheme[[]int32]               // how many sets have a code
	with   perScheme[perScheme[[][]paired]] // for a code of the first, codes of the second
}

// paired is a code, and how many sets have it with another.
type paired struct {
	code int32
	n    int32
}

const pairedKept = 40 // codes kept for each code

// newTogether counts the code sets of all fiches, whether their titles are known
// or not, and of the examples that are no fiche.
func newTogether(sets []perScheme[[]int32], codes perScheme[*codebook]) *together {
	t := &together{sets: sets}
	for k := range schemes {
		t.counts[k] = make([]int32, len(codes[k].codes))
		for _, set := range sets {
			for _, c := range set[k] {
				t.counts[k][c]++
			}
		}
		for other := range schemes {
			if other != k {
				t.with[k][other] = pairUp(sets, k, other, len(codes[k].codes))
			}
		}
	}
	return t
}

func pairUp(sets []perScheme[[]int32], k, other scheme, codes int) [][]paired {
	var seen []int64
	for _, set := range sets {
		for _, a := range set[k] {
			for _, b := range set[other] {
				seen = append(seen, int64(a)<<32|int64(b))
			}
		}
	}
	slices.Sort(seen)
	out := make([][]paired, codes)
	for i := 0; i < len(seen); {
		n := 1
		for i+n < len(seen) && seen[i+n] == seen[i] {
			n++
		}
		a := seen[i] >> 32
		out[a] = append(out[a], paired{int32(seen[i] & (1<<31 - 1)), int32(n)})
		i += n
	}
	for a := range out {
		slices.SortFunc(out[a], func(x, y paired) int { return cmp.Or(cmp.Compare(y.n, x.n), cmp.Compare(x.code, y.code)) })
		out[a] = slices.Clip(out[a][:min(pairedKept, len(out[a]))])
	}
	return out
}

// less is what the sets of what is hidden counted.
type less struct {
	counts perScheme[map[int32]int32]
	with   map[pairKey]int32
}

type pairKey struct {
	of, other scheme
	a, b      int32
}

func (t *together) hide(sets []int32) *less {
	if len(sets) == 0 {
		return nil
	}
	l := &less{with: map[pairKey]int32{}}
	for k := range schemes {
		l.counts[k] = map[int32]int32{}
		for _, set := range sets {
			for _, a := range t.sets[set][k] {
				l.counts[k][a]++
				for other := range schemes {
					for _, b := range t.sets[set][other] {
						l.with[pairKey{k, other, a, b}]++
					}
				}
			}
		}
	}
	return l
}

// speak adds to chances what one code of another nomenclature says of the codes
// of k.
func (t *together) speak(of scheme, code int32, weight float32, k scheme, without *less, to []float32, touched []int32) []int32 {
	total := t.counts[of][code]
	if without != nil {
		total -= without.counts[of][code]
	}
	for _, p := range t.with[of][k][code] {
		n := p.n
		if without != nil {
			n -= without.with[pairKey{of, k, code, p.code}]
		}
		if n <= 0 {
			continue
		}
		if to[p.code] == 0 {
			touched = append(touched, p.code)
		}
		to[p.code] += weight * float32(n) / float32(total+3)
	}
	return touched
}
