package certify

import (
	"slices"

	"github.com/carif-oref/passerelle/transform/texte"
)

// schools knows the initials by which people call engineering schools: Certif
// Info writes « école nationale supérieure d'ingénieurs de Caen » where
// organisations write « ENSICAEN ».
type schools map[string]*school

// school is what initials stand for.
type school struct {
	stems   []string
	entries int // that bear the name
}

// Letters of the initials of a school: fewer name anything.
const (
	leastInitials = 3
	mostInitials  = 8
	plainInitials = 5 // from here on they tell a school where no engineer is named
)

// kindEngineer is the kind of the diplomas of these schools.
const kindEngineer kind = "Ingénieur"

// whole are words that end the name of a school: what comes after them is its
// university, or what one studies there.
var whole = map[string]bool{"specialite": true, "universite": true, "partenariat": true, "convention": true}

// learn takes the title of an entry of which r is the reading.
func (n schools) learn(title string, r reading) {
	if r.kind != kindEngineer {
		return
	}
	initials, stems := "", []string(nil)
	words := texte.Words(title)
	for _, w := range words[min(2, len(words)):] { // after « ingénieur diplômé »
		if whole[w] && initials != "" || len(initials) == mostInitials {
			return
		}
		if texte.Stop(w) || w[0] < 'a' || w[0] > 'z' || len(w) < 2 {
			continue
		}
		if s := texte.Stem(w); slices.Contains(r.stems, s) {
			stems = append(stems, s)
		}
		if len(initials) >= leastInitials {
			n.call(initials+w, stems) // the town in full: ENSI and Caen
		}
		initials += w[:1]
		n.call(initials, stems)
	}
}

// call notes that initials stand for words: where several schools share them,
// for the words that all begin with.
func (n schools) call(initials string, stems []string) {
	if len(initials) < leastInitials {
		return
	}
	known := n[initials]
	if known == nil {
		n[initials] = &school{slices.Clone(stems), 1}
		return
	}
	same := 0
	for same < min(len(known.stems), len(stems)) && known.stems[same] == stems[same] {
		same++
	}
	known.stems = known.stems[:same]
	known.entries++
}

// school gives the words that a stem of a query stands for, when it is the initials
// of a school and no word that more certifications have.
func (c *corpus) school(stem string, of kind) []string {
	known := c.schools[stem]
	if known == nil || len(known.stems) < 2 || of != kindEngineer && len(stem) < plainInitials {
		return nil
	}
	if id, word := c.words[stem]; word && len(c.postings[id]) > known.entries {
		return nil
	}
	return known.stems
}

// spellOut puts the words of schools in the place of their initials.
func (c *corpus) spellOut(r *reading) {
	for i := 0; i < len(r.stems) && len(r.stems) < maxWords; i++ {
		words := c.school(r.stems[i], r.kind)
		if len(words) == 0 {
			continue
		}
		r.stems = slices.Replace(slices.Clone(r.stems), i, i+1, words...)
		r.segments = slices.Replace(slices.Clone(r.segments), i, i+1, slices.Repeat([]uint8{r.segments[i]}, len(words))...)
		i += len(words) - 1
	}
}
