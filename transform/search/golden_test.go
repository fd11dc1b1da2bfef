package search

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestSearches holds what each search answers: order, state, score and reason.
func TestSearches(t *testing.T) {
	x := open(t)
	var b strings.Builder
	for _, q := range []struct{ query, about string }{
		{"bts compta", "an abbreviation and a type"},
		{"gestion comptabilite BTS", "any order, no accents"},
		{"brevet de technicien supérieur comptabilité", "the type in full"},
		{"R389", "only an archived entry has it: what replaced it comes first"},
		{"R 489", "a code in two words"},
		{"caces cat 3", "letters of the law"},
		{"CACES R482 A", "the letter of a category"},
		{"FIMO", "letters that the label does not have"},
		{"bts mco", "letters of a specialty"},
		{"bts muc", "letters of before"},
		{"electriciens", "plural"},
		{"infirmière", "feminine; what certifies nothing comes after"},
		{"cap boulangerie", "a word of the family"},
		{"boulang", "while it is typed"},
		{"comptabilté", "a letter left out"},
		{"compatbilité gestoin", "letters swapped"},
		{"cap cuisine", "two of one name: the one that is open first"},
		{"habilitation elec BO", "letters for figures"},
		{"permis c", "one letter"},
		{"RNCP40003", "a code of RNCP"},
		{"rncp n° 40 003", "as people write it"},
		{"RS5080", "a code of RS"},
		{"rs 2101", "an earlier number of RS"},
		{"50022145", "a Code_Scolarité"},
		{"1011", "a Certif Info number"},
		{"40001", "a bare number"},
		{"4000", "the beginning of a number"},
		{"RNCP99999", "a code that is none"},
		{"licence pro rh", "letters that stand for two words"},
		{"titre pro gestion paie", "several at once"},
		{"DEAES", "a diploma by its letters"},
		{"rapaces", "a fiche that Certif Info does not list"},
		{"web developpeur cuisine", "no entry has all the words"},
		{"excel", "one word"},
		{"xyzzy", "nothing"},
		{"de la", "words of grammar"},
		{"", "no word"},
	} {
		fmt.Fprintf(&b, "%q (%s)\n", q.query, q.about)
		for _, h := range x.Search(q.query, 4) {
			fmt.Fprintf(&b, "  %.2f %s%s | %s\n", h.Score, name(h), h.Certification.Intitule, h.Why)
		}
	}
	golden(t, "searches.txt", b.String())
}

func name(h Hit) string {
	s := h.Certification.Code + " "
	if h.Fiche != "" {
		s = "fiche " + h.Fiche + " "
	}
	if h.Archived {
		s += fmt.Sprintf("archivée, remplacée par %s ", strings.Join(h.ReplacedBy, " "))
	}
	return s
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update after reading this:\n%s", path, got)
	}
}
