package referentials

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// fichesIn reads the registers that a folder holds.
func fichesIn(t testing.TB, dir string) (all []nomenclature.Fiche, found kept, stats Stats, err error) {
	t.Helper()
	files, err := Scan(dir, found.report)
	if err != nil || len(files) != 1 || files[0].Referential != nomenclature.RNCP {
		t.Fatalf("scanned %+v, %v; %v", files, err, found)
	}
	found = nil
	for f, e := range Fiches(context.Background(), files[0], found.report, &stats) {
		if e != nil {
			return all, found, stats, e
		}
		all = append(all, f)
	}
	if err := stats.Check(dir); err != nil || stats.Kept != len(all) {
		t.Errorf("%d fiches, %+v, %v", len(all), stats, err)
	}
	return all, found, stats, nil
}

func TestFichesOfTheGoodFiles(t *testing.T) {
	for _, c := range []struct {
		name   string
		files  map[string]string
		golden string
		stats  Stats
	}{
		{"CSV", fixed(t, exportCSV...), "fiches_csv.golden.json", Stats{21, 4, 17, 0}},
		{"CSV in a zip", map[string]string{"export-fiches-csv-2026-03-05.zip": inZip(t, "", exportCSV...)}, "fiches_csv.golden.json", Stats{21, 4, 17, 0}},
		{"CSV in a folder of a zip", map[string]string{"a.zip": inZip(t, "export/2026/", exportCSV...)}, "fiches_csv.golden.json", Stats{21, 4, 17, 0}},
		{"XML", fixed(t, exportXML...), "fiches_xml.golden.json", Stats{2, 2, 0, 0}},
		{"both", fixed(t, append(exportXML, exportCSV...)...), "fiches.golden.json", Stats{23, 4, 19, 0}},
		{"XML in two archives", map[string]string{
			"export-fiches-rncp-v4-1-2026-03-05.zip": inZip(t, "", exportXML[0]),
			"export-fiches-rs-v4-1-2026-03-05.zip":   inZip(t, "", exportXML[1]),
		}, "fiches_xml.golden.json", Stats{2, 2, 0, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found, stats, err := fichesIn(t, folder(t, c.files))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				if f.Rule != "referentiel-sans-intitule" || !strings.HasPrefix(f.Message, "1 fiche") {
					t.Errorf("finding on good files: %+v", f)
				}
			}
			if stats != c.stats {
				t.Errorf("stats %+v, want %+v", stats, c.stats)
			}
			golden(t, c.golden, got)
		})
	}
}

