package merge

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// TestSessionsThatHaveBegun gives dates to the session 2026-09 of the good
// delivery, which goes from 7 September 2026 to 30 June 2027.
func TestSessionsThatHaveBegun(t *testing.T) {
	before, under, over := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC), time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC)
	const reused, shift = "session-ancienne-reutilisee", "session-decalee"
	for _, tc := range []struct {
		name  string
		day   time.Time
		cells []string
		rule  string
		says  string
	}{
		{"same dates, over", over, []string{"session.debut=20260907", "session.fin=20270630"}, "", ""},
		{"moved before it begins", before, []string{"session.debut=20260914", "session.fin=20270707"}, shift, "du 14/09/2026 au 07/07/2027 (auparavant : du 07/09/2026 au 30/06/2027)"},
		{"moved once under way", under, []string{"session.debut=20260914", "session.fin=20270707"}, reused, "du 14/09/2026 au 07/07/2027"},
		{"moved to next year once over", over, []string{"session.debut=20270906", "session.fin=20280630"}, reused, "du 07/09/2026 au 30/06/2027"},
		{"prolonged while under way", under, []string{"session.fin=20270731"}, shift, "31/07/2027"},
		{"shortened while under way", under, []string{"session.fin=20270531"}, shift, "31/05/2027"},
		{"prolonged once over", over, []string{"session.fin=20280630"}, reused, "jusqu'au 30/06/2028"},
		{"month of the same date", over, []string{"session.debut=20260900", "session.fin="}, "", ""},
		{"month of another date", over, []string{"session.debut=20271000"}, reused, "10/2027"},
		{"month of entry, same", over, []string{"session.mois_entree=[9]"}, "", ""},
		{"month of entry, another", over, []string{"session.mois_entree=[10]"}, reused, "mois 10"},
		{"no date", over, []string{"session.places=8"}, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newAwkward()
			apply(t, c, good()...)
			held := c.dump()
			row := line("Sessions", 9, append([]string{"formation.responsable=" + siege, "formation.reference=NAU-01", "session.reference=2026-09"}, tc.cells...)...)
			result := applyAs(t, Options{Date: tc.day, Trusted: true}, c, row)
			found := slices.DeleteFunc(result.Findings, func(f finding.Finding) bool { return f.Rule != reused && f.Rule != shift })
			if tc.rule == "" {
				if len(found) != 0 || total(result).Refused != 0 {
					t.Errorf("%+v", found)
				}
				return
			}
			if len(found) != 1 || found[0].Rule != tc.rule || !strings.Contains(found[0].Message, tc.says) || found[0].Row != 9 {
				t.Fatalf("findings %+v", found)
			}
			want := journal.Counts{Read: 1, Changed: 1}
			if tc.rule == reused {
				want = journal.Counts{Read: 1, Refused: 1}
			}
			if total(result) != want || (c.dump() == held) != (tc.rule == reused) {
				t.Errorf("%+v", total(result))
			}
		})
	}
}

func TestDuplicatedSessionIsNew(t *testing.T) {
	c := newAwkward()
	apply(t, c, good()...)
	row := line("Sessions", 9, "formation.responsable="+siege, "formation.reference=NAU-01", "session.identifiant=", "session.reference=2027-09", "session.debut=20270906")
	if r := applyAs(t, Options{Date: today.AddDate(1, 0, 0)}, c, row); total(r).Added != 1 || len(r.Findings) != 0 {
		t.Errorf("%+v %+v", r.Sheets, r.Findings)
	}
}

// TestWhatASessionWasIsShownAsPeopleTypeDates: the finding gives the date that was
// held and the one that was delivered, for the same column.
func TestWhatASessionWasIsShownAsPeopleTypeDates(t *testing.T) {
	for _, tc := range []struct{ cell, field, was, is string }{
		{"session.debut=20270906", "session.debut", "07/09/2026", "06/09/2027"},
		{"session.fin=20280600", "session.fin", "30/06/2027", "06/2028"},
	} {
		c := newAwkward()
		apply(t, c, good()...)
		row := line("Sessions", 9, "formation.responsable="+siege, "formation.reference=NAU-01", "session.reference=2026-09", tc.cell)
		result := applyAs(t, Options{Date: time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC), Trusted: true}, c, row)
		if f := result.Findings[0]; f.Rule != "session-ancienne-reutilisee" || f.Field != tc.field || f.Value != tc.was || f.After != tc.is {
			t.Errorf("%s: %+v", tc.cell, f)
		}
	}
}

// A session that was known by its month alone is completed, not moved.
func TestDateThatIsCompletedIsNoShift(t *testing.T) {
	c := newAwkward()
	apply(t, c, flat(2))
	r := applyAs(t, Options{Date: today.AddDate(2, 0, 0)}, c, line("Sessions", 9, "formation.identifiant=28_33675", "session.identifiant=28_215869", "session.debut=20260907"))
	if total(r).Changed != 1 || len(r.Findings) != 0 {
		t.Errorf("%+v %+v", r.Sheets, r.Findings)
	}
}

// A row that is refused for its dates takes nothing of its formation either.
func TestReusedSessionOfAFlatRow(t *testing.T) {
	c := newAwkward()
	apply(t, c, flat(2, "session.debut=20260907"))
	held := c.dump()
	r := applyAs(t, Options{Date: today.AddDate(1, 0, 0), Trusted: true}, c, flat(2, "session.debut=20270906", "formation.intitule=AES"))
	if total(r).Refused != 1 || c.dump() != held {
		t.Errorf("%+v", r.Sheets)
	}
}
