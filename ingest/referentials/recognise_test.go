package referentials

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// fixtures are the good files of testdata.
var fixtures = append([]string{
	"certif_info.csv", "unix_referentiel_code_rome_v460_utf8.csv", "formacodes-v14.csv",
	"formacodes-grands-domaines-v14.csv", "nsf_groupes_D311-4.csv", "laposte_hexasmal.csv", "organismes-reseaux.csv",
	rome4Apps, rome4Textes, rome4Arbre, rome3Codes, rome3Apps, "formacodes-v13.csv", "n_lettre_specialite.csv", "gfe_edof_v14.csv",
	"fap225_rome.csv", "liste-publique-des-of-2026-03-05.csv", "20200925_public_ofs.csv", "intitules-rncp-rs.csv", "intitules-organismes-certifinfo.csv",
}, exportCSV...)

func TestRecognise(t *testing.T) {
	for _, c := range []struct {
		file  string
		as    string // name under which it is delivered
		ref   nomenclature.Referential
		label string
	}{
		{"certif_info.csv", "certif_info-2024-07.csv", nomenclature.CertifInfo, "2026-03-12"},
		{"certif_info.csv", "export.txt", nomenclature.CertifInfo, "2026-03-12"},
		{"unix_referentiel_code_rome_v460_utf8.csv", "unix_referentiel_code_rome_v460_utf8.csv", nomenclature.ROME, "4.60"},
		{"unix_referentiel_code_rome_v460_utf8.csv", "ROME 4.61.csv", nomenclature.ROME, "4.61"},
		{"unix_referentiel_code_rome_v460_utf8.csv", "codes.csv", nomenclature.ROME, "4"},
		{"formacodes-v14.csv", "formacodes-v14.csv", nomenclature.Formacode, "V14"},
		{"formacodes-v14.csv", "thesaurus.csv", nomenclature.Formacode, ""},
		{"formacodes-grands-domaines-v14.csv", "formacodes-v14.csv", nomenclature.Formacode, "V14"},
		{"nsf_groupes_D311-4.csv", "x.csv", nomenclature.NSF, "D311-4"},
		{"laposte_hexasmal.csv", "laposte_hexasmal.csv", nomenclature.Communes, ""},
		{"laposte_hexasmal.csv", "019HexaSmal-20260112.csv", nomenclature.Communes, "2026-01-12"},
		{"organismes-reseaux.csv", "organismes_2026_11.csv", nomenclature.Organismes, "2026-11"},
		{"liste-publique-des-of-2026-03-05.csv", "liste-publique-des-of-2026-03-05.csv", nomenclature.Organismes, "2026-03-05"},
		{"20200925_public_ofs.csv", "20200925_public_ofs.csv", nomenclature.Organismes, "2020-09-25"},
		{"formacodes-v13.csv", "x.csv", nomenclature.Formacode13, "V13"},
		{"n_lettre_specialite.csv", "x.csv", nomenclature.NSFLettres, ""},
		{"gfe_edof_v14.csv", "gfe_edof_v14.csv", nomenclature.GFE, "V14"},
		{"fap225_rome.csv", "x.csv", nomenclature.FAP, ""},
		{"intitules-rncp-rs.csv", "x.csv", nomenclature.Exemples, ""},
		{"intitules-organismes-certifinfo.csv", "x.csv", nomenclature.Exemples, ""},
		{"export_fiches_CSV_Standard_2026_03_04.csv", "export_fiches_CSV_Standard_2026_03_04.csv", nomenclature.RNCP, "2026-03-04"},
		{"export_fiches_CSV_Nsf_2026_03_04.csv", "nsf.csv", nomenclature.RNCP, ""},
		{"export_fiches_RNCP_V4_1_2026-03-04.xml", "export_fiches_RNCP_V4_1_2026-03-04.xml", nomenclature.RNCP, "2026-03-04"},
		{"export_fiches_RS_V4_1_2026-03-04.xml", "rs.txt", nomenclature.RNCP, ""},
		{"notes.csv", "notes.csv", "", ""},
	} {
		t.Run(c.file+" as "+c.as, func(t *testing.T) {
			ref, label, ok, err := recognised(memory(c.as, fixture(t, c.file)), defaults)
			if err != nil || ref != c.ref || label != c.label || ok != (c.ref != "") {
				t.Errorf("got %q %q %v, %v; want %q %q", ref, label, ok, err, c.ref, c.label)
			}
		})
	}
}

