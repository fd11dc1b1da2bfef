package classify

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/transform/texte"
)

func TestCore(t *testing.T) {
	for _, c := range []struct{ name, title, core string }{
		{"a title that announces nothing", "Assistant de gestion", "assistant gestion"},
		{"the speciality, whatever stands before", "Droit, économie, gestion, mention Droit du patrimoine, spécialité Droit notarial", "droit notarial"},
		{"the mention, wherever the domain stands", "Mention Sciences du vivant. Domaine : Sciences, technologies, santé", "scienc vivant"},
		{"the last of several as close", "Arts option Verre parcours Vitrail", "vitral"},
		{"words that tell nothing are not its head", "Diplôme national de boulanger", "boulanger"},
		{"nothing announced after all", "Cuisine, spécialité", "cuisin"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(core(texte.Normalise(c.title)), " "); got != c.core {
				t.Errorf("the core of %q is %q, not %q", c.title, got, c.core)
			}
		})
	}
}

func TestTheHeadOfTheCoreIsPaired(t *testing.T) {
	got := map[string]bool{}
	cutCore(texte.Normalise("CAP mention complémentaire Cuisine de bistrot"), nil, func(_ block, key []byte) { got[string(key)] = true })
	for _, key := range []string{"^bistrot", ">cuisin bistrot", "3 bistrot"} {
		if !got[key] {
			t.Errorf("no feature %q among %v", key, got)
		}
	}
}
