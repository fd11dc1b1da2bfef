package referentials

import (
	"context"
	"reflect"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func etablissementsOf(src source) (all []nomenclature.Etablissement, found kept, stats Stats, err error) {
	for e, failure := range etablissements(context.Background(), document{src: src, format: organismes}, defaults, found.report, &stats) {
		if failure != nil {
			return all, found, stats, failure
		}
		all = append(all, e)
	}
	return all, found, stats, nil
}

func TestEtablissementsOfTheGoodFile(t *testing.T) {
	got, found, stats, err := etablissementsOf(memory("of.csv", fixture(t, "organismes-reseaux.csv")))
	if err != nil || len(found) != 0 || stats != (Stats{Rows: 3, Kept: 3}) {
		t.Fatalf("%v, findings %v, stats %+v", err, found.rules(), stats)
	}
	want := []nomenclature.Etablissement{
		{SIRET: "73282932000074", UAI: "0951099D", NDA: "25140000114", RaisonSociale: "ECOLE DE LA BAIE", Etat: "actif",
			Nature: "responsable_formateur", Adresse: "3 QUAI CHARCOT 14150 OUISTREHAM", Region: "Normandie", Qualiopi: "Oui"},
		{SIRET: "35600000009075", NDA: "2376P009076", RaisonSociale: "CENTRE POSTAL", Etat: "actif",
			Nature: "formateur", Adresse: "1 RUE DU PORT 76600 LE HAVRE", Region: "Normandie", Qualiopi: "Non"},
		{SIRET: "35600000000048"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestEtablissementRowsAtFault(t *testing.T) {
	good := fixture(t, "organismes-reseaux.csv")
	for _, c := range []struct {
		name     string
		old, new string
		rules    []string
		want     nomenclature.Etablissement // first one kept
		refused  int
	}{
		{"NDA that lost its zero", ";25140000114;", ";6970000297;",
			[]string{"info referentiel-code-retabli , ligne 2, colonne 5 (numero_declaration_activite)"},
			nomenclature.Etablissement{SIRET: "73282932000074", NDA: "06970000297", UAI: "0951099D"}, 0},
		{"NDA that is none", ";25140000114;", ";en cours;",
			[]string{"avertissement referentiel-valeur , ligne 2, colonne 5 (numero_declaration_activite)"},
			nomenclature.Etablissement{SIRET: "73282932000074", UAI: "0951099D"}, 0},
		{"UAI in small letters", ";0951099D;", ";0951099d;",
			[]string{"info referentiel-code-retabli , ligne 2, colonne 2 (uai)"},
			nomenclature.Etablissement{SIRET: "73282932000074", NDA: "25140000114", UAI: "0951099D"}, 0},
		{"UAI with another's letter", ";0951099D;", ";0951099C;",
			[]string{"avertissement referentiel-cle , ligne 2, colonne 2 (uai)"},
			nomenclature.Etablissement{SIRET: "73282932000074", NDA: "25140000114", UAI: "0951099C"}, 0},
		{"SIRET with a wrong key", "73282932000074", "73282932000075",
			[]string{"avertissement referentiel-cle , ligne 2, colonne 1 (siret)"},
			nomenclature.Etablissement{SIRET: "73282932000075", NDA: "25140000114", UAI: "0951099D"}, 0},
		{"SIRET that a spreadsheet rounded", "73282932000074", "7,32829E+13",
			[]string{"erreur referentiel-code , ligne 2, colonne 1 (siret)"},
			nomenclature.Etablissement{SIRET: "35600000009075", NDA: "2376P009076"}, 1},
		{"SIRET of another row", "73282932000074", "35600000009075",
			[]string{"avertissement referentiel-doublon , ligne 3, colonne 1 (siret)"},
			nomenclature.Etablissement{SIRET: "35600000009075", NDA: "25140000114", UAI: "0951099D"}, 0},
		{"name as a formula", "ECOLE DE LA BAIE", `"=""ECOLE ""DE LA"" BAIE"""`,
			[]string{"info referentiel-texte , ligne 2, colonne 3 (raison_sociale)"},
			nomenclature.Etablissement{SIRET: "73282932000074", NDA: "25140000114", UAI: "0951099D"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found, stats, err := etablissementsOf(memory("of.csv", put(t, good, c.old, c.new)))
			if err != nil {
				t.Fatal(err)
			}
			if rules := found.rules(); !reflect.DeepEqual(rules, c.rules) {
				t.Errorf("findings %q, want %q", rules, c.rules)
			}
			first := nomenclature.Etablissement{SIRET: got[0].SIRET, NDA: got[0].NDA, UAI: got[0].UAI}
			if first != c.want {
				t.Errorf("got %+v, want %+v", first, c.want)
			}
			if stats.Refused != c.refused || stats.Check("of.csv") != nil {
				t.Errorf("stats %+v", stats)
			}
		})
	}
}
