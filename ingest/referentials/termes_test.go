package referentials

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func termesOf(ref nomenclature.Referential, src source) (all []nomenclature.Terme, found kept, stats Stats, err error) {
	for t, e := range termes(context.Background(), ref, []document{{src: src, format: must(entriesOf(ref))}}, defaults, found.report, &stats) {
		if e != nil {
			return all, found, stats, e
		}
		all = append(all, t)
	}
	return all, found, stats, nil
}

func must[T any](t T, err error) T {
	if err != nil {
		panic(err)
	}
	return t
}

func TestTermesOfTheGoodFiles(t *testing.T) {
	for _, c := range []struct {
		ref  nomenclature.Referential
		file string
		want []nomenclature.Terme
	}{
		{nomenclature.ROME, "unix_referentiel_code_rome_v460_utf8.csv", []nomenclature.Terme{
			{Code: "H2401", Libelle: "Voilier / Voilière"},
			{Code: "H2902", Libelle: "Chaudronnier / Chaudronnière d'atelier, de chantier"},
			{Code: "H2911", Libelle: `Charpentier / Charpentière "coques"`, Relations: nomenclature.Relations{Parent: "H2902"}}}},
		{nomenclature.Formacode, "formacodes-v14.csv", []nomenclature.Terme{
			{Code: "23054", Libelle: "Chaudronnerie", Relations: nomenclature.Relations{Synonymes: []string{"tôlerie", "formage"},
				Generiques: []string{"23000"}, Domaine: "230 METAL", Definition: "Concerne les ouvrages en tôle. Concerne aussi les tubes."}},
			{Code: "31854", Libelle: "Transport", Relations: nomenclature.Relations{Generiques: []string{"Transport, logistique"}, Domaine: "318 TRANSPORT"}}}},
		{nomenclature.NSF, "nsf_groupes_D311-4.csv", []nomenclature.Terme{
			{Code: "254", Libelle: "Structures métalliques", Relations: nomenclature.Relations{Domaine: "25 Mécanique"}},
			{Code: "311", Libelle: "Transport, manutention, magasinage", Relations: nomenclature.Relations{Domaine: "31 Échanges et gestion"}}}},
	} {
		t.Run(string(c.ref), func(t *testing.T) {
			got, found, stats, err := termesOf(c.ref, memory(c.file, fixture(t, c.file)))
			if err != nil || len(found) != 0 || stats != (Stats{Rows: len(c.want), Kept: len(c.want)}) {
				t.Fatalf("%v, findings %v, stats %+v", err, found, stats)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTermesAtFault(t *testing.T) {
	good := fixture(t, "unix_referentiel_code_rome_v460_utf8.csv")
	for _, c := range []struct {
		name  string
		text  string
		rules []string
		stats Stats
	}{
		{"code that is none", put(t, good, `"H2401","901"`, `"2401","901"`),
			[]string{"erreur referentiel-code , ligne 2, colonne 1 (code_rome)"}, Stats{3, 2, 0, 1}},
		{"code in small letters", put(t, good, `"H2401","901"`, `"h2401","901"`),
			[]string{"info referentiel-code-retabli , ligne 2, colonne 1 (code_rome)"}, Stats{3, 3, 0, 0}},
		{"no label", put(t, good, "Voilier / Voilière", " "),
			[]string{"erreur referentiel-libelle-absent , ligne 2, colonne 4 (libelle_rome)"}, Stats{3, 2, 0, 1}},
		{"label with doubled apostrophe", put(t, good, "d'atelier", "d''atelier"),
			[]string{"info referentiel-texte , ligne 3, colonne 4 (libelle_rome)"}, Stats{3, 3, 0, 0}},
		{"label that ends with half a letter", put(t, good, "Voilier / Voilière", "Voilier, Voilière, dÃ©jÃ\u00A0"),
			[]string{"info referentiel-texte , ligne 2, colonne 4 (libelle_rome)"}, Stats{3, 3, 0, 0}},
		{"a row twice", good + strings.Split(good, "\n")[1] + "\n", nil, Stats{4, 3, 1, 0}},
		{"a code twice, otherwise", good + strings.Replace(strings.Split(good, "\n")[1], "Voilier /", "Marin /", 1) + "\n",
			[]string{"avertissement referentiel-doublon , ligne 5, colonne 1 (code_rome)"}, Stats{4, 3, 1, 0}},
		{"a mark too many", put(t, good, `"901"`, `"901`),
			[]string{"info referentiel-guillemets , ligne 2"}, Stats{3, 3, 0, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found, stats, err := termesOf(nomenclature.ROME, memory("rome.csv", c.text))
			if err != nil {
				t.Fatal(err)
			}
			if got := found.rules(); !reflect.DeepEqual(got, c.rules) {
				t.Errorf("findings %q, want %q", got, c.rules)
			}
			if stats != c.stats || stats.Check("rome.csv") != nil {
				t.Errorf("stats %+v, want %+v", stats, c.stats)
			}
		})
	}
}

func TestTermesOfNoFlatNomenclature(t *testing.T) {
	for _, err := range Termes(context.Background(), File{Referential: nomenclature.Communes, Path: "x.csv"}, nil, nil) {
		if err == nil || !strings.Contains(err.Error(), "choose rome") {
			t.Errorf("error %v", err)
		}
	}
}

func TestStatsThatDoNotAddUp(t *testing.T) {
	if err := (Stats{Rows: 3, Kept: 1, Refused: 1}).Check("rome.csv"); err == nil || !strings.Contains(err.Error(), "rome.csv") {
		t.Errorf("error %v", err)
	}
}

// A file with ten thousand faults is told in few sentences.
func TestManyFindingsAreSummedUp(t *testing.T) {
	text := "code;domaine17;libelle\n100;10 Général;Général\n" + strings.Repeat("x;10 Général;Général\n", 10_000)
	_, found, stats, err := termesOf(nomenclature.NSF, memory("nsf.csv", text))
	if err != nil || stats.Refused != 10_000 {
		t.Fatalf("%v, stats %+v", err, stats)
	}
	if len(found) != detailed+1 {
		t.Fatalf("%d findings, want %d", len(found), detailed+1)
	}
	if last := found[detailed]; last.Row != 0 || !strings.Contains(last.Message, "9950 autres") {
		t.Errorf("the summing-up says %+v", last)
	}
}
