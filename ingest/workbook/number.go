package workbook

import (
	"math"
	"strconv"
	"strings"
)

// plain gives a number as a spreadsheet shows it under a plain format. Programs
// store the same number as 77811608700074, 77811608700074.0 or
// 7.7811608700074E13, and 2.11 as 2.1099999999999999: a whole number is written
// with its digits alone as long as a float holds it exactly, another with the 15
// significant digits that Excel keeps. Anything else comes back as it was.
func plain(s string) string {
	if !spelledAsFloat(s) {
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || math.IsInf(f, 0):
		return s
	case f == math.Trunc(f) && math.Abs(f) < 1<<53:
		return strconv.FormatInt(int64(f), 10)
	case f == math.Trunc(f):
		return s
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if err != nil || math.Abs(rounded) < 1e-9 {
		return s
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// spelledAsFloat reports a decimal number with a point or an exponent.
func spelledAsFloat(s string) bool {
	if len(s) < 3 || len(s) > 40 || !strings.ContainsAny(s, ".eE") {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && c != 'e' && c != 'E' && c != '-' && c != '+' {
			return false
		}
	}
	return true
}

// spellings remembers texts that are spelled like a number that plain rewrites.
// The library gives values without their type: a spelling that some cell holds
// as text is never taken for a number, since a text has its digits lost for good
// (1.17559E+10 typed, or pasted from a screen).
type spellings struct {
	set      map[string]struct{}
	overflow bool
}

const maxSpellings = 100_000

func (p *spellings) add(text []byte) {
	if s := string(text); spelledAsFloat(s) && plain(s) != s {
		if p.set == nil {
			p.set = map[string]struct{}{}
		}
		if len(p.set) >= maxSpellings {
			p.overflow = true
			return
		}
		p.set[s] = struct{}{}
	}
}

// value is the cell that the library gave as raw.
func (p *spellings) value(raw string) string {
	if !spelledAsFloat(raw) || p.overflow {
		return raw
	}
	if _, text := p.set[raw]; text {
		return raw
	}
	return plain(raw)
}
