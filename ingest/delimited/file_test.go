package delimited_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/carif-oref/passerelle/ingest/delimited"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// write puts a text in a file of its own.
func write(tb testing.TB, name, text string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// read gives the rows of a text as « 2:a|b », and its findings as « rule@row ».
func read(tb testing.TB, path string, limits delimited.Limits) (rows, found []string) {
	tb.Helper()
	f, err := delimited.Open(path, limits)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	for row, err := range f.Rows(tb.Context(), "") {
		if err != nil {
			tb.Fatal(err)
		}
		rows = append(rows, spell(row))
	}
	for _, one := range f.Findings() {
		found = append(found, one.Rule+"@"+one.Place.String())
	}
	return rows, found
}

func spell(row delivery.Row) string {
	return strings.Join(append([]string{strings.Repeat("#", row.Number)}, row.Cells...), "|")
}

// wide writes a text in UTF-16.
func wide(text string, bigEndian bool) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		pair := []byte{byte(unit), byte(unit >> 8)}
		if bigEndian {
			pair[0], pair[1] = pair[1], pair[0]
		}
		b.Write(pair)
	}
	return b.String()
}

func TestTextsOfEverySort(t *testing.T) {
	plain := []string{"#|Nom|Ville", "##|Été|Caen"}
	for name, c := range map[string]struct {
		file, text  string
		rows, found []string
	}{
		"UTF-8":             {"a.csv", "Nom;Ville\nÉté;Caen\n", plain, nil},
		"with its mark":     {"a.csv", "\ufeffNom;Ville\r\nÉté;Caen", plain, nil},
		"Windows-1252":      {"a.csv", "Nom;Ville\n\xc9t\xe9;Caen\n", plain, []string{"csv-encodage@a.csv"}},
		"UTF-16 LE, marked": {"a.csv", wide("\ufeffNom\tVille\nÉté\tCaen\n", false), plain, []string{"csv-encodage@a.csv"}},
		"UTF-16 BE, marked": {"a.csv", wide("\ufeffNom;Ville\nÉté;Caen\n", true), plain, []string{"csv-encodage@a.csv"}},
		"UTF-16 LE, bare":   {"a.csv", wide("Nom;Ville\nÉté;Caen\n", false), plain, []string{"csv-encodage@a.csv"}},
		"UTF-16 BE, bare":   {"a.csv", wide("Nom;Ville\nÉté;Caen\n", true), plain, []string{"csv-encodage@a.csv"}},
		"commas":            {"a.csv", "Nom,Ville\nÉté,Caen\n", plain, nil},
		"tabs":              {"a.tsv", "Nom\tVille\nÉté\tCaen\n", plain, nil},
		"bars":              {"a.txt", "Nom|Ville\nÉté|Caen\n", plain, nil},
		"old Mac":           {"a.csv", "Nom;Ville\rÉté;Caen\r", plain, nil},
		"declared":          {"a.csv", "sep=,\nNom,Ville\n\"Été\",Caen", plain, []string{"csv-numeros@a.csv, ligne 1"}},
		"a workbook's name": {"a.xlsx", "Nom;Ville\nÉté;Caen\n", plain, []string{"csv-nom@a.xlsx"}},
		"commas in texts":   {"a.csv", "Nom;Ville\nUn, deux, trois;Caen\nUn, deux;Caen\n", []string{"#|Nom|Ville", "##|Un, deux, trois|Caen", "###|Un, deux|Caen"}, nil},
		"a title above":     {"a.csv", "Stages, ateliers, x\nNom;Ville;CP\nÉté;Caen;14000\n", []string{"#|Stages, ateliers, x", "##|Nom|Ville|CP", "###|Été|Caen|14000"}, nil},
		"blank rows":        {"a.csv", "Nom;Ville\n\n;\nÉté;Caen\n", []string{"#|Nom|Ville", "####|Été|Caen"}, nil},
		"quoted newlines": {"a.csv", "Nom;Ville\n\"Été\nindien\";Caen\nHiver;Lisieux\n",
			[]string{"#|Nom|Ville", "##|Été\nindien|Caen", "###|Hiver|Lisieux"}, []string{"csv-numeros@a.csv, ligne 3"}},
		"a stray mark": {"a.csv", "Nom;Ville\n\"Été;Caen\nHiver;Lisieux\n",
			[]string{"#|Nom|Ville", "##|\"Été|Caen", "###|Hiver|Lisieux"}, []string{"csv-guillemets@a.csv, ligne 2"}},
		"lost bytes":   {"a.csv", "Nom;Ville\n\x81t\xe9;Caen\n", []string{"#|Nom|Ville", "##|\ufffdté|Caen"}, []string{"csv-encodage@a.csv", "csv-caracteres-perdus@a.csv, ligne 2"}},
		"a formula":    {"a.csv", "Nom;CP\nÉté;\"=\"\"01000\"\"\"\n", []string{"#|Nom|CP", "##|Été|01000"}, []string{"csv-formule@a.csv, ligne 2, colonne B"}},
		"a long cell":  {"a.csv", "Nom;Ville\nFormation à la cuisine;Caen\n", []string{"#|Nom|Ville", "##|Formation à la cuis|Caen"}, []string{"csv-cellule-coupee@a.csv, ligne 2, colonne A"}},
		"uneven rows":  {"a.csv", "Nom;Ville\nÉté\nÉté;Caen;x\n", []string{"#|Nom|Ville", "##|Été", "###|Été|Caen|x"}, nil},
		"blanks ahead": {"a.csv", "\n\nNom;Ville\n", []string{"###|Nom|Ville"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			rows, found := read(t, write(t, c.file, c.text), delimited.Limits{Cell: 19})
			if !reflect.DeepEqual(rows, c.rows) || !reflect.DeepEqual(found, c.found) {
				t.Errorf("rows %q\nwant %q\nfound %q\nwant  %q", rows, c.rows, found, c.found)
			}
		})
	}
}

