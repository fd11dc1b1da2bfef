package main

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/transform/translate"
)

func TestCodesAreTranslated(t *testing.T) {
	_, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--quiet", "--config", c)
	for _, asked := range []struct {
		name string
		exit int
		args []string
		says string
	}{
		{"a level of 1969", exitDone, []string{"niveaux", "IV"}, "→ 14  baccalauréat  (certain"},
		{"a level that is two today", exitDone, []string{"niveaux", "I"}, "→ 18  doctorat  (à décider ; 50 %"},
		{"a level for who still has the former ones", exitDone, []string{"niveaux-anciens", "14"}, "→ 5  baccalauréat"},
		{"a region that is part of another", exitDone, []string{"regions", "Basse-Normandie"}, "→ 28  Normandie"},
		{"what a region was made of", exitDone, []string{"regions-anciennes", "28"}, "→ 23  Haute-Normandie"},
		{"a certification that several replaced", exitDone, []string{"certifinfo", "55677"}, "→ 106697"},
		{"those that somebody must decide about", exitDone, []string{"certifinfo"}, "2 codes à décider"},
		{"nothing is left to decide of regions", exitDone, []string{"regions"}, "0 code à décider"},
		{"a code that no version has", exitFailed, []string{"certifinfo", "55677", "99"}, "no version has 99"},
		{"a version that was never loaded", exitFailed, []string{"formacode"}, "formacode13 was never loaded"},
		{"no such nomenclature", exitMisused, []string{"gfe"}, "one of these is due"},
	} {
		out := must(t, asked.exit, append(append([]string{"translate"}, asked.args...), "--config", c)...)
		if !strings.Contains(out.stdout+out.stderr, asked.says) {
			t.Errorf("%s: %q is not in\n%s%s", asked.name, asked.says, out.stdout, out.stderr)
		}
	}
	answers := decode[[]translate.Answer](t, must(t, exitDone, "translate", "niveaux", "4", "--json", "--config", c).stdout)
	if len(answers) != 1 || answers[0].Codes[0].Code != "14" {
		t.Errorf("as JSON: %+v", answers)
	}
}

// TestWhatNeedsNoReferentialIsTranslatedBeforeAnyRun asks in an empty folder.
func TestWhatNeedsNoReferentialIsTranslatedBeforeAnyRun(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, asked := range []struct {
		exit int
		args []string
		says string
	}{
		{exitDone, []string{"niveaux", "IV"}, "→ 14  baccalauréat"},
		{exitDone, []string{"niveaux-anciens", "14"}, "→ 5  baccalauréat"},
		{exitDone, []string{"regions", "25"}, "→ 28  Normandie"},
		{exitDone, []string{"regions-anciennes", "28"}, "→ 25  Basse-Normandie"},
		{exitDone, []string{"niveaux"}, "0 code à décider"},
		{exitFailed, []string{"niveaux", "XII"}, "no version has XII; it translates levels"},
		{exitFailed, []string{"formacode", "42752"}, "does not exist yet"},
	} {
		out := must(t, asked.exit, append([]string{"translate"}, asked.args...)...)
		if !strings.Contains(out.stdout+out.stderr, asked.says) {
			t.Errorf("translate %v: %q is not in\n%s%s", asked.args, asked.says, out.stdout, out.stderr)
		}
	}
}
