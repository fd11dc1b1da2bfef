package demo

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// extract describes one extract: its file, its source beside the project, what
// separates its columns, and the columns that are left blank because the sample
// has no use for them.
type extract struct {
	name, source string
	comma        rune
	blank        []string
}

var extracts = []extract{
	{"certif_info.csv", "data/certifinfo/certif_info.csv", ';', []string{"valideur", "certificateur", "codeIdeo2"}},
	{"unix_referentiel_code_rome_v460_utf8.csv", "data/rome/unix_referentiel_code_rome_v460_utf8.csv", ',', nil},
	{"formacodes-v14.csv", "data/formacode/formacodes-v14.csv", ';', []string{
		"Synonymes", "Synonymes métier", "TG (Terme Générique)", "TS (Termes Spécifiques)", "TA (Termes Associés)",
		"NE (Note d’Explication)", "NA (Note d’Application)", "Note de version", "ex-synonyme V-1"}},
	{"nsf_groupes_D311-4.csv", "data/nsf/nsf_groupes_D311-4.csv", ';', nil},
	{"laposte_hexasmal.csv", "data/geo/laposte_hexasmal.csv", ';', nil},
}

// TestExtractsSayWhatTheirPublishersSay: same encoding, same line ends, same
// columns, and every line one of the publisher's.
func TestExtractsSayWhatTheirPublishersSay(t *testing.T) {
	for _, e := range extracts {
		t.Run(e.name, func(t *testing.T) {
			ours := embeddedFile(t, e.name)
			theirs, err := os.ReadFile(sharedtest.Path(t, e.source))
			must(t, err)
			for _, mark := range []string{"\ufeff", "\r\n"} {
				if got, want := bytes.Contains(ours, []byte(mark)), bytes.Contains(theirs, []byte(mark)); got != want {
					t.Errorf("has %q: %v, theirs: %v", mark, got, want)
				}
			}
			known := map[string]bool{}
			for _, row := range table(t, theirs, e) {
				known[strings.Join(row, "|")] = true
			}
			for i, row := range table(t, ours, e) {
				if !known[strings.Join(row, "|")] {
					t.Errorf("line %d is not the publisher's: %q", i+1, row)
				}
			}
		})
	}
}

// TestOrganismesHaveTheColumnsOfTheList: the rows are ours, the columns are not.
func TestOrganismesHaveTheColumnsOfTheList(t *testing.T) {
	theirs, err := os.ReadFile(sharedtest.Path(t, "data/organismes/organismes-reseaux.csv"))
	must(t, err)
	header, _, _ := bytes.Cut(theirs, []byte("\n"))
	if !bytes.HasPrefix(embeddedFile(t, "organismes-reseaux.csv"), append(header, '\n')) {
		t.Errorf("the first line is not %q", header)
	}
}

func TestOrganismesOfTheList(t *testing.T) {
	rows := table(t, embeddedFile(t, "organismes-reseaux.csv"), extract{comma: ';'})[1:]
	closed, missing := 0, 0
	for _, row := range rows {
		siret, nda, state := row[0], row[4], row[5]
		if len(siret) != 14 || !luhn(siret) || luhn(siret[:9]) {
			t.Errorf("SIRET %s does not follow the rule of the sample", siret)
		}
		if nda != "" && !shapes[layout.NDA].MatchString(nda) {
			t.Errorf("NDA %s does not follow the rule of the sample", nda)
		}
		if state == "fermé" {
			closed++
		}
		if siret == "08194625700011" && nda == "28140914214" {
			missing++ // the workbook has a dash
		}
	}
	if closed != 1 || missing != 1 || len(rows) < 10 {
		t.Errorf("%d organisations, %d closed, %d whose NDA the workbook lacks", len(rows), closed, missing)
	}
}

var code = regexp.MustCompile(`[0-9A-Z]{3,}`)

// TestEveryCodeIsInItsExtract: but for those that are wrong on purpose.
func TestEveryCodeIsInItsExtract(t *testing.T) {
	known := map[layout.Kind]map[string]bool{
		layout.CertifInfo: column(t, "certif_info.csv", ';', 0, 20), // its code, or one that it replaced
		layout.ROME:       column(t, "unix_referentiel_code_rome_v460_utf8.csv", ',', 0),
		layout.Formacode:  column(t, "formacodes-v14.csv", ';', 0),
		layout.NSF:        column(t, "nsf_groupes_D311-4.csv", ';', 0),
	}
	checked := map[layout.Kind]int{}
	for _, c := range cells(t) {
		codes, ok := known[c.column.Kind]
		if !ok || c.column.Field == layout.FormationPublics {
			continue
		}
		for _, item := range strings.Split(c.text, ";") {
			item, _, _ = strings.Cut(item, ":")
			found := code.FindString(item)
			checked[c.column.Kind]++
			if !codes[found] && !(c.isDamaged() && found == "24999") {
				t.Errorf("%s, %s, row %d: code %q is in no extract", c.file, c.sheet, c.row, found)
			}
		}
	}
	for kind := range known {
		if checked[kind] < 3 {
			t.Errorf("kind %d was looked at %d times", kind, checked[kind])
		}
	}
}

// TestEveryPlaceIsInItsExtract: a town and its postal code go together.
func TestEveryPlaceIsInItsExtract(t *testing.T) {
	known := map[string]bool{}
	for _, row := range table(t, embeddedFile(t, "laposte_hexasmal.csv"), extract{comma: ';'}) {
		known[row[2]+" "+plain(row[1])] = true
	}
	checked := 0
	for _, c := range cells(t) {
		postal := ""
		switch c.column.Field {
		case layout.OrganismeVille:
			postal = valueOf(c, layout.OrganismeCodePostal)
		case layout.SessionLieuVille:
			postal = valueOf(c, layout.SessionLieuCodePostal)
		default:
			continue
		}
		checked++
		postal = strings.ReplaceAll(postal, "\u00a0", "")
		if !known[postal+" "+plain(c.text)] && !damagedIn(c.place(), string(layout.SessionLieuVille)) {
			t.Errorf("%s, %s, row %d: no commune %s %s", c.file, c.sheet, c.row, postal, c.text)
		}
	}
	if checked < 90 {
		t.Errorf("only %d places looked at", checked)
	}
}

// plain writes a town as La Poste does.
func plain(town string) string {
	return strings.ToUpper(strings.NewReplacer("-", " ", "'", " ", "saint ", "st ").Replace(fold(strings.ReplaceAll(town, "-", " "))))
}

// valueOf is the value of another field of the cell's row.
func valueOf(c cell, field layout.Field) string {
	for header := range c.in {
		if columnOf(c.sheet, header).Field == field {
			return c.in.text(header)
		}
	}
	return ""
}

func column(t testing.TB, name string, comma rune, at ...int) map[string]bool {
	t.Helper()
	values := map[string]bool{}
	for _, row := range table(t, embeddedFile(t, name), extract{comma: comma}) {
		for _, i := range at {
			values[row[i]] = true
		}
	}
	return values
}

func embeddedFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := fs.ReadFile(sample(), "referentials/"+name)
	must(t, err)
	return data
}

// table reads a referential, header first, its unused columns blanked.
func table(t testing.TB, data []byte, e extract) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = e.comma, true, -1
	rows, err := r.ReadAll()
	must(t, err)
	for i, header := range rows[0] {
		for _, row := range rows[1:] {
			if slices.Contains(e.blank, header) && i < len(row) {
				row[i] = ""
			}
		}
	}
	return rows
}
