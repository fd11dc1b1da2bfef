package search

import (
	"slices"
	"testing"
)

// TestWhatPeopleTypeIsUnderstood holds what staff type of codes, and what of a query is
// looked for when no entry has it all.
func TestWhatPeopleTypeIsUnderstood(t *testing.T) {
	x := open(t)
	for _, c := range []struct {
		name, query string
		want        []string // the first ones; nil for nothing
		none        string   // one that is not to be found
	}{
		{"a Code_Scolarité with spaces", "500 221 45", []string{"1003"}, "RNCP500"},
		{"a number of RNCP with a space", "40 003", []string{"1003"}, ""},
		{"a bloc de compétences", "RNCP40003BC02", []string{"1003"}, ""},
		{"numbers that are no code once joined", "400 99", []string{"RNCP400"}, ""},
		{"a ROME code", "a1401", []string{"RNCP40500"}, ""},
		{"a ROME code by its name", "ROME A1401", []string{"RNCP40500"}, ""},
		{"a Formacode by its name", "formacode 21006", []string{"RNCP40500"}, ""},
		{"a group of NSF by its name", "NSF 212", []string{"RNCP40500"}, ""},
		{"a Formacode is no number of RNCP", "formacode 40003", nil, ""},
		{"a bare number is no Formacode", "21006", nil, ""},
		{"two symbols in one word", "habilitation H0B0", []string{"1014"}, ""},
		{"a kind of diploma beside a word that it has not", "bts fauconnier", []string{"RNCP40500"}, "1001"},
		{"two letters are no beginning where something else is met", "cap el", []string{"1005"}, "1006"},
		{"a word that begins no other", "caces r482", []string{"1012"}, ""},
		{"a plural that begins no other word", "rs r489", []string{"1011"}, ""},
	} {
		got := codesIn(x.Search(c.query, 9))
		if len(got) < len(c.want) || !slices.Equal(got[:len(c.want)], c.want) || c.want == nil && len(got) > 0 || c.none != "" && slices.Contains(got, c.none) {
			t.Errorf("%s: %q finds %v, want %v first and no %q", c.name, c.query, got, c.want, c.none)
		}
	}
}