func TestTextsThatAreRefused(t *testing.T) {
	small := delimited.Limits{File: 1000, Rows: 20, Columns: 5, RowText: 200}
	for name, c := range map[string]struct{ text, rule string }{
		"empty":               {"", "csv-vide"},
		"a mark alone":        {"\ufeff", "csv-vide"},
		"spaces":              {" \r\n\t\n", "csv-vide"},
		"nothing in cells":    {";;\n;;\n", "csv-vide"},
		"one column":          {"Nom\nÉté\n", "csv-sans-separateur"},
		"a web page":          {"<html><td>a;b</td>", "csv-illisible"},
		"JSON":                {`{"a": 1, "b": 2}`, "csv-illisible"},
		"a PDF":               {"%PDF-1.7\na;b", "csv-illisible"},
		"an archive":          {"PK\x03\x04;;;\x00", "csv-illisible"},
		"control characters":  {"a;b\n\x01;c", "csv-illisible"},
		"too large":           {strings.Repeat("a;b\n", 300), "csv-demesure"},
		"too many rows":       {strings.Repeat("a;b\n", 30), "csv-demesure"},
		"too many columns":    {"a;b;c;d;e;f\n", "csv-demesure"},
		"a line too long":     {"a;b\n" + strings.Repeat("x", 300), "csv-demesure"},
		"an unclosed cell":    {"a;b;\"" + strings.Repeat("\n;;;;;;;;", 30), "csv-demesure"},
		"many cells, at once": {"a;\"b\"" + strings.Repeat(";", 150), "csv-demesure"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := delimited.Open(write(t, "a.csv", c.text), small)
			var u *delivery.Unreadable
			if !errors.As(err, &u) || f != nil {
				t.Fatalf("not an *Unreadable but %T: %v", err, err)
			}
			if u.Finding.Rule != c.rule || u.Finding.File != "a.csv" || u.Finding.Remedy == "" || u.Finding.Severity != finding.Error {
				t.Errorf("finding %+v, want rule %s", u.Finding, c.rule)
			}
		})
	}
	if _, err := delimited.Open(filepath.Join(t.TempDir(), "absent.csv"), small); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an absent file: %v", err)
	}
}

func TestLooks(t *testing.T) {
	for text, want := range map[string]bool{
		"Nom;Ville\n": true, wide("Nom;Ville\n", false): true, "\xc9t\xe9;Caen": true, "": false, "  \n": false,
		"<html>": false, "PK\x03\x04a;b": false, "\xd0\xcf\x11\xe0": false, "a;b\x00\x01\x02": false, "%PDF-1.4": false,
	} {
		got, err := delimited.Looks(write(t, "a.csv", text))
		if err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	if _, err := delimited.Looks(filepath.Join(t.TempDir(), "absent")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an absent file: %v", err)
	}
}

func TestRowsStop(t *testing.T) {
	f, err := delimited.Open(write(t, "a.csv", strings.Repeat("a;b\n", 1000)), delimited.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if s := f.Sheets(); len(s) != 1 || s[0].Name != "" || s[0].LastRow != 1000 {
		t.Errorf("sheets %+v", s)
	}
	n := 0
	for range f.Rows(t.Context(), "") {
		if n++; n == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range f.Rows(ctx, "") {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled context: %v", err)
		}
	}
	for _, err := range f.Rows(t.Context(), "Feuil1") {
		if err == nil || !strings.Contains(err.Error(), `"Feuil1"`) {
			t.Errorf("a sheet that is not there: %v", err)
		}
	}
}

// FuzzFile holds for any bytes: an *Unreadable, or rows in order with findings
// that have their sentence.
func FuzzFile(f *testing.F) {
	for _, text := range []string{"a;b\n1;2\n", "sep=,\na,b", wide("a;b\n", false), "\xff\xfea", "\"a\n\";b\n", "a;\"\n\"", "x\";\"\nx\";\"\n", "a;b\r1;2", "=\"\"\"\";="} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		path := write(t, "a.csv", string(text))
		file, err := delimited.Open(path, delimited.Limits{Rows: 100, Columns: 50, RowText: 1000, Cell: 100})
		if u := (&delivery.Unreadable{}); errors.As(err, &u) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		last := 0
		for row, err := range file.Rows(t.Context(), "") {
			if err != nil || row.Number <= last || delimited.Blank(row.Cells) || len(row.Cells) > 50 {
				t.Fatalf("row %+v after %d: %v", row, last, err)
			}
			last = row.Number
		}
		if last == 0 || last > file.Sheets()[0].LastRow {
			t.Fatalf("last row %d of %d", last, file.Sheets()[0].LastRow)
		}
		for _, one := range file.Findings() {
			if one.Message == "" || one.File != "a.csv" || one.Severity == finding.Error {
				t.Fatalf("finding %+v", one)
			}
		}
	})
}
