package template

import (
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/transform/normalise"
)

func normaliser() *normalise.Normaliser {
	return normalise.New(func(name string) (entries []normalise.Entry) {
		for _, e := range lheo.Table(name) {
			entries = append(entries, normalise.Entry{Code: e.Code, Label: e.Label})
		}
		return entries
	}, nil)
}

// datePartielle is the rule by which what the catalogue does not know of a date is told each
// time that it is read.
const datePartielle = "date-partielle"

// understood is what the reader makes of a text typed in a column, and what it
// had to say.
func understood(n *normalise.Normaliser, c layout.Column, text string) (string, []string) {
	row := n.Normalise(delivery.Record{Cells: map[layout.Field]delivery.Cell{c.Field: {Value: text}}})
	var said []string
	for _, f := range row.Findings {
		if f.Rule != datePartielle {
			said = append(said, f.Message)
		}
	}
	v := row.Values[c.Field]
	if len(v.List) > 0 {
		return strings.Join(v.List, " ; "), said
	}
	return v.Text, said
}

// TestEveryLabelIsReadBackAsItsCode goes through all the codes that the
// catalogue may hold, those that the lists no longer offer too.
func TestEveryLabelIsReadBackAsItsCode(t *testing.T) {
	n := normaliser()
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			for _, code := range codesOf(c) {
				text := inWords(c, code)
				if text == code && c.Kind != layout.Scheme {
					t.Errorf("%s: code %s has no label", c.Field, code)
				}
				if got, said := understood(n, c, text); got != code || len(said) > 0 {
					t.Errorf("%s: %q is read as %q, want %q; %v", c.Field, text, got, code, said)
				}
			}
		}
	}
}

func codesOf(c layout.Column) (codes []string) {
	switch c.Kind {
	case layout.Boolean:
		return []string{"0", "1"}
	case layout.Scheme:
		for _, s := range schemes {
			codes = append(codes, string(s.is))
		}
	case layout.Table, layout.Tables:
		for _, e := range lheo.Table(c.Table) {
			codes = append(codes, e.Code)
		}
	}
	return codes
}

func TestEveryFinanceurAtOnce(t *testing.T) {
	c, _ := layout.Lookup(layout.SessionFinanceurs)
	all := strings.Join(codesOf(c), " ; ")
	if got, said := understood(normaliser(), c, inWords(c, all)); got != all || len(said) > 0 {
		t.Errorf("read as %q, want %q; %v", got, all, said)
	}
}

func TestListsOfferWhatTheReaderUnderstandsAndNothingObsolete(t *testing.T) {
	n := normaliser()
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			words := choices(listOf(c))
			if listOf(c) != "" && len(words) < 2 {
				t.Errorf("%s offers %q", c.Field, words)
			}
			for i, text := range words {
				if got, said := understood(n, c, text); got == "" || len(said) > 0 {
					t.Errorf("%s: %q is read as %q; %v", c.Field, text, got, said)
				}
				if slices.Contains(words[:i], text) || strings.Contains(text, "obsolète") {
					t.Errorf("%s should not offer %q", c.Field, text)
				}
			}
		}
	}
}

// TestExamplesAreWorthFollowing holds that the template shows nothing that the
// reader would have to mend.
func TestExamplesAreWorthFollowing(t *testing.T) {
	n := normaliser()
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			if _, said := understood(n, c, c.Example); c.Example != "" && len(said) > 0 {
				t.Errorf("%s, « %s »: example %q: %v", s.Name, c.Header, c.Example, said)
			}
			if list := listOf(c); c.Example != "" && list != "" && !slices.Contains(choices(list), c.Example) {
				t.Errorf("%s, « %s »: example %q is not in the list %q", s.Name, c.Header, c.Example, choices(list))
			}
		}
	}
}

func TestACodeThatNobodyKnowsIsWrittenAsItIs(t *testing.T) {
	for kind, table := range map[layout.Kind]string{layout.Table: "niveaux", layout.Tables: "financeurs", layout.Scheme: "", layout.Boolean: ""} {
		if got := inWords(layout.Column{Kind: kind, Table: table}, "99"); got != "99" {
			t.Errorf("kind %d: %q", kind, got)
		}
	}
}

func TestEveryKindIsSaidInWords(t *testing.T) {
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			if int(c.Kind) >= len(kinds) || kinds[c.Kind] == "" {
				t.Errorf("« %s »: kind %d has no words", c.Header, c.Kind)
			}
		}
	}
}
