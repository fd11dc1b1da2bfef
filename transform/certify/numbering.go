package certify

import "slices"

// neighbourhood is how many dated entries on either side say when a number was
// given.
const neighbourhood = 20

// dateByNumber guesses when the entries that state no first session came in:
// Certif Info numbers them in the order of time, so that it is about when those of
// the numbers around begin. It is a guess, to choose by and not to show.
func dateByNumber(entries []entry) {
	var years []int    // of the dated entries, in the order of their numbers
	var before []int32 // of each entry, how many dated ones precede it
	for i := range entries {
		before = append(before, int32(len(years)))
		if year := entries[i].certification.PremiereSession; year != 0 {
			years = append(years, year)
		}
	}
	for i := range entries {
		e, at := &entries[i], int(before[i])
		if e.around = e.from; e.from == 0 && len(years) > 0 {
			near := slices.Clone(years[max(0, at-neighbourhood):min(len(years), at+neighbourhood)])
			slices.Sort(near)
			e.around = near[len(near)/2]
		}
	}
}

// tooNew says whether an entry came in, as far as one may guess, after a year; 0
// asks nothing.
func (e *entry) tooNew(year int) bool { return year != 0 && e.around > year }
