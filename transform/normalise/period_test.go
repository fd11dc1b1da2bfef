package normalise

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
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

// TestADateThatLacksAPartIsTold: targets that want days do not take the session.
func TestADateThatLacksAPartIsTold(t *testing.T) {
	n := testNormaliser(t)
	for _, c := range []struct {
		name, raw, want, says string
		field                 layout.Field
	}{
		{"the year", "2027", "20270000", "« 2027 » ne donne que l'année : les cibles", layout.SessionDebut},
		{"the month as Excel shows it", "janv-27", "20270100", "« janv-27 » ne donne pas le jour : les cibles", layout.SessionFin},
		{"the month without a year", "janvier", "00000100", "« janvier » ne donne pas l'année : les cibles", layout.SessionDebut},
		{"of enrolment", "09/2026", "20260900", "« 09/2026 » ne donne pas le jour : elle est diffusée ainsi.", layout.SessionInscrDebut},
		{"the whole", "07/01/2027", "20270107", "", layout.SessionDebut},
		{"said to be unknown", "00000000", "00000000", "", layout.SessionDebut},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := n.Normalise(record(map[layout.Field]string{c.field: c.raw}))
			if got := row.Text(c.field); got != c.want {
				t.Errorf("%q became %q, want %q", c.raw, got, c.want)
			}
			if c.says == "" && len(row.Findings) == 0 {
				return
			}
			if len(row.Findings) != 1 || row.Findings[0].Rule != "date-partielle" || row.Findings[0].Severity != finding.Warning ||
				row.Findings[0].Remedy == "" || !strings.Contains(row.Findings[0].Message, c.says) {
				t.Errorf("findings %+v; want %q", row.Findings, c.says)
			}
		})
	}
}

// TestAPeriodIsShownAsItIsTyped: nobody types AAAAMMJJ in a workbook.
func TestAPeriodIsShownAsItIsTyped(t *testing.T) {
	row := testNormaliser(t).Normalise(record(map[layout.Field]string{layout.SessionDebut: "01/07/2027", layout.SessionFin: "01/01/2027"}))
	if len(row.Findings) != 1 || row.Findings[0].Value != "01/01/2027" {
		t.Errorf("findings %+v", row.Findings)
	}
}

// TestAPeriodIsToldWithWhatIsKnownOfIt: nothing ends « le 2026 ».
func TestAPeriodIsToldWithWhatIsKnownOfIt(t *testing.T) {
	n := testNormaliser(t)
	for _, c := range []struct{ debut, fin, want string }{
		{"01/07/2027", "01/01/2027", "La session finit le 01/01/2027, avant de commencer le 01/07/2027 : la ligne n'est pas reprise."},
		{"07/2027", "01/01/2027", "La session finit le 01/01/2027, avant de commencer en 07/2027 : la ligne n'est pas reprise."},
		{"01/07/2027", "2026", "La session finit en 2026, avant de commencer le 01/07/2027 : la ligne n'est pas reprise."},
	} {
		row := n.Normalise(record(map[layout.Field]string{layout.SessionDebut: c.debut, layout.SessionFin: c.fin}))
		if last := row.Findings[len(row.Findings)-1]; last.Message != c.want {
			t.Errorf("%s to %s: %q, want %q", c.debut, c.fin, last.Message, c.want)
		}
	}
}
