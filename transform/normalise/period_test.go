package normalise

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
)

func TestASessionThatEndsBeforeItBeginsIsRefused(t *testing.T) {
	n := testNormaliser(t)
	for _, c := range []struct {
		name, debut, fin string
		refused          bool
	}{
		{"in order", "07/09/2026", "30/06/2027", false},
		{"one day", "07/09/2026", "07/09/2026", false},
		{"backwards", "01/07/2027", "30/06/2027", true},
		{"ends in the month in which it begins", "15/06/2027", "06/2027", false},
		{"ends in the month before", "06/2027", "05/2027", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := n.Normalise(record(map[layout.Field]string{layout.SessionDebut: c.debut, layout.SessionFin: c.fin}))
			told := strings.Contains(strings.Join(codesOf(row.Findings), " "), "session-fin-avant-debut")
			if row.Refused != c.refused || told != c.refused {
				t.Errorf("refused %v, told %v, want %v", row.Refused, told, c.refused)
			}
		})
	}
}
