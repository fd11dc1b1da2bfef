package classify

import (
	_ "embed" // learned.json
	"encoding/json"
	"fmt"
	"sort"
)

// learnedTables was made by TestLearn with -update, from the coded titles of the
// registers, each asked about without its certification.
//
//go:embed learned.json
var learnedTables []byte

const (
	treeDepth = 4
	splits    = 1<<treeDepth - 1
	leaves    = 1 << treeDepth
)

// tree asks treeDepth questions of the signals: after question i come questions
// 2i+1 when the signal is at most the bound, and 2i+2 when it is above.
type tree struct {
	Signal [splits]uint8   `json:"signal"`
	Bound  [splits]float32 `json:"borne"`
	Value  [leaves]float32 `json:"valeur"`
}

// forest weighs the signals of a candidate for one nomenclature.
type forest struct {
	Base   float32   `json:"base"`
	Trees  []tree    `json:"arbres"`
	Scores []float32 `json:"scores"` // rising, with the share of such candidates that proved right
	Right  []float64 `json:"justes"`
}

func parseLearned(data []byte) (out perScheme[forest], err error) {
	if err := json.Unmarshal(data, &out); err != nil {
		return out, fmt.Errorf("reading the learned tables of codification by text: %w; make them again with go test ./transform/classify -run TestLearn -update", err)
	}
	for k := range out {
		for _, t := range out[k].Trees {
			for _, s := range t.Signal {
				if s >= signals {
					return out, fmt.Errorf("reading the learned tables of codification by text: %s asks for signal %d of %d; make them again with go test ./transform/classify -run TestLearn -update", scheme(k).nomenclature(), s, signals)
				}
			}
		}
	}
	return out, nil
}

func (f *forest) score(s *[signals]float32) float32 {
	sum := f.Base
	for i := range f.Trees {
		sum += f.Trees[i].value(s)
	}
	return sum
}

func (t *tree) value(s *[signals]float32) float32 {
	at := 0
	for range treeDepth {
		above := 0
		if s[t.Signal[at]] > t.Bound[at] { // set without a jump: half of jumps would be foretold wrong
			above = 1
		}
		at = 2*at + 1 + above
	}
	return t.Value[at-splits]
}

// confidence reads between two of the scores whose outcome was measured.
func (f *forest) confidence(score float32) float64 {
	n := len(f.Scores)
	i := sort.Search(n, func(i int) bool { return f.Scores[i] >= score })
	switch {
	case n == 0:
		return 0
	case i == 0:
		return f.Right[0]
	case i == n:
		return f.Right[n-1]
	}
	part := float64((score - f.Scores[i-1]) / (f.Scores[i] - f.Scores[i-1]))
	return f.Right[i-1] + part*(f.Right[i]-f.Right[i-1])
}
