package referentials

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func TestExemples(t *testing.T) {
	files, err := Scan(folder(t, fixed(t, "intitules-rncp-rs.csv", "intitules-organismes-certifinfo.csv")), nil)
	if err != nil || len(files) != 1 || len(files[0].Paths) != 2 {
		t.Fatalf("scanned %+v, %v", files, err)
	}
	var got []nomenclature.Exemple
	var stats Stats
	for e, err := range Exemples(context.Background(), files[0], nil, &stats) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	want := []nomenclature.Exemple{
		{Intitule: "Charpentier de marine", ROME: []string{"H2911", "H2902"}, NSF: []string{"234"}, Formacodes: []string{"23054"}, Fiche: "RNCP70001"},
		{Intitule: "Conduire une grue portuaire", NSF: []string{"311", "326"}, Formacodes: []string{"31854"}, Fiche: "RS2001"},
		{Intitule: "CAP coques (apprentissage possible)", CertifInfo: "900001"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if stats != (Stats{4, 3, 1, 0}) {
		t.Errorf("stats %+v", stats)
	}
}

// evaluated reads a file of titles and codes.
func evaluated(t *testing.T, text string) (all []LabelledRow, found kept, err error) {
	t.Helper()
	var stats Stats
	for row, e := range Labelled(context.Background(), written(t, "eval.csv", text), found.report, &stats) {
		if e != nil {
			return all, found, e
		}
		all = append(all, row)
	}
	if err := stats.Check("eval.csv"); err != nil || stats.Kept != len(all) {
		t.Errorf("%d rows, %+v, %v", len(all), stats, err)
	}
	return all, found, nil
}

func TestLabelledRowsOfEachWriting(t *testing.T) {
	const all = "source;title;titre_vise;intitule_diplome;niveau_europeen;code_certifinfo;rome;nsf3;formacode;rncp_rs\n" +
		"X;Grée à neuf;BTS;gréement;5;900002|900003;h2401;234s|234;23054;rncp 70001\n"
	whole := LabelledRow{Line: 2, Intitule: "Grée à neuf", TitreVise: "BTS", IntituleDiplome: "gréement", NiveauEuropeen: 5, Fiche: "RNCP70001",
		CertifInfo: []string{"900002", "900003"}, ROME: []string{"H2401"}, NSF: []string{"234"}, Formacodes: []string{"23054"}}
	latin, err := charmap.Windows1252.NewEncoder().String(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, text string
		want       LabelledRow
	}{
		{"every column", all, whole},
		{"Windows-1252", latin, whole},
		{"BOM and CRLF", "\uFEFF" + strings.ReplaceAll(all, "\n", "\r\n"), whole},
		{"commas", strings.ReplaceAll(all, ";", ","), whole},
		{"tabs", strings.ReplaceAll(all, ";", "\t"), whole},
		{"no last end of line", strings.TrimSpace(all), whole},
		{"compressed", gzipped(t, all), whole},
		{"title alone", "title\nGrée à neuf\n", LabelledRow{Line: 2, Intitule: "Grée à neuf"}},
		{"several fiches, one of no register", "title;rncp_rs\nGrée à neuf;8 | rncp 70001|RS2001|RNCP70001\n",
			LabelledRow{Line: 2, Intitule: "Grée à neuf", Fiche: "RNCP70001", AutresFiches: []string{"RNCP8", "RS8", "RS2001"}}},
		{"title and a code, the other way round", "rome;title\nH2401;Grée à neuf\n", LabelledRow{Line: 2, Intitule: "Grée à neuf", ROME: []string{"H2401"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, err := evaluated(t, c.text)
			if err != nil || !reflect.DeepEqual(got, []LabelledRow{c.want}) {
				t.Errorf("got %+v, %v; want %+v", got, err, c.want)
			}
		})
	}
}

func TestLabelledRowsAtFault(t *testing.T) {
	got, found, err := evaluated(t, "title;rome;niveau_europeen\nMousse;H2401|X;9\n;H2401;5\nMousse;H2401;\n")
	if err != nil || len(got) != 2 || !reflect.DeepEqual(got[0].ROME, []string{"H2401"}) || got[1].Line != 4 {
		t.Fatalf("got %+v, %v", got, err)
	}
	want := []string{"avertissement referentiel-valeur , ligne 2, colonne 3 (niveau_europeen)", "avertissement referentiel-valeur , ligne 2, colonne 2 (rome)",
		"erreur referentiel-libelle-absent , ligne 3, colonne 1 (title)"}
	if rules := found.rules(); !reflect.DeepEqual(rules, want) {
		t.Errorf("findings %q, want %q", rules, want)
	}
}

func TestLabelledFilesThatAreNone(t *testing.T) {
	for name, c := range map[string]struct{ text, reason string }{
		"no title":     {"titel;rome\nx;H2401\n", "missing columns: title"},
		"a web page":   {"<html>", "HTML"},
		"header alone": {"title;rome\n", "no row"},
		"two files":    {zipped(t, member{text: "a"}, member{text: "b"}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := evaluated(t, c.text)
			var d *Damaged
			if !errors.As(err, &d) || !strings.Contains(d.Reason, c.reason) {
				t.Errorf("error %v", err)
			}
		})
	}
}
