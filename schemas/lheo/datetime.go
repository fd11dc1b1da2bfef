package lheo

import "bytes"

// isDateTime reports whether p is an xs:dateTime:
// 2026-11-23T02:15:00, with a fraction of a second and a time zone at will.
func isDateTime(p []byte) bool {
	p = bytes.TrimPrefix(p, []byte("-"))
	year, p, ok := number(p, '-')
	if !ok || len(year) < 4 || len(year) > 4 && year[0] == '0' || len(year) > 9 || value(year) == 0 {
		return false
	}
	if len(p) < len("01-02T15:04:05") || p[2] != '-' || p[5] != 'T' || p[8] != ':' || p[11] != ':' {
		return false
	}
	parts := [5][]byte{p[:2], p[3:5], p[6:8], p[9:11], p[12:14]}
	var n [5]int
	for i, d := range parts {
		if !isDigit(d[0]) || !isDigit(d[1]) {
			return false
		}
		n[i] = value(d)
	}
	fraction, zone, ok := secondFraction(p[14:])
	return ok && isZone(zone) && isDayOf(value(year), n[0], n[1]) && isTime(n[2], n[3], n[4], fraction)
}

// number parts p after the digits that end at sep.
func number(p []byte, sep byte) (digits, rest []byte, ok bool) {
	i := 0
	for i < len(p) && isDigit(p[i]) {
		i++
	}
	if i == 0 || i == len(p) || p[i] != sep {
		return nil, nil, false
	}
	return p[:i], p[i+1:], true
}

func value(digits []byte) (n int) {
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}

// secondFraction reads the fraction that p may begin with; some says that it is
// more than zero.
func secondFraction(p []byte) (some bool, rest []byte, ok bool) {
	if len(p) == 0 || p[0] != '.' {
		return false, p, true
	}
	i := 1
	for i < len(p) && isDigit(p[i]) {
		some = some || p[i] != '0'
		i++
	}
	return some, p[i:], i > 1
}

// isZone reports whether p is a time zone, or nothing. libxml2 lets spaces follow
// one, and only one.
func isZone(p []byte) bool {
	if len(p) > 0 && !isSpace(p[0]) {
		p = bytes.TrimRight(p, " \t\r\n")
	}
	if len(p) == 0 || len(p) == 1 && p[0] == 'Z' {
		return true
	}
	if len(p) != 6 || p[0] != '+' && p[0] != '-' || p[3] != ':' {
		return false
	}
	for _, i := range []int{1, 2, 4, 5} {
		if !isDigit(p[i]) {
			return false
		}
	}
	hours, minutes := value(p[1:3]), value(p[4:6])
	return minutes < 60 && hours*60+minutes <= 14*60
}

func isDayOf(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return day <= 29
	}
	return day <= days[month-1]
}

// isTime reports whether a time of day can be: 24:00:00 ends a day.
func isTime(hour, minute, second int, fraction bool) bool {
	if hour == 24 {
		return minute == 0 && second == 0 && !fraction
	}
	return hour < 24 && minute < 60 && second < 60
}
