package referentials

import (
	"context"
	"reflect"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func communesOf(src source) (all []nomenclature.Commune, found kept, stats Stats, err error) {
	for c, e := range postalCodes(context.Background(), src, defaults, found.report, &stats) {
		if e != nil {
			return all, found, stats, e
		}
		all = append(all, c)
	}
	return all, found, stats, nil
}

func TestCommunesOfTheGoodFile(t *testing.T) {
	got, found, stats, err := communesOf(memory("laposte.csv", fixture(t, "laposte_hexasmal.csv")))
	if err != nil {
		t.Fatal(err)
	}
	want := []nomenclature.Commune{
		{INSEE: "14488", CodePostal: "14150", Nom: "OUISTREHAM", Acheminement: "OUISTREHAM"},
		{INSEE: "14488", CodePostal: "14150", Nom: "OUISTREHAM", Acheminement: "OUISTREHAM", Ligne5: "RIVA BELLA"},
		{INSEE: "01004", CodePostal: "01500", Nom: "AMBERIEU EN BUGEY", Acheminement: "AMBERIEU EN BUGEY"},
		{INSEE: "2A004", CodePostal: "20000", Nom: "AJACCIO", Acheminement: "AJACCIO"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	wantRules := []string{
		"info referentiel-code-retabli , ligne 4, colonne 1 (#Code_commune_INSEE)",
		"info referentiel-code-retabli , ligne 4, colonne 3 (Code_postal)",
	}
	if got := found.rules(); !reflect.DeepEqual(got, wantRules) || found[0].After != "01004" {
		t.Errorf("findings %q", got)
	}
	if stats != (Stats{Rows: 4, Kept: 4}) {
		t.Errorf("stats %+v", stats)
	}
}

// La Poste has changed its headers, their order and its encoding over the years.
func TestCommunesOfEachEdition(t *testing.T) {
	want := nomenclature.Commune{INSEE: "14488", CodePostal: "14150", Nom: "OUISTREHAM", Acheminement: "OUISTREHAM"}
	located := want
	located.Latitude, located.Longitude = "49.27", "-0.25"
	for _, c := range []struct {
		name string
		text string
		want nomenclature.Commune
	}{
		{"underlined, with coordinates", "Code_commune_INSEE;Nom_commune;Code_postal;Libelle_acheminement;Ligne_5;coordonnees_gps\r\n14488;OUISTREHAM;14150;OUISTREHAM;;49.27, -0.25\r\n", located},
		{"coordinates without a space, columns in another order", "Code_commune_INSEE;Nom_commune;Code_postal;Ligne_5;Libellé_d_acheminement;coordonnees_gps\n14488;OUISTREHAM;14150;;OUISTREHAM;49.27,-0.25\n", located},
		{"with a #, in Latin-1", "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libell\xE9_d_acheminement;Ligne_5\n14488;OUISTREHAM;14150;OUISTREHAM;\n", want},
		{"with a #, in UTF-8 with a BOM", "\uFEFF#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5\n14488;OUISTREHAM;14150;OUISTREHAM;\n", want},
		{"words", "Code commune INSEE;Nom de la commune;Code postal;Libellé d'acheminement;Ligne 5;_geopoint\n14488;OUISTREHAM;14150;OUISTREHAM;;\"49.27,-0.25\"\n", located},
		{"without fifth line, rows ending with a separator", "#Code_commune_INSEE;Nom;Code_postal;Libelle\n14488;OUISTREHAM;14150;OUISTREHAM;\n", want},
		{"commas", "code_commune_insee,nom_de_la_commune,code_postal,libelle_d_acheminement,ligne_5\n14488,OUISTREHAM,14150,OUISTREHAM,\n", want},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := memory("laposte.csv", c.text)
			if ref, _, ok, err := recognised(src, defaults); ref != nomenclature.Communes || !ok || err != nil {
				t.Errorf("recognised as %q, %v", ref, err)
			}
			got, found, _, err := communesOf(src)
			if err != nil || len(found) != 0 {
				t.Fatalf("%v, findings %v", err, found.rules())
			}
			if !reflect.DeepEqual(got, []nomenclature.Commune{c.want}) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestCommuneRowsAtFault(t *testing.T) {
	const header = "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5;coordonnees_gps\n"
	const good = "14488;OUISTREHAM;14150;OUISTREHAM;;49.27, -0.25\n"
	for _, c := range []struct {
		name  string
		row   string
		rules []string
		stats Stats
	}{
		{"INSEE code that is none", "1448;OUISTREHAM;14150;OUISTREHAM;;\n1X488;OUISTREHAM;14150;OUISTREHAM;;\n",
			[]string{"info referentiel-code-retabli , ligne 3, colonne 1 (#Code_commune_INSEE)", "erreur referentiel-code , ligne 4, colonne 1 (#Code_commune_INSEE)"}, Stats{3, 2, 0, 1}},
		{"postal code that is none", "14488;OUISTREHAM;CALVADOS;OUISTREHAM;;\n",
			[]string{"erreur referentiel-code , ligne 3, colonne 3 (Code_postal)"}, Stats{2, 1, 0, 1}},
		{"no name", "14488;;14150;OUISTREHAM;;\n",
			[]string{"erreur referentiel-libelle-absent , ligne 3, colonne 2 (Nom_de_la_commune)"}, Stats{2, 1, 0, 1}},
		{"coordinates out of the earth", "14488;CAEN;14150;CAEN;;149.27, -0.25\n",
			[]string{"avertissement referentiel-valeur , ligne 3, colonne 6 (coordonnees_gps)"}, Stats{2, 2, 0, 0}},
		{"coordinates that are no number", "14488;CAEN;14150;CAEN;;NaN, Inf\n",
			[]string{"avertissement referentiel-valeur , ligne 3, colonne 6 (coordonnees_gps)"}, Stats{2, 2, 0, 0}},
		{"a row twice", good, nil, Stats{2, 1, 1, 0}},
		{"a row twice, elsewhere", "14488;OUISTREHAM;14150;OUISTREHAM;;1.0, 2.0\n",
			[]string{"avertissement referentiel-doublon , ligne 3, colonne 1 (#Code_commune_INSEE)"}, Stats{2, 1, 1, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found, stats, err := communesOf(memory("laposte.csv", header+good+c.row))
			if err != nil {
				t.Fatal(err)
			}
			if got := found.rules(); !reflect.DeepEqual(got, c.rules) {
				t.Errorf("findings %q, want %q", got, c.rules)
			}
			if stats != c.stats || stats.Check("laposte.csv") != nil {
				t.Errorf("stats %+v, want %+v", stats, c.stats)
			}
		})
	}
}
