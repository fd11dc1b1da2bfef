package certify

import (
	"encoding/json"
	"flag"
	"testing"
)

var crossValidate = flag.Bool("crossvalidate", false, "measure answers to titles of certifications that the weights were learnt without")

// TestCrossValidation learns from four fifths of the families and asks the titles
// of the last, five times.
func TestCrossValidation(t *testing.T) {
	if !*crossValidate {
		t.Skip("skipped: takes minutes; ask for it with -crossvalidate")
	}
	x, rows := realIndex(t), labelledTitles(t)
	strangers := strangeTitles(t, x)
	for g, least := range map[given]float64{givenTitle: 0.88, givenColumns: 0.95, givenDiploma: 0.995} {
		r := newTrainer(x, g, rows, strangers).crossValidate()
		if at99 := r.Coverage[1]; at99.Share < least || at99.Threshold > Automatic {
			t.Errorf("%s: coverage %+v, want %v at 99 %% from %v on", givenNames[g], r.Coverage, least, Automatic)
		}
		out, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %s", givenNames[g], out)
	}
}
