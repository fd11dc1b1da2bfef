package rules

import (
	"iter"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// Siblings finds, for a formation, those of the same organisation, head office
// and branches together, that may be the same. It is immutable and safe for use
// by several goroutines.
type Siblings struct {
	prints []print
	byKey  map[string][]int32 // places in prints, by what two of them share
	rarity map[string]int     // how many titles have a word
}

// NewSiblings indexes formations, each with its responsable and sessions: those
// of the organisations that will be asked for, or the whole catalogue.
func NewSiblings(all iter.Seq2[offre.Offre, error]) (*Siblings, error) {
	s := &Siblings{byKey: map[string][]int32{}, rarity: map[string]int{}}
	for o, err := range all {
		if err != nil {
			return nil, err
		}
		p := printOf(o)
		s.prints = append(s.prints, p)
		for _, w := range p.words {
			s.rarity[w]++
		}
	}
	slices.SortFunc(s.prints, func(a, b print) int { return strings.Compare(a.id, b.id) })
	for i, p := range s.prints {
		for _, key := range s.keys(p) {
			s.byKey[key] = append(s.byKey[key], int32(i))
		}
	}
	return s, nil
}

// near gives the prints of other formations that share something with one, by ID.
func (s *Siblings) near(p print) []print {
	var places []int32
	for _, key := range s.keys(p) {
		places = append(places, s.byKey[key]...)
	}
	slices.Sort(places)
	var found []print
	for _, i := range slices.Compact(places) {
		if s.prints[i].id != p.id {
			found = append(found, s.prints[i])
		}
	}
	return found
}

// keys are what two formations of an organisation must share to be compared: a
// certification, or one of the rarest words of the title. Titles that are alike
// share one of these words, whatever the others.
func (s *Siblings) keys(p print) (keys []string) {
	if p.family == "" {
		return nil
	}
	for _, c := range p.certifications {
		keys = append(keys, p.family+"\x00c"+c)
	}
	rare := slices.Clone(p.words)
	slices.SortFunc(rare, func(a, b string) int {
		if d := s.rarity[a] - s.rarity[b]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	for _, w := range rare[:len(rare)-common(len(rare))+min(1, len(rare))] {
		keys = append(keys, p.family+"\x00m"+w)
	}
	return keys
}

// family is the SIREN of an organisation, or that of its head office.
func family(o offre.Organisme, siret string) string {
	for _, s := range []string{o.Siege, o.SIRET, siret} {
		if len(s) == 14 {
			return s[:9]
		}
	}
	return ""
}
