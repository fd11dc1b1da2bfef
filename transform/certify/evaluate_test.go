package certify

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestCoverageIsTheLargestShareThatAThresholdAccepts(t *testing.T) {
	for _, c := range []struct {
		name      string
		sorted    []verdict
		precision float64
		share     float64
		threshold float64
	}{
		{"all right", []verdict{{0.9, true}, {0.5, true}}, 0.99, 1, 0.5},
		{"wrong at the end", []verdict{{0.9, true}, {0.8, true}, {0.2, false}}, 0.99, 2.0 / 3, 0.8},
		{"wrong at the top", []verdict{{0.9, false}, {0.8, true}}, 0.99, 0, 0},
		{"a mistake that later answers make up for", []verdict{{0.9, false}, {0.8, true}, {0.7, true}, {0.6, true}}, 0.75, 1, 0.6},
		{"no threshold parts equals", []verdict{{0.9, true}, {0.9, false}}, 0.99, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := coverage(c.sorted, len(c.sorted), c.precision)
			if math.Abs(got.Share-c.share) > 1e-9 || got.Threshold != c.threshold {
				t.Errorf("%+v, want share %v at %v", got, c.share, c.threshold)
			}
		})
	}
}

func TestEvaluateCountsCodesAndFamilies(t *testing.T) {
	x := smallIndex(t)
	r := Evaluate(x, []Labelled{
		{Query{Title: "BTS NDRC"}, []string{"105"}, 2},               // the family, not the code
		{Query{Title: "Bac pro cuisine"}, []string{"999", "102"}, 3}, // any label
		{Query{Title: "CAP cuisine"}, []string{"102"}, 5},            // wrong, second
		{Query{Title: "CAP cuisine"}, []string{"999"}, 6},            // a code that is not there
	})
	if r.N != 4 || r.Unknown != 1 || r.Family.Top1 != 0.5 || r.Family.Top3 != 0.75 || r.Exact.Top1 != 0.25 {
		t.Errorf("%+v", r)
	}
	if len(r.Errors) != 2 || r.Errors[0].Line != 5 || r.Errors[0].Rank != 2 || r.Errors[0].Found != "101" || r.Errors[0].Label != "Bac pro cuisine" {
		t.Errorf("errors %+v", r.Errors)
	}
	n := 0
	for _, b := range r.Calibration {
		n += b.N
	}
	if n != 4 || len(r.Calibration) != 10 {
		t.Errorf("calibration %+v", r.Calibration)
	}
	if out, err := json.Marshal(r); err != nil || !strings.Contains(string(out), `"couverture"`) {
		t.Errorf("%s %v", out, err)
	}
}

func TestEvaluateOfNothing(t *testing.T) {
	if r := Evaluate(smallIndex(t), nil); r.N != 0 || r.Family.Top1 != 0 || r.Coverage[0].Share != 0 {
		t.Errorf("%+v", r)
	}
}
