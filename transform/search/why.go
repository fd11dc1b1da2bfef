package search

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/carif-oref/passerelle/transform/texte"
)

// whyWords tells which words of the query an entry has, and how they were found.
func (x *Index) whyWords(f found, wishes []wish) string {
	at := f.at
	if f.via >= 0 {
		at = f.via
	}
	var told []string
	for _, w := range wishes {
		if s := x.whyWish(at, w); s != "" {
			told = append(told, s)
		}
	}
	why := strings.Join(told, ", ")
	if f.via >= 0 {
		return fmt.Sprintf("remplace « %s » (%s)", x.entries[at].certification.Intitule, why)
	}
	return why
}

// whyWish tells the best way by which an entry meets a wish.
func (x *Index) whyWish(at int32, w wish) string {
	var best float32
	var chosen way
	for _, way := range w.ways {
		if q := x.quality(at, way); q > best {
			best, chosen = q, way
		}
	}
	if best == 0 {
		return ""
	}
	return x.tell(at, w, chosen)
}

// quality says how well an entry meets a way: as followed when it was counted.
func (x *Index) quality(at int32, w way) float32 {
	var met, total float32
	for _, term := range w.terms {
		rare := float32(x.words.Rarity(term))
		total += rare
		met += rare * x.words.In(term, int(at))
	}
	if len(w.terms) > 1 && met/total < mostOf {
		return 0
	}
	return w.quality * met / total
}

func (x *Index) tell(at int32, w wish, by way) string {
	in := ""
	if len(by.terms) == 1 && x.words.In(by.terms[0], int(at)) == inDomain {
		in = " dans le domaine"
	}
	switch by.how {
	case asAbbreviation:
		return fmt.Sprintf("« %s » pour « %s »%s", w.typed, by.sens, in)
	case asInitials:
		return fmt.Sprintf("sigle « %s »", w.typed)
	case asBeginning:
		return fmt.Sprintf("« %s » qui commence par « %s »%s", x.written(at, by.terms[0]), w.typed, in)
	case asFamily:
		return fmt.Sprintf("« %s » proche de « %s »%s", x.written(at, by.terms[0]), w.typed, in)
	case asMistake:
		return fmt.Sprintf("« %s » écrit « %s »%s", x.written(at, by.terms[0]), w.typed, in)
	}
	return fmt.Sprintf("« %s »%s", w.typed, in)
}

// written finds a term as the entry writes it.
func (x *Index) written(at int32, term string) string {
	c := &x.entries[at].certification
	for _, text := range []string{c.Intitule, c.FormacodeLibelle} {
		for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if texte.Stem(texte.Fold(w)) == term {
				return w
			}
		}
	}
	return term
}
