package certify

import (
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var crossValidate = flag.Bool("crossvalidate", false, "measure answers to titles of certifications that the weights were learnt without")

func TestCrossValidation(t *testing.T) {
	if !*crossValidate {
		t.Skip("skipped: takes a minute; ask for it with -crossvalidate")
	}
	x, rows := realIndex(t), labelledTitles(t)
	for g := range givenCount {
		if only := os.Getenv("GIVEN"); only != "" && only != givenNames[g] {
			continue
		}
		r := newTrainer(x, g, rows, strangeTitles(t, x)).crossValidate()
		if dir := os.Getenv("REPORTS"); dir != "" {
			b, _ := json.MarshalIndent(r, "", " ")
			os.WriteFile(dir+"/cv-"+givenNames[g]+".json", b, 0o644)
		}
		t.Logf("%s calibration %+v", givenNames[g], r.Calibration)
		t.Logf("%s: n %d family %.4f/%.4f/%.4f code %.4f coverage %+v", givenNames[g], r.N, r.Family.Top1, r.Family.Top3, r.Family.Top5, r.Exact.Top1, r.Coverage)
	}
}
