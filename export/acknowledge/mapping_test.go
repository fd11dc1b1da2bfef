package acknowledge_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/carif-oref/passerelle/export/acknowledge"
)

// TestMappingsAreChecked breaks one thing of a good mapping.
func TestMappingsAreChecked(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"an unknown key":              {"accepted:", "acepted:", `test.yaml:10: unknown key "acepted"; did you mean "accepted"?`},
		"a bad name":                  {"name: kairos", "name: KAIROS", "lower-case letters"},
		"no title":                    {"title: Retour de KAIROS\n", "", "a title is due"},
		"no number":                   {"number: [\"Numéro de session\"]\n", "", "number: the column of the record's number is due"},
		"no value that means yes":     {"accepted: [Intégrée]\n", "", "accepted: the values"},
		"a value that means both":     {"accepted: [Intégrée]\n", "accepted: [Oui]\nrefused: [OUI]\n", `status "Oui" means both`},
		"an unknown format":           {"format: csv", "format: pdf", `format "pdf": csv or xml is due`},
		"an unknown encoding":         {"format: csv", "format: csv\nencoding: ebcdic", `encoding "ebcdic"`},
		"a separator of two":          {"format: csv", "format: csv\nseparator: ;;", `separator ";;"`},
		"an XML without a record":     {"format: csv", "format: xml", "an XML has a record"},
		"a CSV with a record":         {"format: csv", "format: csv\nrecord: x", "a CSV has none"},
		"an unknown kind":             {"kind: session", "kind: organisme", `kind "organisme"`},
		"kinds without values":        {"kind: session", "kinds: {of: [type]}", "kinds: the values"},
		"kinds of nothing known":      {"kind: session", "kinds: {of: [type], values: {O: organisme}}", `O means "organisme"`},
		"names without a header":      {"format: csv", "format: csv\nheader: false", "#1, #2… are due"},
		"a bad path":                  {"format: csv", "format: xml\nrecord: x\n", ""},
		"a bad expression":            {"kind: session", "kind: session\npatterns: [{match: \"(\", sentence: s, action: a, by: carif}]", "pattern 1 (s): error parsing regexp"},
		"nobody to act":               {"kind: session", "kind: session\npatterns: [{match: x, sentence: s, action: a}]", `by "": organisme, carif or partenaire is due`},
		"nothing to match":            {"kind: session", "kind: session\npatterns: [{sentence: s, action: a, by: carif}]", "a code or an expression"},
		"no action":                   {"kind: session", "kind: session\npatterns: [{match: x, sentence: s, by: carif}]", "a sentence and an action are due"},
		"a group that is not there":   {"kind: session", "kind: session\npatterns: [{match: x, sentence: \"${y}\", action: a, by: carif}]", "no group named y"},
		"a group that may be missing": {"kind: session", "kind: session\npatterns: [{code: [E], match: \"(?P<y>x)\", sentence: \"${y}\", action: a, by: carif}]", "write two patterns"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(kairos, c.from, c.to, 1)
			if text == kairos {
				t.Fatal("nothing was broken")
			}
			if name == "a bad path" {
				text, c.want = strings.Replace(text, "Numéro de session", "a/@b/c", 1), `path "a/@b/c"`
			}
			if _, err := acknowledge.Parse("test.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestMappingsOfAFolderTakeThePlaceOfTheBuiltInOnes(t *testing.T) {
	own := fstest.MapFS{
		"kairos.yaml": {Data: []byte(kairos)},
		"mine.yaml":   {Data: []byte(strings.Replace(kairos, "name: kairos", "name: generique-csv", 1))},
	}
	all, err := acknowledge.Load(own)
	if err != nil || !slices.Equal(all.Names(), []string{"generique-csv", "generique-xml", "kairos"}) {
		t.Fatalf("got %v (%v)", all.Names(), err)
	}
	for _, c := range []struct{ target, file, want string }{{"kairos", "x.xml", "kairos"}, {"aude", "retour.CSV", "generique-csv"}, {"aude", "retour.XML", "generique-xml"}} {
		if m, err := all.For(c.target, c.file); err != nil || m.Name != c.want {
			t.Errorf("for %s %s: %v (%v), want %s", c.target, c.file, m, err, c.want)
		}
	}
	if m, err := all.Get("generique-csv"); err != nil || m.Title != "Retour de KAIROS" {
		t.Errorf("got %+v (%v)", m, err)
	}
	if _, err := all.Get("imilo"); err == nil || !strings.Contains(err.Error(), "there are generique-csv, generique-xml, kairos") {
		t.Errorf("got %v", err)
	}
	own["again.yaml"] = own["kairos.yaml"]
	if _, err := acknowledge.Load(own); err == nil || !strings.Contains(err.Error(), "has the name kairos too") {
		t.Errorf("got %v", err)
	}
}

func TestRulesAreDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range acknowledge.Rules() {
		if r.Code == "" || r.Sentence == "" || r.Why == "" || r.Source == "" || seen[r.Code] || !strings.HasPrefix(r.Code, "retour-") {
			t.Errorf("rule %+v", r)
		}
		seen[r.Code] = true
	}
}
