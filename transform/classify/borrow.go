package classify

// What a term of one nomenclature teaches of another, chosen by cross-validation.
const (
	borrowedWeight = 0.3
	borrowedShare  = 0.15 // share of the titles of its code that must have the other code
	borrowedCodes  = 4
	doubt          = 2 // titles by which a share is lowered: few titles say little
)

// thought is a term of a thesaurus as the linear models read it.
type thought struct {
	scheme scheme
	code   int32
	vector []feature
}

// borrowed makes lessons for k of the terms of other nomenclatures: the name of a
// job is worth the NSF codes that titles of its ROME code have. Only titles that
// the model may see are counted. Formacode borrows nothing: it has terms enough.
func (t *trainer) borrowed(k scheme, without int) (out []lesson) {
	if k == formacode {
		return nil
	}
	for from := range schemes {
		if from == k {
			continue
		}
		worth := t.worth(from, k, without)
		for _, n := range t.named {
			if n.scheme != from {
				continue
			}
			if l := worth[n.code]; len(l.codes) > 0 {
				l.vector = n.vector
				out = append(out, l)
			}
		}
	}
	return out
}

// worth says, for each code of a nomenclature, the codes of k that it stands for.
func (t *trainer) worth(from, k scheme, without int) []lesson {
	var sets []perScheme[[]int32]
	codes := len(t.groups[from].of)
	counts := make([]int32, codes)
	for _, s := range t.sets {
		if without>>s.fold&1 == 1 || len(s.codes[k]) == 0 {
			continue
		}
		sets = append(sets, s.codes)
		for _, c := range s.codes[from] {
			counts[c]++
		}
	}
	out := make([]lesson, codes)
	for code, with := range pairUp(sets, from, k, codes) {
		out[code] = likeliest(with, counts[code])
	}
	return out
}

func likeliest(with []paired, of int32) (l lesson) {
	var sum float32
	for _, p := range with[:min(borrowedCodes, len(with))] {
		if share := float32(p.n) / float32(of+doubt); share >= borrowedShare {
			l.codes, l.shares = append(l.codes, p.code), append(l.shares, share)
			sum += share
		}
	}
	for i := range l.shares {
		l.shares[i] /= sum
	}
	l.weight = borrowedWeight * min(1, sum)
	return l
}
