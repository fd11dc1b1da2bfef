package certify

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func TestSchoolsGoByTheirInitials(t *testing.T) {
	const diploma = "Titre d'ingénieur"
	x, err := New(each([]nomenclature.Certification{
		{Code: "1", Intitule: "Ingénieur diplômé de l'école nationale supérieure d'ingénieurs de Caen spécialité informatique", Type: diploma},
		{Code: "2", Intitule: "Ingénieur diplômé de l'école nationale supérieure d'ingénieurs de Caen spécialité matériaux", Type: diploma},
		{Code: "3", Intitule: "Ingénieur diplômé du CESI spécialité informatique", Type: diploma},
		{Code: "4", Intitule: "Ingénieur diplômé de l'institut national des sciences appliquées de Rouen spécialité génie civil", Type: diploma},
		{Code: "5", Intitule: "Ingénieur diplômé de l'institut national des sciences appliquées de Lyon spécialité génie civil", Type: diploma},
		{Code: "6", Intitule: "Ingénieur diplômé de l'école navale", Type: diploma},
		{Code: "7", Intitule: "Ingénieur diplômé de l'université de technologie de Compiègne spécialité mécanique", Type: diploma},
		{Code: "8", Intitule: "Ingénieur diplômé de l'université de technologie de Troyes spécialité mécanique", Type: diploma},
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, title, want string }{
		{"the town in full", `Ingénieur(e) ENSICAEN "Informatique" (en apprentissage)`, "1"},
		{"the school alone tells, where no engineer is named", "ENSICAEN matériaux", "2"},
		{"initials that two towns share", "Ingénieur INSA Rouen génie civil", "4"},
		{"the other town", "Ingénieur génie civil - INSA Lyon", "5"},
		{"the letter of the town", "Ingénieur UTT mécanique", "8"},
		{"a name that is a word", "Ingénieur CESI informatique", "3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := x.Find(Query{Title: c.title}, 1)
			if len(got) == 0 || got[0].Code != c.want {
				t.Errorf("%q: %+v, want %s", c.title, got, c.want)
			}
		})
	}
}

func TestInitialsThatNameTooMuchNameNothing(t *testing.T) {
	n := schools{}
	for _, title := range []string{
		"Ingénieur diplômé de l'école supérieure de mécanique",
		"Ingénieur diplômé de l'école spéciale militaire",
		"BTS études et services modernes",
	} {
		n.learn(title, readLabel(title))
	}
	c := &corpus{schools: n, words: map[string]int32{"esm": 0}, postings: [][]int32{{1, 2, 3}}}
	if esm := n["esm"]; esm == nil || esm.entries != 2 || len(esm.stems) != 1 {
		t.Fatalf("ESM stands for %+v, want what both schools begin with", esm)
	}
	if got := c.school("esm", kindEngineer); got != nil {
		t.Errorf("ESM is one of two schools, and was read as %v", got)
	}
	n["esm"].stems = []string{"ecol", "superieur", "mecaniqu"}
	if got := c.school("esm", kindEngineer); got != nil {
		t.Errorf("more certifications have the word than schools go by it, and it was read as %v", got)
	}
	c.words = nil
	if got := c.school("esm", "BTS"); got != nil {
		t.Errorf("a BTS is no school's, and was read as of %v", got)
	}
	if got := c.school("esm", kindEngineer); len(got) != 3 {
		t.Errorf("got %v", got)
	}
}
