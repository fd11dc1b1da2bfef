package referentials

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"
)

// folder is a folder with files in it, by their names.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// fixed gives fixtures by their names.
func fixed(t testing.TB, names ...string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range names {
		files[name] = fixture(t, name)
	}
	return files
}

// exportCSV are the files of an export of France compétences.
var exportCSV = []string{
	"export_fiches_CSV_Standard_2026_03_04.csv", "export_fiches_CSV_Rome_2026_03_04.csv", "export_fiches_CSV_Nsf_2026_03_04.csv",
	"export_fiches_CSV_Formacode_2026_03_04.csv", "export_fiches_CSV_Certificateurs_2026_03_04.csv",
	"export_fiches_CSV_Ancienne_Nouvelle_Certification_2026_03_04.csv", "export_fiches_CSV_Blocs_De_Compétences_2026_03_04.csv",
	"export_fiches_CSV_CCN_2026_03_04.csv",
}

var exportXML = []string{"export_fiches_RNCP_V4_1_2026-03-04.xml", "export_fiches_RS_V4_1_2026-03-04.xml"}

// member is a file to be put in an archive.
type member struct {
	zip.FileHeader
	text string
}

// stored is the comment of a member that is not compressed.
const stored = "stored"

// zipped is an archive of members, in their order.
func zipped(t testing.TB, members ...member) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range members {
		if m.Method = zip.Deflate; m.Comment == stored {
			m.Method = zip.Store
		}
		f, err := w.CreateHeader(&m.FileHeader)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(m.text)); err != nil && m.text != "" {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// inZip is an archive of fixtures, in a folder of it.
func inZip(t testing.TB, dir string, names ...string) string {
	t.Helper()
	var members []member
	for _, name := range names {
		members = append(members, member{zip.FileHeader{Name: dir + name}, fixture(t, name)})
	}
	return zipped(t, members...)
}

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// zippedFiles is an archive of files by their names.
func zippedFiles(t testing.TB, files map[string]string) string {
	t.Helper()
	var members []member
	for name, text := range files {
		members = append(members, member{zip.FileHeader{Name: name}, text})
	}
	return zipped(t, members...)
}
