package referentials

import (
	"context"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// termesIn reads the one nomenclature that a folder holds.
func termesIn(t testing.TB, dir string) (all []nomenclature.Terme, found kept, stats Stats, err error) {
	t.Helper()
	files, err := Scan(dir, nil)
	if err != nil || len(files) != 1 {
		t.Fatalf("scanned %+v, %v", files, err)
	}
	for term, e := range Termes(context.Background(), files[0], found.report, &stats) {
		if e != nil {
			return all, found, stats, e
		}
		all = append(all, term)
	}
	return all, found, stats, stats.Check(dir)
}

func TestTermesWithAllTheirFiles(t *testing.T) {
	type relations = nomenclature.Relations
	for _, c := range []struct {
		name  string
		files []string
		want  []nomenclature.Terme
		rules []string
		stats Stats
	}{
		{"ROME 4", []string{"unix_referentiel_code_rome_v460_utf8.csv", "unix_referentiel_appellation_v460_utf8.csv", "unix_texte_v460_utf8.csv", "cr_gd_dp_v4_utf8.csv"},
			[]nomenclature.Terme{
				{Code: "H2401", Libelle: "Voilier / Voilière", Relations: relations{Domaine: "H24 Cuir et textile",
					Definition: "Coupe et assemble des voiles. Répare les gréements.",
					Appellations: []nomenclature.Appellation{{OGR: "8001", Libelle: "Voilier gréeur / Voilière gréeuse"},
						{OGR: "8002", Libelle: "Couturier / Couturière de voiles d'avant", Court: "Couturier(ère) de voiles d'avant"}}}},
				{Code: "H2902", Libelle: "Chaudronnier / Chaudronnière d'atelier, de chantier"},
				{Code: "H2911", Libelle: `Charpentier / Charpentière "coques"`, Relations: relations{Parent: "H2902", Domaine: "H29 Mécanique, travail des métaux",
					Appellations: []nomenclature.Appellation{{OGR: "8003", Libelle: "Charpentier / Charpentière de marine"}}}}},
			[]string{"info referentiel-texte , ligne 3, colonne 2 (libelle_appellation_long)", "info referentiel-texte , ligne 3, colonne 3 (libelle_appellation_court)",
				"avertissement referentiel-orphelin"}, Stats{12, 3, 8, 1}},
		{"ROME 3", []string{"unix_referentiel_code_rome_v347_utf8.csv", "unix_referentiel_appellation_v347_utf8.csv"},
			[]nomenclature.Terme{{Code: "H2401", Libelle: "Assemblage de voiles", Relations: relations{
				Appellations: []nomenclature.Appellation{{OGR: "8001", Libelle: "Voilier gréeur / Voilière gréeuse", Court: "Voilier(ère) gréeur(se)"}}}}},
			nil, Stats{2, 1, 1, 0}},
		{"Formacode", []string{"formacodes-v14.csv", "formacodes-grands-domaines-v14.csv"},
			[]nomenclature.Terme{
				{Code: "23054", Libelle: "Chaudronnerie", Relations: relations{Synonymes: []string{"tôlerie", "formage"},
					Generiques: []string{"23000"}, Domaine: "230 METAL", Definition: "Concerne les ouvrages en tôle. Concerne aussi les tubes."}},
				{Code: "31854", Libelle: "Transport", Relations: relations{Generiques: []string{"00105"}, Domaine: "318 TRANSPORT"}}},
			nil, Stats{3, 2, 1, 0}},
		{"Formacode V13", []string{"formacodes-v13.csv"},
			[]nomenclature.Terme{
				{Code: "23000", Libelle: "METAL", Relations: relations{Domaine: "230 METAL", Specifiques: []string{"23054", "23060"}}},
				{Code: "23054", Libelle: "CHAUDRONNERIE", Relations: relations{Domaine: "230 METAL", Generiques: []string{"23000"}, Specifiques: []string{"23055"}}},
				{Code: "23055", Libelle: "TOLERIE", Relations: relations{Domaine: "230 METAL", Generiques: []string{"23054"}}},
				{Code: "23060", Libelle: "FORGE", Relations: relations{Domaine: "230 METAL", Generiques: []string{"23000"}}},
				{Code: "31854", Libelle: "TRANSPORT", Relations: relations{Domaine: "318 TRANSPORT"}}},
			nil, Stats{5, 5, 0, 0}},
		{"letters of NSF", []string{"n_lettre_specialite.csv"},
			[]nomenclature.Terme{{Code: "S", Libelle: "PRODUCTION"}, {Code: "U", Libelle: "CONDUITE DE MACHINES"}}, nil, Stats{2, 2, 0, 0}},
		{"GFE", []string{"gfe_edof_v14.csv"},
			[]nomenclature.Terme{{Code: "2", Libelle: "Pêche, Mer"}, {Code: "15", Libelle: "Transport, logistique"}}, nil, Stats{2, 2, 0, 0}},
		{"FAP, in Windows-1252", []string{"fap225_rome.csv"},
			[]nomenclature.Terme{{Code: "A3Z90", Relations: relations{Associes: []string{"A1415", "A1407"}}}, {Code: "A3Z91"}}, nil, Stats{3, 2, 1, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found, stats, err := termesIn(t, folder(t, fixed(t, c.files...)))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
			if rules := found.rules(); !reflect.DeepEqual(rules, c.rules) || stats != c.stats {
				t.Errorf("findings %q, %+v; want %q, %+v", rules, stats, c.rules, c.stats)
			}
		})
	}
}

func TestFormacode13AtFault(t *testing.T) {
	good := fixture(t, "formacodes-v13.csv")
	for _, c := range []struct {
		name, old, new string
		rules          []string
		stats          Stats
	}{
		{"two columns at once", "CHAUDRONNERIE 23054;;;;", "CHAUDRONNERIE 23054;TUBE 23056;;;",
			[]string{"erreur referentiel-code , ligne 3", "avertissement referentiel-valeur , ligne 4, colonne 5 (E)", "avertissement referentiel-valeur , ligne 5, colonne 4 (D)"}, Stats{5, 4, 0, 1}},
		{"a code lost, above others", "CHAUDRONNERIE 23054", "CHAUDRONNERIE",
			[]string{"erreur referentiel-code , ligne 3", "avertissement referentiel-valeur , ligne 4, colonne 5 (E)"}, Stats{5, 4, 0, 1}},
		{"no code", "FORGE 23060", "FORGE", []string{"erreur referentiel-code , ligne 5"}, Stats{5, 4, 0, 1}},
		{"a field that is none", "230;METAL;;FORGE", "23;METAL;;FORGE", []string{"erreur referentiel-code , ligne 5, colonne 1 (A)"}, Stats{5, 4, 0, 1}},
		{"a level missed", ";;;TOLERIE 23055;;;", ";;;;;TOLERIE 23055;", []string{"avertissement referentiel-valeur , ligne 4, colonne 7 (G)"}, Stats{5, 5, 0, 0}},
		{"a code again, below another", "FORGE 23060", "TOLERIE 23055", nil, Stats{5, 4, 1, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found, stats, err := termesOf(nomenclature.Formacode13, memory("formacodes-v13.csv", put(t, good, c.old, c.new)))
			if err != nil {
				t.Fatal(err)
			}
			if rules := found.rules(); !reflect.DeepEqual(rules, c.rules) || stats != c.stats {
				t.Errorf("findings %q, %+v; want %q, %+v", rules, stats, c.rules, c.stats)
			}
		})
	}
}

// A sheet whose columns bear letters is no thesaurus unless its first row says so.
func TestSheetOfLettersIsNoFormacode(t *testing.T) {
	for name, row := range map[string]string{
		"figures":              "1;2;3;4;5;6;7;8\n",
		"a field and no code":  "150;METAL;METAL;;;;;\n",
		"no row":               "",
		"a field that is none": "x;METAL;METAL 23000;;;;;\n",
	} {
		if ref, _, ok, err := recognised(memory("feuille.csv", "A;B;C;D;E;F;G;H\n"+row), defaults); ok || err != nil {
			t.Errorf("%s: taken for %s, %v", name, ref, err)
		}
	}
}

// ROME's versions are told by their name, else by their columns.
func TestROMEVersions(t *testing.T) {
	for _, c := range []struct {
		fixture, as string
		ref         nomenclature.Referential
		label       string
	}{
		{"unix_referentiel_code_rome_v347_utf8.csv", "unix_referentiel_code_rome_v451_utf8.csv", nomenclature.ROME, "4.51"},
		{"unix_referentiel_code_rome_v347_utf8.csv", "codes.csv", nomenclature.ROME3, "3"},
		{"unix_referentiel_code_rome_v460_utf8.csv", "codes.csv", nomenclature.ROME, "4"},
		{"unix_referentiel_appellation_v347_utf8.csv", "appellations.csv", nomenclature.ROME3, "3"},
		{"unix_referentiel_appellation_v460_utf8.csv", "appellations.csv", nomenclature.ROME, "4"},
		{"cr_gd_dp_v4_utf8.csv", "cr_gd_dp_v4_utf8.csv", nomenclature.ROME, "4"},
		{"unix_texte_v460_utf8.csv", "textes.csv", nomenclature.ROME, ""},
	} {
		ref, label, ok, err := recognised(memory(c.as, fixture(t, c.fixture)), defaults)
		if ref != c.ref || label != c.label || !ok || err != nil {
			t.Errorf("%s as %s: %q %q, %v", c.fixture, c.as, ref, label, err)
		}
	}
}

func TestTermesOfAFileOfAnother(t *testing.T) {
	_, err := count(Termes(context.Background(), File{Referential: nomenclature.ROME, Path: filepath.Join("testdata", "gfe_edof_v14.csv")}, nil, nil))
	if err == nil || !strings.Contains(err.Error(), "missing columns: code_rome") {
		t.Errorf("error %v", err)
	}
}
