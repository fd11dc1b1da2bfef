package referentials

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// scanned lists what a folder holds: for each referential its version and files.
func scanned(t testing.TB, dir string) (got map[string]string, found kept) {
	t.Helper()
	files, err := Scan(dir, found.report)
	if err != nil {
		t.Fatal(err)
	}
	got = map[string]string{}
	for _, f := range files {
		var names []string
		for _, path := range f.Paths {
			name, err := filepath.Rel(dir, path)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, filepath.ToSlash(name))
		}
		if f.Path != f.Paths[0] {
			t.Errorf("%s: the first of %v is %s", f.Referential, f.Paths, f.Path)
		}
		got[string(f.Referential)+" "+f.Label] = strings.Join(names, " ")
	}
	return got, found
}

// told lists the findings by their file.
func (k kept) told() []string {
	var lines []string
	for _, f := range k {
		lines = append(lines, f.File+" "+f.Rule)
	}
	slices.Sort(lines)
	return lines
}

const (
	rome4Codes  = "unix_referentiel_code_rome_v460_utf8.csv"
	rome4Apps   = "unix_referentiel_appellation_v460_utf8.csv"
	rome4Textes = "unix_texte_v460_utf8.csv"
	rome4Arbre  = "cr_gd_dp_v4_utf8.csv"
	rome3Codes  = "unix_referentiel_code_rome_v347_utf8.csv"
	rome3Apps   = "unix_referentiel_appellation_v347_utf8.csv"
)

func TestScanGroupsTheFilesOfAReferential(t *testing.T) {
	rome := fixed(t, rome4Codes, rome4Apps, rome4Textes, rome4Arbre, rome3Codes, rome3Apps)
	allROME := map[string]string{
		"rome 4.60":  strings.Join([]string{rome4Codes, rome4Apps, rome4Textes, rome4Arbre}, " "),
		"rome3 3.47": rome3Codes + " " + rome3Apps,
	}
	for _, c := range []struct {
		name  string
		files map[string]string
		want  map[string]string
		told  []string
	}{
		{"ROME, both versions side by side", rome, allROME, nil},
		{"ROME in its archive, with files of no use", map[string]string{"RefRomeCsv.zip": inZip(t, "RefRomeCsv/", rome4Codes, rome4Apps, rome4Textes, rome4Arbre, "notes.csv")},
			map[string]string{"rome 4.60": "RefRomeCsv.zip"}, nil},
		{"two versions of ROME 4", with(rome, map[string]string{"unix_referentiel_code_rome_v461_utf8.csv": rome[rome4Codes], "unix_referentiel_appellation_v461_utf8.csv": rome[rome4Apps]}),
			map[string]string{"rome 4.61": "unix_referentiel_code_rome_v461_utf8.csv unix_referentiel_appellation_v461_utf8.csv cr_gd_dp_v4_utf8.csv", "rome3 3.47": allROME["rome3 3.47"]},
			[]string{rome4Apps + " referentiel-ecarte", rome4Codes + " referentiel-ecarte", "unix_referentiel_code_rome_v461_utf8.csv referentiel-partie-absente", rome4Textes + " referentiel-ecarte"}},
		{"appellations of a version whose codes are not there", with(rome, map[string]string{"unix_referentiel_appellation_v461_utf8.csv": rome[rome4Apps]}), allROME,
			[]string{"unix_referentiel_appellation_v461_utf8.csv referentiel-ecarte"}},
		{"appellations alone", map[string]string{rome4Apps: rome[rome4Apps]}, map[string]string{}, []string{rome4Apps + " referentiel-incomplet"}},
		{"France compétences, in a folder and as XML", fixed(t, append(exportXML, exportCSV...)...),
			map[string]string{"rncp 2026-03-04": strings.Join(append(slices.Clone(exportCSV[:7]), exportXML...), " ")}, []string{exportCSV[7] + " referentiel-inutile"}},
		{"two days of France compétences", map[string]string{
			"export-fiches-csv-2026-03-05.zip": inZip(t, "", exportCSV...),
			"export-fiches-csv-2026-03-06.zip": strings.ReplaceAll(inZip(t, "", exportCSV...), "2026_03_04", "2026_03_05"),
		}, map[string]string{"rncp 2026-03-05": "export-fiches-csv-2026-03-06.zip"}, []string{"export-fiches-csv-2026-03-05.zip referentiel-ecarte"}},
		{"one file of a later day does not take the place of a whole export", map[string]string{
			"export-fiches-csv-2026-03-05.zip":      inZip(t, "", exportCSV...),
			"export_fiches_CSV_Rome_2026_03_09.csv": fixture(t, exportCSV[1]),
		}, map[string]string{"rncp 2026-03-04": "export-fiches-csv-2026-03-05.zip"}, []string{"export_fiches_CSV_Rome_2026_03_09.csv referentiel-ecarte"}},
		{"an export without its dates, in a dated archive", map[string]string{
			"export-fiches-csv-2026-03-05.zip": zipped(t, holding("Standard.csv", fixture(t, exportCSV[0])), holding("Rome.csv", fixture(t, exportCSV[1]))),
		}, map[string]string{"rncp 2026-03-05": "export-fiches-csv-2026-03-05.zip"}, nil},
		{"an archive of several referentials", map[string]string{"tout.zip": inZip(t, "", "gfe_edof_v14.csv", "fap225_rome.csv", "n_lettre_specialite.csv")},
			map[string]string{"gfe V14": "tout.zip", "fap ": "tout.zip", "nsf-lettres ": "tout.zip"}, nil},
		{"an archive of nothing known", map[string]string{"photos.zip": zipped(t, holding("a.jpg", "\xFF\xD8\xFF\x00"))}, map[string]string{}, []string{"photos.zip referentiel-inconnu"}},
		{"a part that is damaged", with(rome, map[string]string{rome4Apps: "<html>"}), map[string]string{"rome3 3.47": allROME["rome3 3.47"]}, []string{rome4Apps + " referentiel-abime"}},
		{"a part that is damaged in an archive", map[string]string{"RefRomeCsv.zip": zipped(t, holding(rome4Codes, rome[rome4Codes]), holding("x/"+rome4Textes, ""))},
			map[string]string{}, []string{"RefRomeCsv.zip/x/" + rome4Textes + " referentiel-abime"}},
		{"a part whose columns changed", with(rome, map[string]string{rome3Apps: put(t, rome[rome3Apps], "code_rome", "rome")}),
			map[string]string{"rome 4.60": allROME["rome 4.60"]}, []string{rome3Apps + " referentiel-abime"}},
		{"a damaged part of another version is no matter", with(rome, map[string]string{"unix_texte_v459_utf8.csv": "<html>"}), allROME, []string{"unix_texte_v459_utf8.csv referentiel-abime"}},
		{"a hostile archive", map[string]string{"a.zip": zipped(t, holding("../a.csv", "x"))}, map[string]string{}, []string{"a.zip referentiel-abime"}},
		{"XML of another kind", map[string]string{"flux.xml": "<?xml version=\"1.0\"?><lheo/>"}, map[string]string{}, []string{"flux.xml referentiel-inconnu"}},
		{"XML that its name claims", map[string]string{exportXML[0]: "<?xml version=\"1.0\"?><lheo/>"}, map[string]string{}, []string{exportXML[0] + " referentiel-abime"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found := scanned(t, folder(t, c.files))
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %v\nwant %v", got, c.want)
			}
			slices.Sort(c.told)
			if told := found.told(); !slices.Equal(told, c.told) {
				t.Errorf("told %q\nwant %q", told, c.told)
			}
			for _, f := range found {
				if f.Message == "" || f.Rule == "referentiel-abime" && f.Remedy == "" {
					t.Errorf("finding without words: %+v", f)
				}
			}
		})
	}
}

