package certify

import (
	"fmt"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Two versions that state no session are told apart by the sessions of their
// neighbours: numbers are given in the order of time.
func TestUndatedVersionsAreDatedByTheirNumbers(t *testing.T) {
	var all []nomenclature.Certification
	for i := range 60 {
		all = append(all, nomenclature.Certification{Code: fmt.Sprint(1000 + 10*i), Intitule: fmt.Sprintf("CAP métier %d", i), Type: "Certificat d'aptitude professionnelle", PremiereSession: 2010 + i/4})
	}
	all = append(all,
		nomenclature.Certification{Code: "1101", Intitule: "Master mention écologie", Type: "Master", NiveauEuropeen: 7},
		nomenclature.Certification{Code: "1501", Intitule: "Master mention écologie", Type: "Master", NiveauEuropeen: 7, Anciens: []nomenclature.Ancien{{Code: "1101", Intitule: "Master mention écologie"}}})
	x, err := New(each(all))
	if err != nil {
		t.Fatal(err)
	}
	for year, want := range map[int]string{2016: "1101", 2025: "1501", 0: "1501"} {
		q := Query{Title: "Master écologie"}
		if year != 0 {
			q.Date = time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
		}
		if got := x.Find(q, 1); len(got) == 0 || got[0].Code != want {
			t.Errorf("in %d: %+v, want %s", year, got, want)
		}
	}
}
