package codify

import (
	"reflect"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func registre(t *testing.T) *Registre {
	t.Helper()
	r, err := NewRegistre(seq(
		nomenclature.Etablissement{SIRET: "11111111100011", NDA: "28140000114", Enseigne: "Le Cap", Etat: "actif"},
		nomenclature.Etablissement{SIRET: "11111111100029", Enseigne: "Le Cap, antenne", Etat: "actif"},
		nomenclature.Etablissement{SIRET: "11111111100037", NDA: "28140000114", Etat: "fermé", RaisonSociale: "Le Cap, ancien site"},
		nomenclature.Etablissement{SIRET: "22222222200010", NDA: "28140000200", Etat: "actif"},
		nomenclature.Etablissement{SIRET: "22222222200028", NDA: "28140000201", Etat: "actif"},
		nomenclature.Etablissement{SIRET: "33333333300012", NDA: "00000000000", Etat: "actif"},
		nomenclature.Etablissement{SIRET: "44444444400031", NDA: "28140000300", Etat: "fermé"},
		nomenclature.Etablissement{SIRET: "44444444400049", NDA: "28140000300", Etat: "actif", Enseigne: "La Hune"},
		nomenclature.Etablissement{SIRET: "court", NDA: "28140000999"},
	))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestComplete(t *testing.T) {
	for _, tc := range []struct {
		name, siret, stated string
		nda                 string
		origine             offre.Origine
		rules               []string
		says                string
	}{
		{"of its own line", "11111111100011", "", "28140000114", offre.OrigineRegistre, []string{"nda-registre"}, "cet établissement, « Le Cap »"},
		{"a branch takes the legal entity's", "11111111100029", "", "28140000114", offre.OrigineRegistre, []string{"nda-registre"}, "11111111100011, « Le Cap », de la même entreprise"},
		{"a branch that the list does not know", "11111111100099", "", "28140000114", offre.OrigineRegistre, []string{"nda-registre"}, "11111111100011"},
		{"an open line before a closed one", "44444444400056", "", "28140000300", offre.OrigineRegistre, []string{"nda-registre"}, "La Hune"},
		{"stated and the same", "11111111100011", "28140000114", "28140000114", "", nil, ""},
		{"stated and different", "11111111100011", "28140000999", "28140000999", "", []string{"nda-divergent"}, "28140000114"},
		{"closed", "11111111100037", "28140000114", "28140000114", "", []string{"organisme-ferme"}, "Le Cap, ancien site"},
		{"legal entity of several numbers", "22222222200036", "", "", "", nil, ""},
		{"own line in a legal entity of several numbers", "22222222200028", "", "28140000201", offre.OrigineRegistre, []string{"nda-registre"}, ""},
		{"zeros are no number", "33333333300012", "", "", "", nil, ""},
		{"unknown", "99999999900011", "", "", "", nil, ""},
		{"no SIRET", "", "", "", "", nil, ""},
		{"SIRET too short", "111", "", "", "", nil, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := registre(t)
			o, found := r.Complete(offre.Organisme{ID: "04_O1", SIRET: tc.siret, NDA: tc.stated})
			if o.NDA != tc.nda || o.NDAOrigine != tc.origine {
				t.Errorf("NDA %q from %q, want %q from %q", o.NDA, o.NDAOrigine, tc.nda, tc.origine)
			}
			equal(t, "findings", rulesOf(found), tc.rules)
			if len(found) > 0 && (!strings.Contains(found[0].Message, tc.says) || found[0].Record != "04_O1") {
				t.Errorf("finding %+v", found[0])
			}
			if again, _ := r.Complete(o); !reflect.DeepEqual(again, o) {
				t.Errorf("a second time: %+v", again)
			}
		})
	}
}

func TestNumberThatLeavesTheListLeavesTheOrganisme(t *testing.T) {
	o, _ := registre(t).Complete(offre.Organisme{SIRET: "11111111100011"})
	empty, err := NewRegistre(nil)
	if err != nil {
		t.Fatal(err)
	}
	if o, _ = empty.Complete(o); o.NDA != "" || o.NDAOrigine != "" {
		t.Errorf("organisme %+v", o)
	}
}
