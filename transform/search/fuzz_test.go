package search

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// FuzzSearch: whatever is typed, hits are few, distinct, in order, told, and the
// same a second time.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{"", "bts compta", "RNCP 40001", "rs", "certif info 1001", "40 001 40 002", "R389 R389", "\xff\x00", "caces caces caces", "tp tp mc de DU", "1001 1001", "a b c d e f g", "comptabilté "} {
		f.Add(s)
	}
	x := open(f)
	f.Fuzz(func(t *testing.T, query string) {
		hits := x.Search(query, 7)
		if len(hits) > 7 {
			t.Fatalf("%q: %d hits", query, len(hits))
		}
		seen := map[string]bool{}
		for _, h := range hits {
			key := h.Certification.Code + h.Fiche
			if seen[key] || h.Why == "" || h.Score < 0 || h.Score > 1.001 {
				t.Errorf("%q: %+v", query, h)
			}
			seen[key] = true
		}
		if again := x.Search(query, 7); fmt.Sprint(again) != fmt.Sprint(hits) {
			t.Errorf("%q: %v, then %v", query, hits, again)
		}
	})
}

func TestLongQueriesAreCut(t *testing.T) {
	x := open(t)
	for _, piece := range []string{"a ", "cap cuisine ", "1001 ", "100 ", "comptabilté gestoin ", "x"} {
		start := time.Now()
		x.Search(strings.Repeat(piece, 1<<20/len(piece)), 10)
		if took := time.Since(start); took > time.Second {
			t.Errorf("a megabyte of %q took %v", piece, took)
		}
	}
}
