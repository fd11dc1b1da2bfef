package codify

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func TestANumberInATitleNamesItsCertification(t *testing.T) {
	titled := func(title string) offre.Formation {
		f := good(prepares())
		f.IntituleSaisi = title
		return f
	}
	for _, c := range []struct {
		name, title string
		words       []journal.Proposal
		certified   string // the code that is applied
		asked       string // the first that the staff are proposed
	}{
		{"a number alone", "RNCP38430", nil, "100", ""},
		{"with spaces and a sign", "Voilerie (RNCP n° 38 430)", proposal("200", 0.1), "100", ""},
		{"in lower case", "titre rncp40200", nil, "200", ""},
		{"of the other register", "CACES RS5054", nil, "400", ""},
		{"the words say the same", "CAP voilerie RNCP38430", proposal("100", 0.7), "100", ""},
		{"the words say something else", "Gréeur RNCP38430", proposal("200", 0.95), "", "100"},
		{"two entries share it", "BTS nautisme RNCP37391", nil, "", ""},
		{"one that Certif Info does not know", "RNCP99999", proposal("100", 0.7), "", "100"},
		{"a link between machines", "Liaison RS232", nil, "", ""},
		{"a word that begins so", "RSE 5054", nil, "", ""},
		{"a code of Certif Info", " 200 ", nil, "", "200"},
		{"a code and words", "200 heures", nil, "", ""},
		{"no number", "Voilerie RNCP", nil, "", ""},
	} {
		got := knowing(t, c.words, nil).Codify(titled(c.title), 0)
		certified, asked := "", ""
		if all := got.Formation.Certifications; len(all) > 0 {
			certified = all[0].CertifInfo
			if !strings.Contains(all[0].Preuve, "écrit dans l'intitulé") || all[0].Origine != offre.OrigineAutomatique {
				t.Errorf("%s: %+v does not say why", c.name, all[0])
			}
		}
		if len(got.Tasks) > 0 {
			asked = got.Tasks[0].Proposals[0].Code
		}
		if certified != c.certified || asked != c.asked {
			t.Errorf("%s: « %s » gives %q and asks about %q, want %q and %q", c.name, c.title, certified, asked, c.certified, c.asked)
		}
	}
}
