package workbook

import (
	"math"
	"strconv"
	"testing"
)

// FuzzPlain: a number that is written plainly is the same number to 15 digits, and
// needs no writing again; what is no number comes back as it was.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{"77811608700074.0", "7.7811608700074E13", "2.1099999999999999", "1e300", "-0.0", "+5.", "1.2.3", "9007199254740993.0", "0.1E-9", "e", "-.5e+2", "0.30000000000000004"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := plain(s)
		if plain(got) != got {
			t.Fatalf("%q became %q, then %q", s, got, plain(got))
		}
		if got == s {
			return
		}
		was, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatalf("%q is no number and became %q", s, got)
		}
		is, err := strconv.ParseFloat(got, 64)
		if err != nil || math.Abs(is-was) > math.Abs(was)*1e-14 {
			t.Fatalf("%q became %q", s, got)
		}
	})
}
