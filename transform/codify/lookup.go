package codify

import (
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/transform/translate"
)

// Certification gives the entry of a Certif Info code, when it is in the file:
// published, or a habilitation or preparation that Certif Info lists.
func (x *Index) Certification(code string) (nomenclature.Certification, bool) {
	c, found := x.entries[code]
	return c, found
}

// listed are the entries of those that Certif Info lists.
func (x *Index) listed(successors []translate.Successeur) (all []nomenclature.Certification) {
	for _, s := range successors {
		if c, current := x.entries[s.Code]; current {
			all = append(all, c)
		}
	}
	return all
}

// Identify gives the published entries that bear every number stated of a
// certification: RNCP, RS and CFD, those that are blank aside. Codes are sorted.
func (x *Index) Identify(c offre.Certification) (codes []string) {
	for _, by := range []struct {
		index  map[string][]string
		number string
	}{{x.byRNCP, bare(c.RNCP)}, {x.byRS, bare(c.RS)}, {x.byCFD, c.CFD}} {
		switch {
		case by.number == "":
		case codes == nil:
			codes = slices.Clone(by.index[by.number])
		default:
			codes = slices.DeleteFunc(codes, func(code string) bool { return !slices.Contains(by.index[by.number], code) })
		}
		if by.number != "" && len(codes) == 0 {
			return nil
		}
	}
	return codes
}

// Knows reports whether a nomenclature has a code; true when it was not loaded.
func (x *Index) Knows(name nomenclature.Referential, code string) bool {
	labels, loaded := x.termes[name]
	if !loaded {
		return true
	}
	_, known := labels[code]
	return known
}

// bare is the number of a fiche without the name of its register: RNCP320 is 320.
func bare(number string) string {
	number = strings.ToUpper(strings.TrimSpace(number))
	return strings.TrimPrefix(strings.TrimPrefix(number, "RNCP"), "RS")
}

// withPrefix is a bare number as LHEO writes it.
func withPrefix(prefix, number string) string {
	if number = bare(number); number == "" {
		return ""
	}
	return prefix + number
}
