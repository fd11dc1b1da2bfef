package certify

import (
	"slices"
	"strings"
	"testing"
)

func TestEitherReadsTheDiplomasThatATitleOffers(t *testing.T) {
	for _, c := range []struct {
		name, title string
		want        []string
	}{
		{"one", "CAP cuisine", nil},
		{"none", "Anglais et espagnol", nil},
		{"two for one trade", "CAP/BP coiffure", []string{"CAP coiffure", "BP coiffure"}},
		{"in words", "CAP ou BP coiffure", []string{"CAP coiffure", "BP coiffure"}},
		{"kinds of two words", "Bac pro / BTS électrotechnique", []string{"Bac pro électrotechnique", "BTS électrotechnique"}},
		{"three", "CAP/BP/BTM coiffure", []string{"CAP coiffure", "BP coiffure", "BTM coiffure"}},
		{"each with its words", "BTS MCO et BTS NDRC", []string{"BTS MCO", "BTS NDRC"}},
		{"the same kind twice says one", "BTS / BTS MCO", nil},
		{"trades of one diploma", "CAP équipier et livreur", nil},
		{"a kind that is the beginning of a word", "CAP ou BPjeune", nil},
		{"nothing is offered beside", "CAP cuisine et BP", nil},
		{"listed", "CAP, BP ou BTM coiffure", []string{"CAP coiffure", "BP coiffure", "BTM coiffure"}},
		{"what is due before", "BTS MCO, bac pro demandé", nil},
		{"a word of grammar", "CAP métiers du plâtre et de l'isolation", nil},
		{"words before", "Formation CAP ou BP coiffure", []string{"Formation CAP coiffure", "Formation BP coiffure"}},
		{"a kind alone, then another diploma", "CAP/BP coiffure et BTS esthétique", []string{"CAP coiffure", "BP coiffure", "BTS esthétique"}},
		{"more than are read", strings.Repeat("CAP cuisine/BP service/", 400), nil},
		{"more kinds than are read", strings.Repeat("CAP/BP/", 2000) + "BTS cuisine", nil},
		{"only joints", "/ / et ou +", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := either(c.title); !slices.Equal(got, c.want) {
				t.Errorf("%q: %q, want %q", c.title, got, c.want)
			}
		})
	}
}

// TestNoDiplomaIsTakenForTheOnlyOne asks for titles that offer two of them.
func TestNoDiplomaIsTakenForTheOnlyOne(t *testing.T) {
	x := smallIndex(t)
	got := x.Find(Query{Title: "CAP/Bac pro cuisine"}, 2)
	if len(got) != 2 || got[0].Confidence > Automatic || got[1].Confidence > Automatic {
		t.Fatalf("%+v, want both, none of them sure", got)
	}
	codes := []string{got[0].Code, got[1].Code}
	slices.Sort(codes)
	if !slices.Equal(codes, []string{"101", "102"}) {
		t.Errorf("%v, want the CAP and the bac pro", codes)
	}
	for _, m := range got {
		if !strings.Contains(m.Evidence, "même intitulé") || !strings.Contains(m.Evidence, "nomme plusieurs diplômes") {
			t.Errorf("%s: %s", m.Code, m.Evidence)
		}
	}
	if one := x.Find(Query{Title: "CAP/Bac pro cuisine", Type: "CAP"}, 1); len(one) != 1 || one[0].Code != "101" || one[0].Confidence < 0.5 {
		t.Errorf("%+v, want what the column says", one)
	}
	if same := x.Find(Query{Title: "CAP cuisine (Bac pro ou BTS possible ensuite)"}, 1); len(same) != 1 || same[0].Code != "101" {
		t.Errorf("%+v, want the CAP that both readings begin with", same)
	}
	if none := x.Find(Query{Title: "CAP/BP cuisine"}, 0); len(none) != 0 {
		t.Errorf("%+v for a limit of none", none)
	}
}