// The order of the rows is no matter, and neither is the order of the files.
func TestFichesOfScatteredRows(t *testing.T) {
	files := fixed(t, exportCSV...)
	want, _, _, err := fichesIn(t, folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	const nsf = "export_fiches_CSV_Nsf_2026_03_04.csv"
	lines := strings.SplitAfter(files[nsf], "\r\n")
	lines[1], lines[3] = lines[3], lines[1]
	lines[2], lines[3] = lines[3], lines[2]
	files[nsf] = strings.Join(lines, "")
	got, _, _, err := fichesIn(t, folder(t, files))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

// The latest word holds, and what it leaves empty is filled by the older.
func TestFichesOfTwoDays(t *testing.T) {
	files := fixed(t, exportCSV...)
	newer := put(t, fixture(t, exportXML[0]), "<INTITULE>Charpentier de marine<", "<INTITULE>Charpentier et calfat<")
	files["export_fiches_RNCP_V4_1_2026-04-01.xml"] = put(t, newer, "<CODE>23054</CODE>", "<CODE></CODE>")
	got, _, _, err := fichesIn(t, folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	f := got[2]
	if f.Numero != "RNCP70001" || f.Intitule != "Charpentier et calfat" || !reflect.DeepEqual(f.Formacodes, []string{"23054"}) {
		t.Errorf("got %+v", f)
	}
}

func TestFichesWithoutTitles(t *testing.T) {
	files := fixed(t, exportCSV[1:]...)
	got, found, _, err := fichesIn(t, folder(t, files))
	if err != nil || len(got) != 4 || got[0].Intitule != "" {
		t.Fatalf("%v, %+v", err, got)
	}
	if len(found) != 1 || found[0].Rule != "referentiel-sans-intitule" || !strings.Contains(found[0].Message, "4 fiches") {
		t.Errorf("findings %+v", found)
	}
}

func TestFicheRowsAtFault(t *testing.T) {
	for _, c := range []struct {
		name, file, old, new string
		rules                []string
		refused              int
	}{
		{"number of no register", exportCSV[1], `"RNCP60001";"H2911"`, `"60001";"H2911"`,
			[]string{"erreur referentiel-code , ligne 4, colonne 1 (Numero_Fiche)"}, 1},
		{"number in small letters", exportCSV[1], `"RNCP60001";"H2911"`, `"rncp 60001";"H2911"`,
			[]string{"info referentiel-code-retabli , ligne 4, colonne 1 (Numero_Fiche)"}, 0},
		{"ROME that is a domain", exportCSV[1], `"H2902"`, `"H29"`,
			[]string{"avertissement referentiel-valeur , ligne 3, colonne 2 (Codes_Rome_Code)"}, 1},
		{"NSF of two figures", exportCSV[2], `"234";`, `"23";`,
			[]string{"avertissement referentiel-valeur , ligne 3, colonne 2 (Nsf_Code)"}, 1},
		{"certifier without name", exportCSV[4], `"CENTRE POSTAL"`, `""`,
			[]string{"avertissement referentiel-valeur , ligne 3, colonne 3 (Nom_Certificateur)"}, 1},
		{"block of no fiche", exportCSV[6], `"RNCP60001BC01"`, `"BC01"`,
			[]string{"avertissement referentiel-valeur , ligne 3, colonne 2 (Bloc_Competences_Code)"}, 1},
		{"block in small letters", exportCSV[6], `"RNCP60001BC01"`, `"rncp60001bc01"`, nil, 0},
		{"block told twice", exportCSV[6], `"RNCP70001BC02"`, `"RNCP70001BC01"`, nil, 0},
		{"link to nothing", exportCSV[5], `"RNCP70001";"RNCP60001";`, `"RNCP70001";;`,
			[]string{"avertissement referentiel-valeur , ligne 2"}, 1},
		{"link to itself", exportCSV[5], `"RNCP60001";;"RNCP70001"`, `"RNCP60001";;"RNCP60001"`, nil, 0},
		{"no title", exportCSV[0], `"Charpentier de marine"`, `" "`,
			[]string{"erreur referentiel-libelle-absent , ligne 2, colonne 3 (Intitule)"}, 1},
		{"level beyond eight", exportCSV[0], `"NIV3";"Niveau 3";"Non";"Non";;;"31/08/2029"`, `"NIV9";"Niveau 9";"Non";"Non";;;"31/08/2029"`,
			[]string{"avertissement referentiel-valeur , ligne 2, colonne 6 (Nomenclature_Europe_Niveau)"}, 0},
		{"level of an older register", exportCSV[0], `"NIV3";"Niveau 3";"Non";"Non";;;"31/08/2029"`, `"REPRISE";"Reprise";"Non";"Non";;;"31/08/2029"`, nil, 0},
		{"unknown state", exportCSV[0], `"INACTIVE"`, `"SUSPENDUE"`,
			[]string{"avertissement referentiel-valeur , ligne 3, colonne 16 (Actif)"}, 0},
		{"end that is no day", exportCSV[0], `"31/08/2029"`, `"31/02/2029"`,
			[]string{"avertissement referentiel-valeur , ligne 2, colonne 12 (Date_Fin_Enregistrement)"}, 0},
		{"fiche told twice", exportCSV[0], `"2";"RNCP60001"`, `"2";"RNCP70001"`,
			[]string{"avertissement referentiel-doublon , ligne 3, colonne 2 (Numero_Fiche)"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := fixed(t, exportCSV...)
			files[c.file] = put(t, files[c.file], c.old, c.new)
			_, found, stats, err := fichesIn(t, folder(t, files))
			if err != nil {
				t.Fatal(err)
			}
			var rules []string
			for i, rule := range found.rules() {
				if found[i].Rule != "referentiel-sans-intitule" {
					rules = append(rules, rule)
				}
			}
			if !reflect.DeepEqual(rules, c.rules) || stats.Refused != c.refused {
				t.Errorf("findings %q, %d refused; want %q, %d", rules, stats.Refused, c.rules, c.refused)
			}
		})
	}
}

// A damaged file of several refuses the referential whole: its last good version stays.
func TestDamagedPartRefusesTheWhole(t *testing.T) {
	for name, text := range map[string]string{
		"cut in the middle of a cell": fixture(t, exportCSV[0])[:800],
		"cut after the header":        strings.SplitAfter(fixture(t, exportCSV[0]), "\r\n")[0],
		"a web page":                  "<!doctype html><html>",
		"empty":                       "",
		"columns gone":                put(t, fixture(t, exportCSV[0]), `"Actif"`, `"Etat"`),
		"UTF-16":                      "\xFF\xFE\"\x00",
	} {
		t.Run(name, func(t *testing.T) {
			files := fixed(t, exportCSV...)
			files[exportCSV[0]] = text
			for _, files := range []map[string]string{files, {"export-fiches-csv-2026-03-05.zip": zippedFiles(t, files)}} {
				var found kept
				got, err := Scan(folder(t, files), found.report)
				if err != nil {
					t.Fatal(err)
				}
				if len(got) == 0 {
					if !found.has("referentiel-abime") {
						t.Errorf("refused without saying so: %+v", found)
					}
					continue
				}
				_, err = load(got[0], nil, nil)
				var d *Damaged
				if !errors.As(err, &d) || !strings.Contains(d.Finding.File, "Standard") || d.Finding.Message == "" {
					t.Errorf("error %v", err)
				}
			}
		})
	}
}

func TestFichesStopWhenTold(t *testing.T) {
	file := File{Referential: nomenclature.RNCP, Path: filepath.Join("testdata", exportXML[0])}
	for range Fiches(context.Background(), file, nil, nil) {
		break
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range Fiches(ctx, File{Path: filepath.Join("testdata", exportCSV[0])}, nil, nil) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	}
	for _, err := range Fiches(ctx, File{Path: "absent"}, nil, nil) {
		if !errors.Is(err, os.ErrNotExist) {
			t.Errorf("error %v", err)
		}
	}
}

func TestFichesAreOrderedByRegisterAndNumber(t *testing.T) {
	inOrder := []string{"RNCP9", "RNCP10", "RNCP70001", "RS5", "RS40"}
	for i, a := range inOrder {
		for j, b := range inOrder {
			if got := byFiche(a, b); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("byFiche(%s, %s) = %d", a, b, got)
			}
		}
	}
}

// A register beyond any real one is refused before it fills the memory.
func TestFichesBeyondMeasure(t *testing.T) {
	for name, change := range map[string]func(*limits){
		"too many":      func(l *limits) { l.fiches = 1 },
		"too much text": func(l *limits) { l.held = 20 },
	} {
		t.Run(name, func(t *testing.T) {
			small := defaults
			change(&small)
			for _, src := range []document{
				{src: memory("a.csv", fixture(t, exportCSV[0])), format: ficheStandard},
				{src: memory("a.xml", strings.Replace(fixture(t, exportXML[0]), "</FICHES>", "<FICHE><NUMERO_FICHE>RNCP2</NUMERO_FICHE><INTITULE>x</INTITULE></FICHE></FICHES>", 1)), format: ficheXMLRNCP},
			} {
				_, err := count(fiches(context.Background(), []document{src}, small, nil, nil))
				var d *Damaged
				if !errors.As(err, &d) || !strings.Contains(d.Finding.Message, "trop de fiches") {
					t.Errorf("error %v", err)
				}
			}
		})
	}
}
