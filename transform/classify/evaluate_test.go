package classify

import (
	"math"
	"slices"
	"testing"

	"github.com/carif-oref/passerelle/transform/texte"
)

func titreOf(q Query) texte.Titre { return texte.Normalise(q.Title) }

func TestEvaluate(t *testing.T) {
	x := built(t, small())
	r := x.Evaluate(slices.Values([]Labelled{
		{Query: Query{Title: "CAP boulanger"}, ROME: []string{"X0000", "D1102"}, NSF: []string{"221"}, Fiche: "RNCP1"},
		{Query: Query{Title: "Soudeur industriel"}, ROME: []string{"X0000"}, Fiche: "RNCP5"},
		{Query: Query{Title: "xyzzy"}, ROME: []string{"D1102"}},
	}), HideCertification)
	if r.ROME.N != 3 || r.ROME.Top1 != ratio(1, 3) || r.NSF.N != 1 || r.NSF.Top1 != 1 || r.Formacode.N != 0 {
		t.Errorf("got %+v", r)
	}
	if len(r.ROME.Errors) != 2 || r.ROME.Errors[0].Title != "Soudeur industriel" {
		t.Errorf("errors %+v", r.ROME.Errors)
	}
}

func TestCoverageIsTheLargestShareThatHolds(t *testing.T) {
	var answers []answered
	for i := range 100 {
		a := answered{confidence: 1 - float64(i)/100, rank: 1}
		if i == 49 || i >= 60 {
			a.rank = 0
		}
		answers = append(answers, a)
	}
	got := coverage(answers)
	want := []Coverage{{0.95, 0.62, 1 - 61.0/100}, {0.98, 0.60, 1 - 59.0/100}, {0.99, 0.49, 1 - 48.0/100}, {0.995, 0.49, 1 - 48.0/100}}
	near := func(a, b Coverage) bool {
		return a.Precision == b.Precision && a.Share == b.Share && math.Abs(a.Threshold-b.Threshold) < 1e-9
	}
	if !slices.EqualFunc(got, want, near) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestConfidenceReadsBetweenWhatWasMeasured(t *testing.T) {
	f := forest{Scores: []float32{-1, 1}, Right: []float64{0.2, 0.8}}
	for score, want := range map[float32]float64{-5: 0.2, -1: 0.2, 0: 0.5, 1: 0.8, 7: 0.8} {
		if got := f.confidence(score); got != want {
			t.Errorf("score %v: got %v, want %v", score, got, want)
		}
	}
}

func TestTreesThatAskForNoSignalAreRefused(t *testing.T) {
	if _, err := parseLearned([]byte(`[{"arbres":[{"signal":[99]}]},{},{}]`)); err == nil {
		t.Error("signal 99 was taken")
	}
}
