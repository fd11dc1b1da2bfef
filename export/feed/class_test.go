package feed

import (
	"testing"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// TestTargetsThatWriteAlikeShareTheWork holds what the speed of a night rests on:
// all targets of the national flow write an offer with the same bytes.
func TestTargetsThatWriteAlikeShareTheWork(t *testing.T) {
	set, err := target.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	targets, err := set.Select([]string{"intercarif", "aude", "kairos", "imilo", "trouvermaformation", "informetiers", "lbf", "edof"})
	if err != nil {
		t.Fatal(err)
	}
	list := classes(targets, Options{})
	for i, c := range list {
		if alike := c == list[0]; alike != (targets[i].Name != "edof") {
			t.Errorf("%s writes as intercarif: %t", targets[i].Name, alike)
		}
	}
}

func TestWriteAlike(t *testing.T) {
	plain := target.Target{Name: "a", Title: "A", File: "a.xml", Defaults: map[string]string{"certifiante": "0"},
		Mandatory: []target.Mandatory{{Code: "x", Element: "action/prix-total-TTC"}},
		Extras:    []target.UsedExtension{{Extension: target.Extension{Name: "dispositif"}, Codes: map[string]string{"a": "1"}}}}
	for name, c := range map[string]struct {
		change func(*target.Target)
		alike  bool
	}{
		"what stands around the records": {func(t *target.Target) { t.Name, t.Title, t.File, t.Split = "b", "B", "b.xml", "siret" }, true},
		"a page that nothing writes":     {func(t *target.Target) { t.Page = "https://exemple.fr/{formation}" }, true},
		"a page that records bear":       {func(t *target.Target) { t.Page, t.Format.URI = "https://exemple.fr/{formation}", true }, false},
		"another schema":                 {func(t *target.Target) { t.Format.Schema = target.EDOF }, false},
		"another version":                {func(t *target.Target) { t.Format.Schema = target.LHEO22 }, false},
		"another encoding":               {func(t *target.Target) { t.Format.Encoding = target.ISO88591 }, false},
		"another default":                {func(t *target.Target) { t.Defaults = map[string]string{"certifiante": "1"} }, false},
		"the numbers of another":         {func(t *target.Target) { t.Numbering.Formation = "raw" }, false},
		"narrower texts":                 {func(t *target.Target) { t.Lengths = map[string]int{"contenu-formation": 100} }, false},
		"another demand":                 {func(t *target.Target) { t.Mandatory = nil }, false},
		"another extension":              {func(t *target.Target) { t.Extras = nil }, false},
		"another code in an extension": {func(t *target.Target) {
			t.Extras = []target.UsedExtension{{Extension: target.Extension{Name: "dispositif"}}}
		}, false},
		"instants": {func(t *target.Target) { t.Format.Horodatage = true }, false},
		"other publics of apprenticeship": {func(t *target.Target) {
			t.DefaultsFor = map[offre.Dispositif]map[string]string{"apprentissage": {"certifiante": "1"}}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			other := plain
			c.change(&other)
			if writeAlike(plain, other) != c.alike || writeAlike(other, plain) != c.alike {
				t.Errorf("writes alike: %t; want %t", !c.alike, c.alike)
			}
		})
	}
}
