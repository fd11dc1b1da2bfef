package merge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

func unknownFormation(r *row, near *suggestions) finding.Finding {
	field, value, of, like := layout.FormationID, r.text(layout.FormationID), "", ""
	if value != "" {
		like = near.number(value)
	} else {
		field, value, of = layout.FormationReference, r.call().reference, " de l'organisme "+r.call().responsable
		like = near.call(r.call())
	}
	found := about(formationInconnue, r, field, "", value)
	found.Message = fmt.Sprintf("La formation « %s »%s n'est ni dans la livraison ni au catalogue.", finding.Cut(value, 80), of)
	if like != "" {
		found.Message += fmt.Sprintf(" La plus proche connue : « %s ».", like)
	}
	return found
}

func unknownOrganisme(r *row) finding.Finding {
	found := about(organismeInconnu, r, layout.OrganismeSIRET, "", r.siret)
	found.Message = fmt.Sprintf("L'organisme de SIRET %s n'est ni dans la livraison ni au catalogue.", r.siret)
	return found
}

// maxSuggestions bounds the searches for a near word: a delivery that is wrong
// from end to end needs no more to show how.
const maxSuggestions = 500

// suggestions find the known name nearest to an unknown one.
type suggestions struct {
	references map[string][]string // by SIRET responsable, sorted
	holders    map[string][]string // SIRET of those that use a reference, sorted
	numbers    []string
	made       map[call]string
}

func newSuggestions(known map[call]string, described map[string]bool) *suggestions {
	s := &suggestions{references: map[string][]string{}, holders: map[string][]string{},
		numbers: slices.Sorted(maps.Keys(described)), made: map[call]string{}}
	names := slices.SortedFunc(maps.Keys(known), func(a, b call) int {
		return strings.Compare(a.responsable+"\x00"+a.reference, b.responsable+"\x00"+b.reference)
	})
	for _, n := range names {
		s.references[n.responsable] = append(s.references[n.responsable], n.reference)
		s.holders[n.reference] = append(s.holders[n.reference], n.responsable)
	}
	return s
}

// call looks among the references of the same organisme, then for the same
// reference at another: a wrong SIRET is as common as a wrong reference.
func (s *suggestions) call(name call) string {
	return s.once(name, func() string {
		if near := finding.Nearest(name.reference, s.references[name.responsable]); near != "" {
			return near
		}
		if holders := s.holders[name.reference]; len(holders) > 0 {
			return name.reference + " de l'organisme " + holders[0]
		}
		return ""
	})
}

func (s *suggestions) number(id string) string {
	return s.once(call{reference: id}, func() string { return finding.Nearest(id, s.numbers) })
}

func (s *suggestions) once(name call, search func() string) string {
	if like, met := s.made[name]; met || len(s.made) >= maxSuggestions {
		return like
	}
	s.made[name] = search()
	return s.made[name]
}
