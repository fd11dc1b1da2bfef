package merge

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// TestAFullerDateIsKept delivers dates anew for the session 2026-09 of the good
// delivery, which goes from 7 September 2026 to 30 June 2027.
func TestAFullerDateIsKept(t *testing.T) {
	for _, tc := range []struct {
		name       string
		cells      []string
		debut, fin offre.Date
		says       string
	}{
		{"the year alone", []string{"session.debut=20260000"}, "20260907", "20270630", "Le catalogue connaît déjà une date plus précise, 07/09/2026 : elle est gardée à la place de « 2026 »."},
		{"the month", []string{"session.fin=20270600"}, "20260907", "20270630", "Le catalogue connaît déjà une date plus précise, 30/06/2027 : elle est gardée à la place de « 06/2027 »."},
		{"a month of entry without a year", []string{"session.mois_entree=[9]"}, "20260907", "20270630", "Le catalogue connaît déjà une date plus précise, 07/09/2026 : elle est gardée à la place de « mois 09 »."},
		{"another month", []string{"session.fin=20270700"}, "20260907", "20270700", ""},
		{"another year", []string{"session.debut=20250000"}, "20250000", "20270630", ""},
		{"said to be unknown", []string{"session.debut=00000000"}, "00000000", "20270630", ""},
		{"taken away", []string{"session.fin="}, "20260907", "", ""},
		{"the same day", []string{"session.debut=20260907"}, "20260907", "20270630", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newAwkward()
			apply(t, c, good()...)
			row := line("Sessions", 9, append([]string{"formation.responsable=" + siege, "formation.reference=NAU-01", "session.reference=2026-09"}, tc.cells...)...)
			result := apply(t, c, row)
			found := slices.DeleteFunc(result.Findings, func(f finding.Finding) bool { return f.Rule != dateMoinsPrecise.Code })
			switch {
			case tc.says == "" && len(found) > 0, tc.says != "" && (len(found) != 1 || found[0].Message != tc.says || found[0].Row != 9):
				t.Errorf("findings %+v; want %q", found, tc.says)
			}
			if len(found) == 1 && (found[0].After == "" || !strings.Contains(tc.says, ", "+found[0].After+" :") || !strings.Contains(tc.says, "« "+found[0].Value+" »")) {
				t.Errorf("from %q to %q; want what the message says, %q", found[0].Value, found[0].After, tc.says)
			}
			sessions, err := fetch[offre.Session](c.sessions, slices.Collect(maps.Keys(c.sessions)))
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range sessions {
				if s.Reference == "2026-09" && (s.Debut != tc.debut || s.Fin != tc.fin) {
					t.Errorf("from %s to %s; want %s and %s", s.Debut, s.Fin, tc.debut, tc.fin)
				}
			}
		})
	}
}
