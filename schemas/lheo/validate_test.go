package lheo

import (
	"bytes"
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

func validate(t *testing.T, doc []byte, o Options) Result {
	t.Helper()
	res, err := Validate(context.Background(), bytes.NewReader(doc), o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// counts is how often each rule was broken.
func counts(r Result) map[string]int {
	n := map[string]int{}
	for _, c := range r.Counts {
		n[c.Code] = c.N
	}
	return n
}

func TestWhatIsEncodedIsValid(t *testing.T) {
	out, _ := defaults.AppendOffer(nil, cuisine())
	if faults := ValidateFormation(out); len(faults) > 0 {
		t.Errorf("faults of an encoded formation: %+v", faults)
	}
	res := validate(t, asFeed(out), Options{})
	if !res.Valid || len(res.Counts) > 0 || res.Formations != 1 || res.Actions != 1 || res.Sessions != 1 || res.Encoding != "UTF-8" || res.Version != "2.3" {
		t.Errorf("%+v", res)
	}
}

func TestValidateFormationNamesPlaces(t *testing.T) {
	out, _ := defaults.AppendOffer(nil, cuisine())
	out = bytes.Replace(out, []byte("<debut>20260901</debut>"), []byte("<debut>2026</debut>"), 1)
	out = bytes.Replace(out, []byte("<nom>Durand</nom>"), []byte("<nom>Durand</nom><rien/>"), 1)
	faults := ValidateFormation(out)
	if len(faults) != 2 {
		t.Fatalf("%+v", faults)
	}
	if f := faults[0]; f.Rule != "date-mal-formee" || f.Path != "formation/action[1]/session[1]/periode/debut" || f.Formation != "14_F1" || f.Session != "S1" || f.Value != "2026" || f.Line == 0 {
		t.Errorf("%+v", f)
	}
	if f := faults[1]; f.Rule != "element-inconnu" || f.Path != "formation/organisme-formation-responsable/contact-organisme[1]/coordonnees/rien" {
		t.Errorf("%+v", f)
	}
	for name, fragment := range map[string]string{"nothing": "", "half": "<formation numero=\"1\">", "two": string(out) + "<formation/>", "text": "formation", "an action": "<action/>", "html": "<p>a</p>"} {
		if len(ValidateFormation([]byte(fragment))) == 0 {
			t.Errorf("%s is said to be valid", name)
		}
	}
}

func TestRealFeedsAreJudgedByTheirVersion(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"exemple-bts-onisep.xml":   {},
		"intercarif-centre.xml":    {},
		"bob_carif.xml":            {},
		"intercarif-data-test.xml": {"element-inconnu": 1, "element-desordonne": 1, "texte-trop-long": 2}, // coordonneFs, an address after an e-mail, SIRET of 15 digits
	} {
		doc, err := os.ReadFile(sharedtest.Path(t, "data/lheo/"+name))
		if err != nil {
			t.Fatal(err)
		}
		res := validate(t, doc, Options{NoWarnings: true, Accept22: true})
		if got := counts(res); len(got) != len(want) || res.Valid != (len(want) == 0) || res.Version != "2.2" {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		} else {
			for rule, n := range want {
				if got[rule] != n {
					t.Errorf("%s: %s %d times, want %d", name, rule, got[rule], n)
				}
			}
		}
		if res := validate(t, doc, Options{}); res.Valid || counts(res)["version-2.2"] != 1 {
			t.Errorf("%s passes for 2.3", name)
		}
	}
}

func TestOptions(t *testing.T) {
	bad := baseFeed(t, swap(">4</parcours", ">9</parcours"), swap("Savoir lire et compter", "-"))
	if res := validate(t, bad, Options{}); res.Valid || res.Total(finding.Error) != 1 || res.Total(finding.Warning) != 1 {
		t.Errorf("%+v", res.Counts)
	}
	if res := validate(t, bad, Options{NoWarnings: true}); res.Valid || len(res.Counts) != 1 {
		t.Errorf("%+v", res.Counts)
	}
	if res := validate(t, bad, Options{Without: map[string]bool{"valeur-hors-table": true}}); !res.Valid || len(res.Counts) != 1 {
		t.Errorf("%+v", res.Counts)
	}
	if res := validate(t, bad, Options{Samples: -1}); res.Valid || len(res.Faults) != 0 || len(res.Counts) != 2 {
		t.Errorf("%+v", res)
	}
}

func TestKnownIsAskedOfEveryCode(t *testing.T) {
	var asked []string
	res := validate(t, baseFeed(t), Options{Known: func(element, code string) bool {
		asked = append(asked, element+" "+code)
		return element != "code-ROME"
	}})
	want := []string{"code-FORMACODE 42752", "code-NSF 221", "code-ROME G1602", "code-RNCP RNCP38430", "code-CERTIFINFO 100357", "code-public-vise 82044", "codepostal 14000"}
	if !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
	if !res.Valid || counts(res)["code-inconnu"] != 1 || res.Faults[0].Value != "G1602" {
		t.Errorf("%+v", res)
	}
}

func TestFaultAsFinding(t *testing.T) {
	res := validate(t, baseFeed(t, swap(">20260901<", ">2026<")), Options{})
	f := res.Faults[0].Finding("flux.xml")
	if f.String() != "flux.xml, ligne 38" || f.Record != "S301" || f.Rule != "date-mal-formee" || f.Value != "2026" || f.Severity != finding.Error {
		t.Errorf("%+v", f)
	}
}

func TestPlacesCountCharacters(t *testing.T) {
	doc := `<coordonnees xmlns="http://lheo.gouv.fr/2.3"><nom>éèê𝒜</nom><rien/></coordonnees>`
	res := validate(t, []byte(doc), Options{NoWarnings: true})
	if f := res.Faults[0]; f.Line != 1 || f.Column != len([]rune(doc[:strings.Index(doc, "<rien")]))+1 {
		t.Errorf("%+v", f)
	}
}

func TestReadingThatFailsIsAnError(t *testing.T) {
	broken := io.MultiReader(bytes.NewReader(baseFeed(t)[:1500]), iotest.ErrReader(io.ErrClosedPipe))
	res, err := Validate(context.Background(), broken, Options{})
	if err == nil || !strings.Contains(err.Error(), io.ErrClosedPipe.Error()) || !res.Stopped {
		t.Errorf("%v, %+v", err, res)
	}
}

func TestShapes(t *testing.T) {
	for _, c := range []struct {
		name  string
		is    func([]byte) bool
		value string
		want  bool
	}{
		{"SIRET", isSIRET, "73282932000074", true},
		{"SIRET of La Poste", isSIRET, "35600000049837", true},
		{"SIRET with a wrong key", isSIRET, "73282932000075", false},
		{"SIRET of zeros", isSIRET, "00000000000000", false},
		{"SIRET with spaces", isSIRET, "732 829 320 00074", false},
		{"UAI", isUAI, "0140001B", false},
		{"UAI with its letter", isUAI, "0750001V", false},
		{"UAI with small letter", isUAI, "0681761v", true},
		{"UAI as in the standard", isUAI, "0681761V", true},
		{"filler", isFiller, "Non Renseigné", true},
		{"dash", isFiller, " - ", true},
		{"text", isFiller, "Savoir lire", false},
		{"dateTime", isDateTime, "2026-11-23T02:15:00+01:00", true},
		{"day", isDateTime, "2026-11-23", false},
		{"URI", isAnyURI, "https://exemple.fr/é?a=b#c", true},
		{"two fragments", isAnyURI, "a#b#c", false},
		{"long", isLong, "-9223372036854775808", true},
		{"too long", isLong, "9223372036854775808", false},
		{"sign alone", isLong, "+", false},
	} {
		if got := c.is([]byte(c.value)); got != c.want {
			t.Errorf("%s %q: %v, want %v", c.name, c.value, got, c.want)
		}
	}
}

func TestRulesHaveCodesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.Code == "" || r.Title == "" || seen[r.Code] {
			t.Errorf("rule %+v has no code, no title, or the code of another", r)
		}
		seen[r.Code] = true
	}
}
