package search

import (
	"cmp"
	"slices"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Hit is an entry that a search found.
type Hit struct {
	Certification nomenclature.Certification `json:"certification"`
	Archived      bool                       `json:"archivee"`
	ReplacedBy    []string                   `json:"remplacee_par,omitempty"` // Certif Info codes, in order; of a fiche, RNCP and RS numbers
	Fiche         string                     `json:"fiche,omitempty"`         // number in the register of an entry that Certif Info does not list: RNCP38430; Certification then holds what the fiche states
	Score         float64                    `json:"score"`                   // 0 to 1; compares hits of one search
	Why           string                     `json:"pourquoi"`                // in French: which words or code were found
}

// found is a hit before it is told.
type found struct {
	at    int32
	score float32 // of the words, or 1 less how far the code goes on
	whole float32 // how much of the query it covers
	via   int32   // the replaced entry by which it was found, or -1
	code  *code   // the code by which it was found
}

// mostSifted is the greatest limit for which putting each entry in its place
// among the best is quicker than sorting them all.
const mostSifted = 256

// best gives the best of all, in order: what is published first, then what
// matches best, then what is open and recent.
func (x *Index) best(all []found, limit int) []found {
	if limit > mostSifted || len(all) <= limit {
		slices.SortFunc(all, x.compare)
		return all[:min(limit, len(all))]
	}
	best := make([]found, 0, limit)
	for _, f := range all {
		if len(best) == limit {
			if x.compare(f, best[limit-1]) > 0 {
				continue
			}
			best = best[:limit-1]
		}
		at, _ := slices.BinarySearchFunc(best, f, x.compare)
		best = slices.Insert(best, at, f)
	}
	return best
}

func (x *Index) compare(a, b found) int {
	if c := x.standing(a.at) - x.standing(b.at); c != 0 {
		return c
	}
	if c := cmp.Compare(b.score, a.score); c != 0 {
		return c
	}
	return cmp.Or(x.age(a.at, b.at), cmp.Compare(a.at, b.at))
}

func (x *Index) standing(at int32) int {
	if x.entries[at].archived {
		return 1
	}
	return 0
}

// age puts first what has no last session, then what had its first one latest.
func (x *Index) age(a, b int32) int {
	p, q := &x.entries[a].certification, &x.entries[b].certification
	if c := cmp.Or(last(q)-last(p), q.PremiereSession-p.PremiereSession); c != 0 {
		return c
	}
	return byNumber(q.Code, p.Code)
}

func last(c *nomenclature.Certification) int {
	if c.DerniereSession == 0 {
		return 9999
	}
	return c.DerniereSession
}

func (x *Index) hits(all []found, limit int, why func(found) string) []Hit {
	all = all[:min(limit, len(all))]
	hits := make([]Hit, len(all))
	for i, f := range all {
		e := &x.entries[f.at]
		hits[i] = Hit{e.certification, e.archived, e.replacedBy, e.fiche, float64(f.score), why(f)}
	}
	return hits
}