func holding(name, text string) (m member) {
	m.Name, m.text = name, text
	return m
}

// with adds files to others, or puts them in their place.
func with(files, more map[string]string) map[string]string {
	all := map[string]string{}
	for _, of := range []map[string]string{files, more} {
		for name, text := range of {
			all[name] = text
		}
	}
	return all
}

// The hash of a version covers all its files, and nothing else.
func TestVersionOfSeveralFiles(t *testing.T) {
	dir := folder(t, fixed(t, append(exportXML, exportCSV...)...))
	of := func() nomenclature.Version {
		t.Helper()
		files, err := Scan(dir, nil)
		if err != nil || len(files) != 1 {
			t.Fatalf("scanned %+v, %v", files, err)
		}
		v, err := Version(files[0])
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := of()
	if first.Date != "20260304" || first.Label != "2026-03-04" || first.File != exportCSV[0]+" et 8 autres fichiers" || len(first.SHA256) != 64 {
		t.Errorf("got %+v", first)
	}
	if again := of(); again != first {
		t.Errorf("the same files have two versions: %+v, %+v", first, again)
	}
	if err := os.WriteFile(filepath.Join(dir, "autre.csv"), []byte("a;b\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if again := of(); again != first {
		t.Errorf("a file of no use changed the version")
	}
	last := filepath.Join(dir, exportXML[1])
	if err := os.WriteFile(last, []byte(fixture(t, exportXML[1])+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if again := of(); again.SHA256 == first.SHA256 {
		t.Error("a file of the version changed and the hash did not")
	}
}
