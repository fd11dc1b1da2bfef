package target_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/carif-oref/passerelle/export/target"
)

// TestPageOfATargetThatStatesEverything holds what the pages of the targets that
// ship have no occasion to say: limits, ways of numbering, dates as real feeds write
// them, a condition without source, a default for a scheme that is that of all.
func TestPageOfATargetThatStatesEverything(t *testing.T) {
	set, err := target.Load(fstest.MapFS{"tout.yaml": yaml(whole + `
selection:
  - {condition: lieu, sentence: Le lieu est connu., excludes: sans lieu}
defaults: {action/code-public-vise: "83056"}
defaults_for:
  apprentissage: {action/code-public-vise: "82027"}
  poec: {action/code-public-vise: "83056"}
`)})
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := set["tout"].Markdown(&page); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/page-tout.md"
	if *update {
		if err := os.WriteFile(golden, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page.Bytes(), want) {
		t.Errorf("not what %s says: run with -update and look at what changed\n%s", golden, page.String())
	}
}

// TestEdgesOfWhatATargetMayState: the least and the most are taken.
func TestEdgesOfWhatATargetMayState(t *testing.T) {
	for _, text := range []string{
		"guard: {floor: 0, max_drop_percent: 0, max_rise_percent: 0}", "guard: {max_drop_percent: 100}",
		"schedule: {when: Le lundi., display_days: [0, 0]}",
		"numbering: {formation: kept, action: raw, session: \"13_\", organisme: kept}",
		"limits: {lengths: {intitule-formation: 1}, counts: {code-FORMACODE: 1}}",
		"selection:\n  - {condition: numero-court, params: {caracteres: 1}, sentence: A., excludes: b}",
		"selection:\n  - {condition: session-terminee-depuis, params: {jours: 0}, sentence: A., excludes: b}",
		"selection:\n  - {condition: recrutement-parmi, params: {etats: [\"1\", \"2\"]}, sentence: A., excludes: b}",
		"selection:\n  - {condition: formacode-parmi, params: {formacodes: [\"1\", \"15254\"]}, sentence: A., excludes: b}",
		"selection:\n  - {condition: departement-parmi, params: {departements: [\"2A\", \"971\"]}, sentence: A., excludes: b}",
	} {
		_, err := target.Load(fstest.MapFS{"mine.yaml": yaml("name: mine\ntitle: A\naudience: Nous.\n" + text + "\n")})
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestWhatExtendsKeepsWhatItDoesNotState is about lists and limits of which only
// some are stated anew.
func TestWhatExtendsKeepsWhatItDoesNotState(t *testing.T) {
	const demand = "  - {element: action/%s, sentence: A., excludes: %s}\n"
	elements := func(pairs ...string) (text string) {
		for i := 0; i < len(pairs); i += 2 {
			text += strings.NewReplacer("action/%s", "action/"+pairs[i], "excludes: %s", "excludes: "+pairs[i+1]).Replace(demand)
		}
		return text
	}
	set, err := target.Load(fstest.MapFS{
		"base.yaml": yaml("name: base\ntitle: A\naudience: Nous.\nguard: {max_rise_percent: 50}\nmandatory:\n" + elements("prix-total-TTC", "sans prix", "conditions-specifiques", "sans conditions", "rythme-formation", "sans rythme")),
		"fils.yaml": yaml("name: fils\nextends: base\nwithout: [sans-conditions-specifiques]\nmandatory:\n" + elements("rythme-formation", "rythme absent")),
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range set["fils"].Mandatory {
		got = append(got, m.Code+" : "+m.Excludes)
	}
	if want := []string{"sans-prix-total-TTC : sans prix", "sans-rythme-formation : rythme absent"}; !slices.Equal(got, want) {
		t.Errorf("demands %q, want %q", got, want)
	}
	if rise := set["fils"].Guard.MaxRisePercent; rise == nil || *rise != 50 {
		t.Errorf("the rise that it lets through is %v, want that of the target extended", rise)
	}
	if len(set["base"].Mandatory) != 3 || set["base"].Mandatory[2].Excludes != "sans rythme" {
		t.Errorf("the target extended was changed: %+v", set["base"].Mandatory)
	}
}

// TestATargetMadeByHandHasAName: the zero value of a target still names its file.
func TestATargetMadeByHandHasAName(t *testing.T) {
	if got := (target.Target{Name: "aude"}).FileName(time.Time{}, ""); got != "aude.xml" {
		t.Errorf("got %q", got)
	}
}
