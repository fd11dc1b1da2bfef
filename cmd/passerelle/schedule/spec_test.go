package schedule_test

import (
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func parse(t testing.TB, expression, place string) schedule.Spec {
	t.Helper()
	s, err := schedule.Parse(expression, zone(t, place))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ expression, want string }{
		"nothing":                {"", `it is empty; write "30 2 * * *"`},
		"four fields":            {"30 2 * *", "4 fields where 5 are due: minute, hour, day of month"},
		"seconds":                {"0 30 2 * * *", "6 fields where 5 are due"},
		"an hour too late":       {"30 25 * * *", `hour "25": end of range (25) above maximum (23)`},
		"a minute too late":      {"60 2 * * *", `minute "60"`},
		"no day zero":            {"0 0 0 * *", `day of month "0"`},
		"a French month":         {"0 0 1 juil *", "months are 1 to 12, or JAN to DEC"},
		"Sunday as 7":            {"0 0 * * 7", "Sunday is 0 or SUN"},
		"a French day":           {"0 0 * * lundi", "or SUN to SAT"},
		"a range backwards":      {"0 22-4 * * *", `hour "22-4": beginning of range (22) beyond end of range (4)`},
		"a step of nothing":      {"*/0 * * * *", `minute "*/0": step`},
		"a comma alone":          {"0 , * * *", `hour ",": a comma with nothing beside it`},
		"a comma at the end":     {"0, 2 * * *", `minute "0,": a comma with nothing beside it`},
		"a zone":                 {"TZ=Europe/Paris 30 2 * * *", "the time zone is said by the configuration"},
		"a zone, the other way":  {"CRON_TZ=Europe/Paris 30 2 * * *", "the time zone is said by the configuration"},
		"a zone alone":           {"TZ=Europe/Paris", "the time zone is said by the configuration"},
		"an interval":            {"@every 15m", `write "*/15 * * * *"`},
		"an unknown word":        {"@nightly", "those known are @hourly, @daily"},
		"the 31st of February":   {"0 0 31 2 *", "never be due"},
		"the 31st of short ones": {"0 0 31 4,6,9,11 *", "never be due"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := schedule.Parse(c.expression, time.UTC)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %s", err, c.want)
			}
			if !s.Next(time.Now()).IsZero() {
				t.Error("what is refused is due")
			}
		})
	}
	if _, err := schedule.Parse("30 2 * * *", nil); err == nil || !strings.Contains(err.Error(), "no time zone") {
		t.Errorf("without a zone: %v", err)
	}
}

// dues lists what is due from an instant on, as clocks of the place show it.
func dues(s schedule.Spec, from time.Time, n int) (all []string) {
	for at := from; len(all) < n; {
		if at = s.Next(at); at.IsZero() {
			break
		}
		all = append(all, at.In(s.Zone()).Format("2006-01-02 15:04 -07:00"))
	}
	return all
}

