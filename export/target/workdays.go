package target

import "time"

// afterWorkdays is the moment n working days later: neither Saturdays, Sundays nor
// public holidays of France count.
func afterWorkdays(from time.Time, n int) time.Time {
	for n > 0 {
		if from = from.AddDate(0, 0, 1); isWorkday(from) {
			n--
		}
	}
	return from
}

func isWorkday(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !isHoliday(day)
}

// holidays are the public holidays of France that have a fixed date (Code du travail,
// L3133-1), but for those of Alsace and Moselle alone and of the overseas departments.
var holidays = [...]struct {
	month time.Month
	day   int
}{{1, 1}, {5, 1}, {5, 8}, {7, 14}, {8, 15}, {11, 1}, {11, 11}, {12, 25}}

func isHoliday(day time.Time) bool {
	year, month, d := day.Date()
	for _, h := range holidays {
		if h.month == month && h.day == d {
			return true
		}
	}
	monday := easter(year).AddDate(0, 0, 1)
	since := int(time.Date(year, month, d, 0, 0, 0, 0, time.UTC).Sub(monday).Hours() / 24)
	return since == 0 || since == 38 || since == 49 // Easter Monday, Ascension, Whit Monday
}

// easter is Easter Sunday by the Gregorian calendar (Meeus, Jones and Butcher).
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	n := h + l - 7*((a+11*h+22*l)/451) + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}
