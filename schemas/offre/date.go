package offre

import (
	"fmt"
	"time"
)

// Date is a day in LHEO's own form, AAAAMMJJ. Parts that are not known are
// zeros: 20260900 is September 2026, 20260000 the year 2026, 00000900 a
// September of no stated year, 00000000 a date said to be unknown. The empty
// string is a date that was not stated at all.
type Date string

// DateInconnue is LHEO's way to say that a date is not known.
const DateInconnue Date = "00000000"

// MakeDate builds a Date from its parts; a part that is 0 is unknown.
func MakeDate(an, mois, jour int) Date {
	return Date(fmt.Sprintf("%04d%02d%02d", an, mois, jour))
}

// DateOf is the calendar day of t in t's own location.
func DateOf(t time.Time) Date { return MakeDate(t.Year(), int(t.Month()), t.Day()) }

// Parts gives year, month and day, each 0 when unknown; ok is false when d is
// not eight digits.
func (d Date) Parts() (an, mois, jour int, ok bool) {
	if len(d) != 8 {
		return 0, 0, 0, false
	}
	for i := range len(d) {
		if d[i] < '0' || d[i] > '9' {
			return 0, 0, 0, false
		}
	}
	at := func(from, to int) (n int) {
		for _, c := range d[from:to] {
			n = n*10 + int(c-'0')
		}
		return n
	}
	return at(0, 4), at(4, 6), at(6, 8), true
}

// Time gives the day at midnight UTC; ok is false unless d names one existing day.
func (d Date) Time() (t time.Time, ok bool) {
	an, mois, jour, ok := d.Parts()
	if !ok || an == 0 || mois == 0 || jour == 0 {
		return time.Time{}, false
	}
	t = time.Date(an, time.Month(mois), jour, 0, 0, 0, 0, time.UTC)
	return t, t.Year() == an && int(t.Month()) == mois && t.Day() == jour
}

// Complete reports whether d names one existing day.
func (d Date) Complete() bool {
	_, ok := d.Time()
	return ok
}

// Last is the latest day that d can mean: the end of its month or year when
// only those are known. ok is false when the year is unknown or d is no date.
func (d Date) Last() (t time.Time, ok bool) {
	an, mois, jour, ok := d.Parts()
	switch {
	case !ok || an == 0 || mois > 12:
		return time.Time{}, false
	case mois == 0:
		return time.Date(an, time.December, 31, 0, 0, 0, 0, time.UTC), true
	case jour == 0:
		return time.Date(an, time.Month(mois)+1, 0, 0, 0, 0, 0, time.UTC), true
	}
	return d.Time()
}

// First is the earliest day that d can mean: the beginning of its month or year
// when only those are known. ok is false when the year is unknown or d is no date.
func (d Date) First() (t time.Time, ok bool) {
	an, mois, jour, ok := d.Parts()
	if !ok || an == 0 || mois > 12 {
		return time.Time{}, false
	}
	return time.Date(an, time.Month(max(mois, 1)), max(jour, 1), 0, 0, 0, 0, time.UTC), true
}

// After reports that d is certainly after e, whatever their unknown parts.
func (d Date) After(e Date) bool {
	from, known := d.First()
	to, bounded := e.Last()
	return known && bounded && from.After(to)
}
