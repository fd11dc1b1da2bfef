package classify

import (
	"strconv"
	"strings"
)

// proposals states the best candidates, each with its evidence.
func (x *Index) proposals(k scheme, ranked []candidate, limit int) []Proposal {
	var out []Proposal
	for _, c := range ranked[:max(0, min(limit, len(ranked)))] {
		out = append(out, Proposal{
			Code:       x.codes[k].codes[c.code],
			Libelle:    x.codes[k].labels[c.code],
			Confidence: c.confidence,
			Evidence:   x.evidence(c),
		})
	}
	return out
}

// evidence says in French what speaks for a candidate.
func (x *Index) evidence(c candidate) string {
	var parts []string
	if c.neighbour >= 0 {
		title := x.examples[c.neighbour].title
		if c.supporters == 1 {
			parts = append(parts, "certification voisine : « "+title+" »")
		} else {
			parts = append(parts, strconv.Itoa(int(c.supporters))+" certifications voisines, dont « "+title+" »")
		}
	}
	if c.term >= 0 {
		t := x.terms.list[c.term]
		parts = append(parts, t.kind+" « "+t.text+" »")
	}
	if c.linear >= 0.1 {
		parts = append(parts, "mots habituels de ce code")
	}
	if c.together >= 0.2 {
		parts = append(parts, "accord avec les codes des autres nomenclatures")
	}
	if len(parts) == 0 {
		return "quelques mots en commun avec des intitulés de ce code"
	}
	return strings.Join(parts, " ; ")
}
