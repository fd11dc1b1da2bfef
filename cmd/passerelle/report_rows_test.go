package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// TestFindingsGoToWhomTheirRowNames holds what is nobody's to nobody, unless its file
// is of one enterprise.
func TestFindingsGoToWhomTheirRowNames(t *testing.T) {
	const a, aBranch, b = "73282932000074", "73282932000082", "49370821500014"
	o := newRowOwners()
	o.names = map[string]string{"a.xlsx": "aa", "ab.xlsx": "bb", "deux.xlsx": ""}
	at := func(delivery, file string, row int) rowAt {
		key := fileSheet{delivery, file, "Sessions"}
		if o.sheets[key] == nil {
			o.sheets[key] = &ownedSheet{}
		}
		return rowAt{key, row}
	}
	o.give(at("aa", "a.xlsx", 2), a)
	o.give(at("aa", "a.xlsx", 3), a)
	o.give(at("aa", "a.xlsx", 4), aBranch, a)
	o.give(at("bb", "ab.xlsx", 2), a)
	o.give(at("bb", "ab.xlsx", 9), b)
	o.give(at("cc", "deux.xlsx", 2), a)
	o.pending["04_F1"] = []rowAt{at("bb", "ab.xlsx", 5)}
	o.unnamed[at("bb", "ab.xlsx", 6)] = []string{b, "99999999999999"}
	o.unnamed[at("bb", "ab.xlsx", 7)] = []string{a, b}
	if err := o.resolve(func([]string) (map[string]string, error) { return map[string]string{"04_F1": a}, nil }); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file string
		row  int
		want string
	}{
		"a row that names one":                          {"a.xlsx", 2, a},
		"a row that names a branch and its head office": {"a.xlsx", 4, a + " " + aBranch},
		"a row that names nobody, in a file of one":     {"a.xlsx", 50, a},
		"the whole of a file of one":                    {"a.xlsx", 0, a},
		"a row of the other":                            {"ab.xlsx", 9, b},
		"a row that names a formation":                  {"ab.xlsx", 5, a},
		"a refused row with one known SIRET in it":      {"ab.xlsx", 6, b},
		"a refused row with two of them":                {"ab.xlsx", 7, ""},
		"a row that names nobody, in a file of two":     {"ab.xlsx", 50, ""},
		"the whole of a file of two":                    {"ab.xlsx", 0, ""},
		"a name that two files bear":                    {"deux.xlsx", 2, ""},
		"a file that was not read":                      {"autre.xlsx", 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := slices.Clone(o.of(finding.Finding{Place: finding.Place{File: c.file, Sheet: "Sessions", Row: c.row}}))
			if strings.Join(got, " ") != c.want {
				t.Errorf("it goes to %v, want %q", got, c.want)
			}
		})
	}
}

func TestWhatAFindingIsAbout(t *testing.T) {
	for record, want := range map[string]string{"04_O73282932000074": "73282932000074", "04_A829001": "", "": "", "04_Organisme": ""} {
		if got := about(finding.Finding{Record: record}); got != want {
			t.Errorf("a finding on %q is about %q, want %q", record, got, want)
		}
	}
}
