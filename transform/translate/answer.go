package translate

import (
	"cmp"
	"slices"
)

// Answer is what becomes of a code in another version of its nomenclature.
type Answer struct {
	Code    string   `json:"code"`    // the code asked for
	Libelle string   `json:"libelle"` // its label in the version it is of; empty when that version has no such code
	Kept    bool     `json:"garde"`   // the other version has the same code: it stays valid even where Certain is false
	Certain bool     `json:"certain"` // the first of Codes may take its place without anybody's decision
	Codes   []Target `json:"codes"`   // likeliest first; empty when nothing is known
}

// Target is a code that may take the place of another.
type Target struct {
	Code    string  `json:"code"`
	Libelle string  `json:"libelle"`
	Share   float64 `json:"part,omitempty"` // part of what the code meant that goes there, or likeness of the labels: 0 to 1; 0 when not measured
	How     string  `json:"comment"`        // how it was found, in French, for those who decide
}

// Known reports whether either version has the code.
func (a Answer) Known() bool { return a.Libelle != "" || a.Kept }

// ranked puts the largest share first; of equals, the lowest code.
func ranked(all []Target) []Target {
	slices.SortStableFunc(all, func(a, b Target) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Code, b.Code))
	})
	return all
}

// append1 adds a target unless its code is there already.
func append1(all []Target, t Target) []Target {
	if slices.ContainsFunc(all, func(o Target) bool { return o.Code == t.Code }) {
		return all
	}
	return append(all, t)
}