func TestRecogniseROME3ByItsHeader(t *testing.T) {
	text := `"code_rome","code_fiche_em","code_ogr","libelle_rome","statut"` + "\n"
	if ref, label, _, err := recognised(memory("rome.csv", text), defaults); ref != nomenclature.ROME3 || label != "3" || err != nil {
		t.Errorf("got %q %q, %v", ref, label, err)
	}
}

func TestCompareVersions(t *testing.T) {
	inOrder := []string{"", "3", "3.47", "4", "4.9", "4.60", "2024-07", "2024-07-15", "2024-10", "V9", "V14"}
	for i, a := range inOrder {
		for j, b := range inOrder {
			if got := compareVersions(a, b); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("compareVersions(%q, %q) = %d", a, b, got)
			}
		}
	}
}

func TestScan(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	rome := fixture(t, "unix_referentiel_code_rome_v460_utf8.csv")
	write("b/rome_v459.csv", rome)
	write("a/rome_v460.csv", rome)
	write("c/rome_v460.csv", rome)
	write("postes-9.csv", fixture(t, "laposte_hexasmal.csv"))
	write("postes-10.csv", fixture(t, "laposte_hexasmal.csv"))
	write("certif_info.csv", "<html>")
	write("notes.csv", "sujet;date\nréunion;lundi\n")
	write("photo.zip", "PK\x03\x04")
	write(".cache/organismes.csv", fixture(t, "organismes-reseaux.csv"))
	if err := os.Symlink(filepath.Join(dir, "absent"), filepath.Join(dir, "lien.csv")); err != nil {
		t.Fatal(err)
	}
	var found kept
	got, err := Scan(dir, found.report)
	if err != nil {
		t.Fatal(err)
	}
	want := []File{
		{nomenclature.ROME, filepath.Join(dir, "c", "rome_v460.csv"), []string{filepath.Join(dir, "c", "rome_v460.csv")}, "4.60"},
		{nomenclature.Communes, filepath.Join(dir, "postes-10.csv"), []string{filepath.Join(dir, "postes-10.csv")}, ""},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	told := map[string]string{}
	for _, f := range found {
		told[f.File] = f.Severity.String() + " " + f.Rule
	}
	wantTold := map[string]string{
		"a/rome_v460.csv": "info referentiel-ecarte",
		"b/rome_v459.csv": "info referentiel-ecarte",
		"postes-9.csv":    "info referentiel-ecarte",
		"certif_info.csv": "erreur referentiel-abime",
		"notes.csv":       "info referentiel-inconnu",
		"photo.zip":       "erreur referentiel-abime",
		"lien.csv":        "info referentiel-inconnu",
		"c/rome_v460.csv": "info referentiel-partie-absente",
	}
	if !reflect.DeepEqual(told, wantTold) {
		t.Errorf("told %v, want %v", told, wantTold)
	}
}

func TestScanOfNoFolder(t *testing.T) {
	if _, err := Scan(filepath.Join(t.TempDir(), "absent"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want one that wraps os.ErrNotExist", err)
	}
}

func TestVersion(t *testing.T) {
	v, err := Version(File{Referential: nomenclature.NSF, Path: "testdata/nsf_groupes_D311-4.csv", Label: "D311-4"})
	if err != nil {
		t.Fatal(err)
	}
	if len(v.SHA256) != 64 || strings.ToLower(v.SHA256) != v.SHA256 || v.File != "nsf_groupes_D311-4.csv" || v.Label != "D311-4" || v.Publisher == "" {
		t.Errorf("got %+v", v)
	}
	if _, err := Version(File{Referential: "autre", Path: "testdata/nsf_groupes_D311-4.csv"}); err == nil {
		t.Error("a referential that is not read has a version")
	}
}

func TestEveryReferentialIsReadAndKnown(t *testing.T) {
	for _, ref := range nomenclature.Referentials {
		f, err := entriesOf(ref)
		if p, _ := publicationOf(ref); err != nil || p.publisher == "" || Floor(ref) == 0 || len(f.signature) == 0 || f.label == nil {
			t.Errorf("%s: %v, %+v", ref, err, f)
		}
	}
	if Floor("autre") != 0 {
		t.Error("a referential that is not read has a floor")
	}
}
