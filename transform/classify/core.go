package classify

import "github.com/carif-oref/passerelle/transform/texte"

// markers are stems that announce what a title is about, with how closely: a
// title names its domain, then its mention, then its speciality, and is coded for
// the last. What stands before any of them is worth 0.
var markers = map[string]int{"domain": 1, "mention": 2, "specialit": 3, "option": 3, "parcour": 3}

// core is the part of a title that says most closely what it is about, of several
// the last; the whole title when nothing announces a part.
func core(t texte.Titre) []string {
	var best []string
	from, rank, closest := 0, 0, 0
	for i := 0; i <= len(t.Suite); i++ {
		next, marker := 0, true
		if i < len(t.Suite) {
			next, marker = markers[t.Suite[i]]
		}
		if !marker {
			continue
		}
		if rank >= closest && len(about(t.Suite[from:i])) > 0 {
			best, closest = t.Suite[from:i], rank
		}
		from, rank = i+1, next
	}
	return about(best)
}

// about leaves out the beginning that tells nothing.
func about(part []string) []string {
	for len(part) > 0 && !tells(part[0]) {
		part = part[1:]
	}
	return part
}

// cutCore gives the features of the core of a title: what is near its head or at
// its level is coded like it, where the same words elsewhere are not.
func cutCore(t texte.Titre, buf []byte, visit func(block, []byte)) []byte {
	part := core(t)
	for i, stem := range part {
		if !tells(stem) {
			continue
		}
		buf = append(append(buf[:0], '^'), stem...)
		visit(cores, buf)
		if i > 0 && stem != part[0] {
			buf = append(append(append(append(buf[:0], '>'), part[0]...), ' '), stem...)
			visit(heads, buf)
		}
		if t.Niveau > 0 {
			buf = append(append(buf[:0], byte('0'+t.Niveau), ' '), stem...)
			visit(levels, buf)
		}
	}
	return buf
}