// What robfig/cron's own Next does on these days is why ours decides: at 02:30 in
// Paris it skips 29 March 2026 altogether (28, then 30) and is due twice on 25
// October (02:30 +02:00, then 02:30 +01:00).
func TestWhenClocksChange(t *testing.T) {
	for name, c := range map[string]struct {
		expression, place, from string
		want                    []string
	}{
		"a fixed time of the skipped hour is due right after": {"30 2 * * *", "Europe/Paris", "2026-03-28 00:00", []string{
			"2026-03-28 02:30 +01:00", "2026-03-29 03:00 +02:00", "2026-03-30 02:30 +02:00"}},
		"several are due once": {"*/20 2 * * *", "Europe/Paris", "2026-03-28 02:30", []string{
			"2026-03-28 02:40 +01:00", "2026-03-29 03:00 +02:00", "2026-03-30 02:00 +02:00"}},
		"and not again with one that is due there anyway": {"0 2,3 * * *", "Europe/Paris", "2026-03-28 12:00", []string{
			"2026-03-29 03:00 +02:00", "2026-03-30 02:00 +02:00", "2026-03-30 03:00 +02:00"}},
		"one after the skipped hour keeps its time": {"15 3 * * *", "Europe/Paris", "2026-03-28 12:00", []string{
			"2026-03-29 03:15 +02:00", "2026-03-30 03:15 +02:00"}},
		"a fixed time of the doubled hour is due the first time": {"30 2 * * *", "Europe/Paris", "2026-10-24 00:00", []string{
			"2026-10-24 02:30 +02:00", "2026-10-25 02:30 +02:00", "2026-10-26 02:30 +01:00"}},
		"as it starts": {"0 2 * * *", "Europe/Paris", "2026-10-24 12:00", []string{
			"2026-10-25 02:00 +02:00", "2026-10-26 02:00 +01:00"}},
		"as it ends": {"0 3 * * *", "Europe/Paris", "2026-10-24 12:00", []string{
			"2026-10-25 03:00 +01:00", "2026-10-26 03:00 +01:00"}},
		"every second hour is a fixed time": {"0 */2 * * *", "Europe/Paris", "2026-03-29 00:00", []string{
			"2026-03-29 03:00 +02:00", "2026-03-29 04:00 +02:00"}},
		"every quarter follows the time that passes, in spring": {"*/15 * * * *", "Europe/Paris", "2026-03-29 01:40", []string{
			"2026-03-29 01:45 +01:00", "2026-03-29 03:00 +02:00", "2026-03-29 03:15 +02:00"}},
		"and in autumn": {"*/30 * * * *", "Europe/Paris", "2026-10-25 01:59", []string{
			"2026-10-25 02:00 +02:00", "2026-10-25 02:30 +02:00", "2026-10-25 02:00 +01:00", "2026-10-25 02:30 +01:00", "2026-10-25 03:00 +01:00"}},
		"every hour too": {"0 * * * *", "Europe/Paris", "2026-10-25 01:30", []string{
			"2026-10-25 02:00 +02:00", "2026-10-25 02:00 +01:00", "2026-10-25 03:00 +01:00"}},
		"all hours named is every hour": {"0 0-23 * * *", "Europe/Paris", "2026-10-25 01:30", []string{
			"2026-10-25 02:00 +02:00", "2026-10-25 02:00 +01:00"}},
		"every quarter of one named hour is a fixed time": {"*/30 2 * * *", "Europe/Paris", "2026-10-24 12:00", []string{
			"2026-10-25 02:00 +02:00", "2026-10-25 02:30 +02:00", "2026-10-26 02:00 +01:00"}},
		"a change of half an hour skips": {"15 2 * * *", "Australia/Lord_Howe", "2026-10-03 12:00", []string{
			"2026-10-04 02:30 +11:00", "2026-10-05 02:15 +11:00"}},
		"and doubles": {"45 1 * * *", "Australia/Lord_Howe", "2026-04-04 12:00", []string{
			"2026-04-05 01:45 +11:00", "2026-04-06 01:45 +10:30"}},
		"half an hour that passes": {"15,45 * * * *", "Australia/Lord_Howe", "2026-04-05 01:20", []string{
			"2026-04-05 01:45 +11:00", "2026-04-05 01:45 +10:30", "2026-04-05 02:15 +10:30"}},
		"a month without the change, and its start": {"30 2 * * *", "Africa/Casablanca", "2026-02-14 12:00", []string{
			"2026-02-15 02:30 +01:00", "2026-02-16 02:30 +00:00"}},
		"and its end": {"30 2 * * *", "Africa/Casablanca", "2026-03-21 12:00", []string{
			"2026-03-22 03:00 +01:00", "2026-03-23 02:30 +01:00"}},
		"a day that never was": {"0 12 * * *", "Pacific/Apia", "2011-12-29 00:00", []string{
			"2011-12-29 12:00 -10:00", "2011-12-31 00:00 +14:00", "2011-12-31 12:00 +14:00"}},
		"clocks that change at midnight": {"0 0 * * *", "America/Asuncion", "2023-09-30 12:00", []string{
			"2023-10-01 01:00 -03:00", "2023-10-02 00:00 -03:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			from, err := time.ParseInLocation("2006-01-02 15:04", c.from, zone(t, c.place))
			if err != nil {
				t.Fatal(err)
			}
			got := dues(parse(t, c.expression, c.place), from, len(c.want))
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestCalendar(t *testing.T) {
	for name, c := range map[string]struct {
		expression, from string
		want             []string
	}{
		"the end of a year":          {"59 23 31 12 *", "2026-06-01", []string{"2026-12-31 23:59 +01:00", "2027-12-31 23:59 +01:00"}},
		"its start":                  {"@yearly", "2026-06-01", []string{"2027-01-01 00:00 +01:00"}},
		"leap days":                  {"0 3 29 2 *", "2026-06-01", []string{"2028-02-29 03:00 +01:00", "2032-02-29 03:00 +01:00"}},
		"eight years without one":    {"0 3 29 2 *", "2096-03-01", []string{"2104-02-29 03:00 +01:00"}},
		"working days":               {"0 7 * * MON-FRI", "2026-11-20", []string{"2026-11-20 07:00 +01:00", "2026-11-23 07:00 +01:00"}},
		"a day of the month or week": {"0 0 1 * SUN", "2026-10-30", []string{"2026-11-01 00:00 +01:00", "2026-11-08 00:00 +01:00"}},
		"months of 31 days":          {"0 0 31 * *", "2026-01-31", []string{"2026-01-31 00:00 +01:00", "2026-03-31 00:00 +02:00", "2026-05-31 00:00 +02:00"}},
		"every month":                {" @monthly ", "2026-11-23", []string{"2026-12-01 00:00 +01:00", "2027-01-01 00:00 +01:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			from, err := time.ParseInLocation(time.DateOnly, c.from, zone(t, "Europe/Paris"))
			if err != nil {
				t.Fatal(err)
			}
			got := dues(parse(t, c.expression, "Europe/Paris"), from.Add(-1), len(c.want))
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}
