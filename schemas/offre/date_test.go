package offre

import "testing"

func TestDateAfterIsCertainOnly(t *testing.T) {
	for _, c := range []struct {
		name string
		d, e Date
		want bool
	}{
		{"days in order", "20260907", "20270630", false},
		{"days backwards", "20270630", "20260907", true},
		{"the same day", "20260907", "20260907", false},
		{"a day within the month of the other", "20270615", "20270600", false},
		{"a month after another", "20270600", "20270500", true},
		{"a year that holds the day", "20270000", "20270601", false},
		{"a month of no stated year", "00000900", "20200101", false},
		{"unknown", DateInconnue, "20200101", false},
		{"not stated", "", "20200101", false},
		{"no date at all", "septembre", "20200101", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.d.After(c.e); got != c.want {
				t.Errorf("%q after %q: %v, want %v", c.d, c.e, got, c.want)
			}
		})
	}
}

func TestDateTimeOnlyOfADayThatExists(t *testing.T) {
	for d, want := range map[Date]bool{"20280229": true, "20270229": false, "20261301": false, "20260900": false, "00000900": false, "": false, "2026-09-1": false} {
		if d.Complete() != want {
			t.Errorf("%q complete: %v, want %v", d, d.Complete(), want)
		}
	}
}
