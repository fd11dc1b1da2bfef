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

// order puts what is published first, then what matches best, then what is open
// and recent.
func (x *Index) order(all []found) {
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(x.standing(a.at)-x.standing(b.at), cmp.Compare(b.score, a.score), x.age(a.at, b.at), cmp.Compare(a.at, b.at))
	})
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
	return cmp.Or(cmp.Compare(last(q), last(p)), cmp.Compare(q.PremiereSession, p.PremiereSession), byNumber(q.Code, p.Code))
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
