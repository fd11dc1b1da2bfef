package target_test

import (
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/target"
)

func TestDisplayIsCountedInTheDaysThatThePartnerCounts(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	calendar := target.Schedule{DisplayDays: []int{1, 5}}
	working := target.Schedule{DisplayDays: []int{2, 3}, WorkingDays: []int{2, 3}}
	both := target.Schedule{DisplayDays: []int{3, 8}, WorkingDays: []int{2, 3}}
	for name, c := range map[string]struct {
		schedule  target.Schedule
		published string
		by        string
	}{
		"days of the calendar":            {calendar, "2026-11-27", "2026-12-02"},
		"three days of a week":            {working, "2026-11-23", "2026-11-26"},
		"over a week-end":                 {working, "2026-11-26", "2026-12-01"},
		"published on a Saturday":         {working, "2026-11-28", "2026-12-02"},
		"published on a Sunday":           {working, "2026-11-29", "2026-12-02"},
		"over Christmas":                  {working, "2026-12-24", "2026-12-30"},
		"over New Year's Day":             {working, "2026-12-31", "2027-01-06"},
		"over Easter Monday":              {working, "2026-04-03", "2026-04-09"},
		"over Labour Day":                 {working, "2026-04-30", "2026-05-06"},
		"over 8 May":                      {working, "2026-05-07", "2026-05-13"},
		"over Ascension":                  {working, "2026-05-13", "2026-05-19"},
		"over Whit Monday":                {working, "2026-05-22", "2026-05-28"},
		"over 14 July":                    {working, "2026-07-13", "2026-07-17"},
		"over Assumption, a Friday":       {working, "2025-08-14", "2025-08-20"},
		"over All Saints, a Monday":       {working, "2027-10-29", "2027-11-04"},
		"over the Armistice":              {working, "2026-11-10", "2026-11-16"},
		"over the earliest Easter":        {working, "2285-03-20", "2285-03-26"},
		"over the latest Easter":          {working, "2038-04-23", "2038-04-29"},
		"working days, then the calendar": {both, "2026-12-24", "2027-01-04"},
		"over the change of the hour":     {working, "2026-10-23", "2026-10-28"},
	} {
		published, err := time.ParseInLocation(time.DateOnly, c.published, paris)
		if err != nil {
			t.Fatal(err)
		}
		published = published.Add(2*time.Hour + 30*time.Minute)
		by, known := c.schedule.ShownBy(published)
		if !known || by.Format(time.DateOnly) != c.by || by.Hour() != published.Hour() {
			t.Errorf("%s: %s, want %s", name, by, c.by)
		}
	}
	if _, known := (target.Schedule{When: "Chaque nuit."}).ShownBy(time.Now()); known {
		t.Error("a display that nobody knows is told")
	}
}

func TestDelayIsToldInFrench(t *testing.T) {
	for _, c := range []struct {
		display, working []int
		want             string
	}{
		{nil, nil, ""},
		{[]int{1, 5}, nil, "1 à 5 jours après le flux"},
		{[]int{1, 1}, nil, "1 jour après le flux"},
		{[]int{0, 1}, nil, "0 à 1 jour après le flux"},
		{[]int{2, 3}, []int{2, 3}, "2 à 3 jours ouvrés après le flux"},
		{[]int{1, 1}, []int{1, 1}, "1 jour ouvré après le flux"},
		{[]int{3, 8}, []int{2, 3}, "2 à 3 jours ouvrés après le flux, puis 1 à 5 jours"},
		{[]int{2, 3}, []int{2, 2}, "2 jours ouvrés après le flux, puis 0 à 1 jour"},
		{[]int{2, 3}, []int{0, 0}, "2 à 3 jours après le flux"},
	} {
		if got := (target.Schedule{DisplayDays: c.display, WorkingDays: c.working}).Delay("après le flux"); got != c.want {
			t.Errorf("%v, %v: %q, want %q", c.display, c.working, got, c.want)
		}
	}
}

// TestTargetsCountAsTheirSourcesDo: the national base counts in working days, and
// what is added by France Travail follows the calendar.
func TestTargetsCountAsTheirSourcesDo(t *testing.T) {
	published := time.Date(2026, 12, 24, 2, 30, 0, 0, time.UTC)
	for name, want := range map[string]string{"intercarif": "2026-12-30", "lbf": "2026-12-30", "aude": "2027-01-04", "kairos": "2027-01-04"} {
		by, known := builtIn(t)[name].Schedule.ShownBy(published)
		if !known || by.Format(time.DateOnly) != want {
			t.Errorf("%s: %s, want %s", name, by, want)
		}
	}
}
