package referentials

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// organismesIn reads the lists of organisations that a folder holds.
func organismesIn(t testing.TB, dir string) (all []nomenclature.Etablissement, found kept, stats Stats) {
	t.Helper()
	files, err := Scan(dir, nil)
	if err != nil || len(files) != 1 || files[0].Referential != nomenclature.Organismes {
		t.Fatalf("scanned %+v, %v", files, err)
	}
	for e, err := range Etablissements(context.Background(), files[0], found.report, &stats) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	if err := stats.Check(dir); err != nil || stats.Kept != len(all) {
		t.Errorf("%d organisations, %+v, %v", len(all), stats, err)
	}
	return all, found, stats
}

var (
	ecoleDeLaBaie = nomenclature.Etablissement{SIRET: "73282932000074", NDA: "25140000114", RaisonSociale: "ECOLE DE LA BAIE", Etat: "actif",
		Adresse: "3 QUAI CHARCOT 14150 OUISTREHAM", Region: "Normandie", Qualiopi: "Oui"}
	voilesDuNord = nomenclature.Etablissement{SIRET: "35600000009075", NDA: "25140000999", RaisonSociale: "VOILES DU NORD", Etat: "actif",
		Adresse: "8 QUAI DU PORT 62100 CALAIS", Region: "Hauts-de-France", Qualiopi: "Non"}
)

// The public list has had three forms of header.
func TestPublicListOfEachGeneration(t *testing.T) {
	of2017 := ecoleDeLaBaie
	of2017.Region, of2017.Qualiopi = "", ""
	noRegion := ecoleDeLaBaie
	noRegion.Region = ""
	for _, c := range []struct {
		name, file, text string
		want             nomenclature.Etablissement
	}{
		{"since 2021", "a.csv", fixture(t, "liste-publique-des-of-2026-03-05.csv"), ecoleDeLaBaie},
		{"of 2021, with the end of the SIRET alone", "a.csv", put(t, fixture(t, "liste-publique-des-of-2026-03-05.csv"), `"73282932000074"`, `"00074"`), ecoleDeLaBaie},
		{"up to 2020", "20200925_public_ofs.csv", fixture(t, "20200925_public_ofs.csv"), of2017},
		{"export of the portal", "a.csv", "numerodeclarationactivite;numerosdeclarationactiviteprecedent;denomination;siren;siretetablissementdeclarant;adressephysiqueorganismeformation_voie;adressephysiqueorganismeformation_codepostal;adressephysiqueorganismeformation_ville;adressephysiqueorganismeformation_coderegion;geocodageban;certifications_actionsdeformation;certifications_bilansdecompetences;certifications_vae;certifications_actionsdeformationparapprentissage\n" +
			"25140000114;;ECOLE DE LA BAIE;732829320;73282932000074;3 QUAI CHARCOT;14150;OUISTREHAM;28;;false;true;false;false\n", ecoleDeLaBaie},
		{"export of the portal with its labels", "a.csv", "Numéro Déclaration Activité,denomination,Code SIREN,Siret Etablissement Déclarant,Adresse Organisme de Formation,Code Postal Organisme de Formation,Ville Organisme de Formation,VAE\n" +
			"25140000114,ECOLE DE LA BAIE,732829320,73282932000074,3 QUAI CHARCOT,14150,OUISTREHAM,True\n", noRegion},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, _ := organismesIn(t, folder(t, map[string]string{c.file: c.text}))
			if len(got) == 0 || !reflect.DeepEqual(got[0], c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestPublicListAtFault(t *testing.T) {
	good := fixture(t, "liste-publique-des-of-2026-03-05.csv")
	abroad := "info referentiel-sans-siret , ligne 4, colonne 1 (numeroDeclarationActivite)"
	for _, c := range []struct {
		name, old, new string
		rules          []string
		stats          Stats
	}{
		{"an organisation from abroad", "x", "x", []string{abroad}, Stats{3, 2, 0, 1}},
		{"SIRET too short", `"73282932000074"`, `"7328293200"`,
			[]string{"avertissement referentiel-valeur , ligne 2, colonne 5 (siretEtablissementDeclarant)", abroad}, Stats{3, 1, 0, 2}},
		{"a wrong key", `"73282932000074"`, `"73282932000075"`,
			[]string{"avertissement referentiel-cle , ligne 2, colonne 5 (siretEtablissementDeclarant)", abroad}, Stats{3, 2, 0, 1}},
		{"NDA that is none", `"25140000114"`, `"en cours"`,
			[]string{"avertissement referentiel-valeur , ligne 2, colonne 1 (numeroDeclarationActivite)", abroad}, Stats{3, 2, 0, 1}},
		{"a SIRET again, with another declaration", `"356000000";"35600000009075"`, `"732829320";"73282932000074"`,
			[]string{"avertissement referentiel-doublon , ligne 3, colonne 1 (numeroDeclarationActivite)", abroad}, Stats{3, 1, 1, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := good
			if c.old != c.new {
				text = put(t, good, c.old, c.new)
			}
			_, found, stats := organismesIn(t, folder(t, map[string]string{"a.csv": text}))
			if rules := found.rules(); !reflect.DeepEqual(rules, c.rules) || stats != c.stats {
				t.Errorf("findings %q, %+v; want %q, %+v", rules, stats, c.rules, c.stats)
			}
		})
	}
}

// The two lists are one referential: what both have is told once.
func TestBothListsOfOrganisations(t *testing.T) {
	files := fixed(t, "organismes-reseaux.csv", "liste-publique-des-of-2026-03-05.csv")
	files["organismes-reseaux.csv"] = put(t, files["organismes-reseaux.csv"], "73282932000074;0951099D;ECOLE DE LA BAIE;;25140000114;actif;", "73282932000074;0951099D;ECOLE DE LA BAIE;;;fermé;")
	files["liste-publique-des-of-2026-03-05.csv"] += strings.Replace(strings.Split(files["liste-publique-des-of-2026-03-05.csv"], "\n")[2], "35600000009075", "35600000000899", 1) + "\n"
	got, _, stats := organismesIn(t, folder(t, files))
	both := ecoleDeLaBaie
	both.UAI, both.Nature = "0951099D", "responsable_formateur"
	if len(got) != 4 || stats != (Stats{7, 4, 2, 1}) {
		t.Fatalf("got %+v, %+v", got, stats)
	}
	byKey := map[string]nomenclature.Etablissement{}
	for _, e := range got {
		byKey[e.SIRET] = e
	}
	if e := byKey["73282932000074"]; !reflect.DeepEqual(e, both) {
		t.Errorf("got %+v, want %+v", e, both)
	}
	if e := byKey["35600000009075"]; e.RaisonSociale != "CENTRE POSTAL" || e.Qualiopi != "Non" || e.Adresse != "1 RUE DU PORT 76600 LE HAVRE" {
		t.Errorf("got %+v", e)
	}
	if _, ok := byKey["35600000000899"]; !ok {
		t.Errorf("an organisation of the public list alone is missing: %+v", got)
	}
}

func TestPublicListGivesTheState(t *testing.T) {
	got, _, _ := organismesIn(t, folder(t, fixed(t, "liste-publique-des-of-2026-03-05.csv")))
	if !reflect.DeepEqual(got, []nomenclature.Etablissement{ecoleDeLaBaie, voilesDuNord}) {
		t.Errorf("got %+v", got)
	}
}
