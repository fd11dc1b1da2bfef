package answer_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/answer"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/xuri/excelize/v2"
)

var day = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

var rules = []finding.Rule{
	{Code: "siret-cle", Severity: finding.Error, Sentence: "Le SIRET est faux.", Remedy: "Vérifiez le SIRET."},
	{Code: "date-inexistante", Severity: finding.Error, Sentence: "La date n'existe pas.", Remedy: "Corrigez la date."},
	{Code: "courriel", Severity: finding.Warning, Sentence: "L'adresse n'est pas une adresse de courriel."},
	{Code: "majuscules", Severity: finding.Info, Sentence: "Le texte était en majuscules."},
}

// base is a delivered workbook: a sheet with formats of its own, and a hidden one.
func base(t testing.TB, sheets ...string) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	t.Cleanup(func() { f.Close() })
	if len(sheets) == 0 {
		sheets = []string{"Formations", "Sessions"}
	}
	must(t, f.SetSheetName("Sheet1", sheets[0]))
	for _, name := range sheets[1:] {
		_, err := f.NewSheet(name)
		must(t, err)
	}
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"203040"}}})
	must(t, err)
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	must(t, err)
	for _, name := range sheets {
		must(t, f.SetSheetRow(name, "A1", &[]any{"SIRET", "Intitulé", "Début", "Courriel"}))
		must(t, f.SetSheetRow(name, "A2", &[]any{"73282932000074", "CAP CUISINE", 46272, "a@exemple.fr"}))
		must(t, f.SetSheetRow(name, "A3", &[]any{"73282932000075", "Titre & <balises>", 46273}))
		must(t, f.SetCellStyle(name, "A1", "D1", head))
		must(t, f.SetCellStyle(name, "C2", "C3", date))
		must(t, f.SetColWidth(name, "B", "B", 42))
	}
	return f
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func saved(t testing.TB, f *excelize.File) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kept.xlsx")
	must(t, f.SaveAs(path))
	return path
}

func in(sheet string, row int, column string) finding.Place {
	return finding.Place{File: "offre.xlsx", Sheet: sheet, Row: row, Column: column, Header: "En-tête " + column}
}

// found is one finding of each kind of place and severity.
func found() []finding.Finding {
	return []finding.Finding{
		{Rule: "siret-cle", Severity: finding.Error, Place: in("Formations", 3, "A"), Value: "73282932000075", Message: "Le SIRET 73282932000075 est faux.", Remedy: "Vérifiez le SIRET."},
		{Rule: "majuscules", Severity: finding.Info, Place: in("Formations", 2, "B"), Value: "CAP CUISINE", After: "CAP Cuisine", Message: "L'intitulé était en majuscules."},
		{Rule: "majuscules", Severity: finding.Info, Place: in("Formations", 3, "A"), Message: "Aussi noté."},
		{Rule: "courriel", Severity: finding.Warning, Place: in("Formations", 3, "D"), Value: "=HYPERLINK(\"http://x\")", Message: "Ce n'est pas une adresse.", Remedy: "Tapez une adresse."},
		{Rule: "date-inexistante", Severity: finding.Error, Place: in("Sessions", 9, "F"), Value: "+31/02", Message: "La date n'existe pas."},
		{Rule: "ligne-vide", Severity: finding.Warning, Place: in("Sessions", 3, ""), Message: "Toute la ligne."},
		{Rule: "feuille", Severity: finding.Info, Place: finding.Place{File: "offre.xlsx", Sheet: "Sessions"}, Message: "Toute la feuille."},
		{Rule: "fichier", Severity: finding.Info, Place: finding.Place{File: "offre.xlsx"}, Message: "Tout le fichier."},
	}
}

func options(t testing.TB, original string, list []finding.Finding) answer.Options {
	t.Helper()
	return answer.Options{
		Original: original, Name: "offre.xlsx", Delivery: strings.Repeat("ab", 32), Run: "20261123T021500Z-1f3a", Date: day,
		Loads: []journal.Load{
			{File: "offre.xlsx", Sheet: "Formations", Counts: journal.Counts{Read: 2, Added: 1, Refused: 1}},
			{File: "offre.xlsx", Sheet: "Sessions", Counts: journal.Counts{Read: 3, Changed: 1, Unchanged: 1, SetAside: 1}},
		},
		Findings: each(list), Rules: rules, Dir: t.TempDir(),
	}
}

func each(list []finding.Finding) iter.Seq2[finding.Finding, error] {
	return func(yield func(finding.Finding, error) bool) {
		for _, f := range list {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func answered(t testing.TB, o answer.Options) answer.Files {
	t.Helper()
	files, err := answer.Write(context.Background(), o)
	must(t, err)
	return files
}

// opened opens an answer with the library that did not write it.
func opened(t testing.TB, files answer.Files) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(files.Workbook)
	must(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

func colour(t testing.TB, f *excelize.File, sheet, cell string) string {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	must(t, err)
	_, err = f.GetStyle(id) // has the styles read
	must(t, err)
	fill := f.Styles.Fills.Fill[*f.Styles.CellXfs.Xf[id].FillID].PatternFill
	if fill == nil || fill.FgColor == nil || len(fill.FgColor.RGB) != 8 {
		return ""
	}
	return fill.FgColor.RGB[2:]
}

func value(t testing.TB, f *excelize.File, sheet, cell string) string {
	t.Helper()
	v, err := f.GetCellValue(sheet, cell)
	must(t, err)
	return v
}

func TestCellsAreColouredByTheirGravestFinding(t *testing.T) {
	f := opened(t, answered(t, options(t, saved(t, base(t)), found())))
	for cell, want := range map[string]string{
		"Formations!A3": "F8B4AE", "Formations!B2": "D6DFE9", "Formations!D3": "FFE08A", "Formations!A2": "", "Formations!A1": "203040",
		"Sessions!F9": "F8B4AE", "Sessions!A3": "FFE08A", "Sessions!A2": "",
	} {
		sheet, name, _ := strings.Cut(cell, "!")
		if got := colour(t, f, sheet, name); got != want {
			t.Errorf("%s: colour %q, want %q", cell, got, want)
		}
	}
}

func TestTheCopyKeepsTheirValuesFormatsAndWidths(t *testing.T) {
	f := opened(t, answered(t, options(t, saved(t, base(t)), found())))
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Rapport", "Formations", "Sessions"}) {
		t.Errorf("sheets %q", got)
	}
	for cell, want := range map[string]string{"A3": "73282932000075", "B3": "Titre & <balises>", "C3": "09-08-26", "D2": "a@exemple.fr"} {
		if got := value(t, f, "Formations", cell); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
	if width, err := f.GetColWidth("Formations", "B"); err != nil || width != 42 {
		t.Errorf("width %v %v", width, err)
	}
	if size, err := f.GetSheetDimension("Sessions"); err != nil || size != "A1:F9" {
		t.Errorf("dimension %q %v", size, err)
	}
}

func TestCommentsSayWhatIsWrongAndWhatToDo(t *testing.T) {
	f := opened(t, answered(t, options(t, saved(t, base(t)), found())))
	comments, err := f.GetComments("Formations")
	must(t, err)
	said := map[string]string{}
	for _, c := range comments {
		for _, run := range c.Paragraph {
			said[c.Cell] += run.Text
		}
	}
	for cell, wants := range map[string][]string{
		"A3": {"À corriger : Le SIRET 73282932000075 est faux.", "→ Vérifiez le SIRET.", "Pour information : Aussi noté."},
		"B2": {"lu comme : CAP Cuisine"},
		"D3": {"À vérifier", "Tapez une adresse."},
	} {
		for _, want := range wants {
			if !strings.Contains(said[cell], want) {
				t.Errorf("%s: %q lacks %q", cell, said[cell], want)
			}
		}
	}
	if len(comments) != 3 {
		t.Errorf("%d comments, want 3", len(comments))
	}
}

// line is the last row of the report that holds a text, as cells.
func line(t testing.TB, f *excelize.File, sheet, text string) (int, []string) {
	t.Helper()
	rows, err := f.GetRows(sheet)
	must(t, err)
	for i, row := range slices.Backward(rows) {
		if slices.ContainsFunc(row, func(cell string) bool { return strings.Contains(cell, text) }) {
			return i + 1, row
		}
	}
	t.Fatalf("the report does not say %q", text)
	return 0, nil
}

func TestTheReportListsAndLinks(t *testing.T) {
	f := opened(t, answered(t, options(t, saved(t, base(t)), found())))
	for text, want := range map[string]string{"Le SIRET 73282932000075": "'Formations'!A3", "La date n'existe pas.": "'Sessions'!F9", "Toute la ligne.": "'Sessions'!A3", "Toute la feuille.": "", "Tout le fichier.": ""} {
		at, _ := line(t, f, "Rapport", text)
		_, link, err := f.GetCellHyperLink("Rapport", fmt.Sprintf("A%d", at))
		if err != nil || link != want {
			t.Errorf("%q: link %q %v, want %q", text, link, err, want)
		}
	}
	at, sum := line(t, f, "Rapport", "Ensemble")
	if want := []string{"Ensemble", "5", "1", "1", "1", "1", "1"}; !slices.Equal(sum, want) {
		t.Errorf("sum %q, want %q", sum, want)
	}
	for column, want := range map[string]string{"A": "Sessions", "B": "3", "D": "1", "E": "1", "G": "1"} {
		if got := value(t, f, "Rapport", fmt.Sprintf("%s%d", column, at-1)); got != want {
			t.Errorf("Sessions, %s: %q, want %q", column, got, want)
		}
	}
	_, row := line(t, f, "Rapport", "CAP Cuisine")
	if row[5] != "CAP CUISINE" || row[6] != "CAP Cuisine" || row[1] != "Formations" || row[2] != "2" || row[3] != "B" {
		t.Errorf("finding %q", row)
	}
}

func TestWhatWeWriteIsNoFormula(t *testing.T) {
	list := found()
	for _, prefix := range []string{"=", "+", "-", "@", "\t", "\r"} {
		list = append(list, finding.Finding{Rule: "piege", Severity: finding.Warning, Place: in("Formations", 2, "A"), Value: prefix + "cmd|' /C calc'!A0", Message: prefix + "1+1", Remedy: prefix + "2", After: prefix + "3"})
	}
	o := options(t, saved(t, base(t)), list)
	o.Requests = []journal.Request{{Kind: journal.ChangeNDA, Name: "=1+1", Before: "@x", After: "-1", Sheet: "Formations", Row: 2, State: journal.Waiting}}
	f := opened(t, answered(t, o))
	rows, err := f.GetRows("Rapport")
	must(t, err)
	for i, row := range rows {
		for j, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("row %d column %d: %q", i+1, j+1, cell)
			}
		}
	}
}

func TestFormulasLeaveTheirValueAndNothingIsRun(t *testing.T) {
	f := base(t)
	must(t, f.SetCellFormula("Formations", "E2", `HYPERLINK("http://x","y")`))
	must(t, f.SetCellFormula("Formations", "E3", `cmd|' /C calc'!A0`))
	must(t, f.SetCellHyperLink("Formations", "B2", "https://exemple.fr", "External"))
	must(t, f.AddComment("Formations", excelize.Comment{Cell: "A3", Author: "x", Text: "à nous"}))
	dv := excelize.NewDataValidation(true)
	dv.Sqref = "D2:D9"
	must(t, dv.SetDropList([]string{"Oui", "Non"}))
	must(t, f.AddDataValidation("Formations", dv))
	bad := excelize.NewDataValidation(true)
	bad.Sqref, bad.Type, bad.Formula1 = "E2:E9", "custom", `WEBSERVICE("http://x")`
	must(t, f.AddDataValidation("Formations", bad))
	path := saved(t, f)
	addParts(t, path, map[string]string{"xl/vbaProject.bin": "MZ", "xl/externalLinks/externalLink1.xml": "<x/>", "xl/media/image1.png": "PNG", "xl/connections.xml": "<x/>"})
	files := answered(t, options(t, path, found()))
	for name, text := range partsOf(t, files.Workbook) {
		for _, never := range []string{"HYPERLINK(", "cmd|", "vbaProject", "externalLink", "WEBSERVICE", "https://exemple.fr", "connections", "<f>"} {
			if strings.Contains(name, never) || strings.Contains(text, never) && name != "xl/worksheets/sheet1.xml" {
				t.Errorf("%s holds %q", name, never)
			}
		}
	}
	got := opened(t, files)
	for _, want := range []string{"macros", "liens vers d'autres classeurs", "images", "connexions", "vos commentaires"} {
		line(t, got, "Rapport", want)
	}
	lists, err := got.GetDataValidations("Formations")
	must(t, err)
	if len(lists) != 1 || lists[0].Sqref != "D2:D9" {
		t.Errorf("validations %+v", lists)
	}
}

// addParts adds parts to a workbook.
func addParts(t testing.TB, path string, parts map[string]string) {
	t.Helper()
	all := partsOf(t, path)
	for name, text := range parts {
		all[name] = text
	}
	writeParts(t, path, all)
}

func writeParts(t testing.TB, path string, all map[string]string) {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		part, err := w.Create(name)
		must(t, err)
		_, err = io.WriteString(part, all[name])
		must(t, err)
	}
	must(t, w.Close())
	must(t, os.WriteFile(path, out.Bytes(), 0o644))
}

func partsOf(t testing.TB, path string) map[string]string {
	t.Helper()
	r, err := zip.OpenReader(path)
	must(t, err)
	defer r.Close()
	all := map[string]string{}
	for _, f := range r.File {
		body, err := f.Open()
		must(t, err)
		text, err := io.ReadAll(body)
		must(t, err)
		all[f.Name] = string(text)
	}
	return all
}

func TestHostileNamesOfSheets(t *testing.T) {
	for name, sheet := range map[string]string{
		"quotes":               `L'offre d'"été"`,
		"31 characters":        strings.Repeat("é", 31),
		"emoji":                "🎓 Formations 🎓",
		"markup":               "A&B <c>",
		"like a cell":          "A1",
		"ours":                 "RAPPORT",
		"beginning as formula": "=1+1",
	} {
		t.Run(name, func(t *testing.T) {
			list := []finding.Finding{{Rule: "siret-cle", Severity: finding.Error, Place: in(sheet, 3, "AB"), Message: "Le SIRET est faux ici."}}
			o := options(t, saved(t, base(t, sheet)), list)
			o.Loads = []journal.Load{{Sheet: sheet, Counts: journal.Counts{Read: 1, Refused: 1}}}
			f := opened(t, answered(t, o))
			sheets := f.GetSheetList()
			if len(sheets) != 2 || sheets[1] != sheet {
				t.Fatalf("sheets %q", sheets)
			}
			at, _ := line(t, f, sheets[0], "Le SIRET est faux ici.")
			_, link, err := f.GetCellHyperLink(sheets[0], fmt.Sprintf("A%d", at))
			if want := "'" + strings.ReplaceAll(sheet, "'", "''") + "'!AB3"; err != nil || link != want {
				t.Errorf("link %q %v, want %q", link, err, want)
			}
			if got := colour(t, f, sheet, "AB3"); got != "F8B4AE" {
				t.Errorf("colour %q", got)
			}
		})
	}
}

func TestHiddenSheetsAndRowsAreShownWhereSomethingIsFound(t *testing.T) {
	f := base(t, "Accueil", "Formations", "Listes")
	must(t, f.SetSheetVisible("Formations", false))
	must(t, f.SetSheetVisible("Listes", false))
	must(t, f.SetRowVisible("Formations", 2, false))
	must(t, f.SetRowVisible("Formations", 3, false))
	got := opened(t, answered(t, options(t, saved(t, f), found()[:1])))
	for sheet, want := range map[string]bool{"Accueil": true, "Formations": true, "Listes": false} {
		if visible, err := got.GetSheetVisible(sheet); err != nil || visible != want {
			t.Errorf("%s: visible %v %v", sheet, visible, err)
		}
	}
	for row, want := range map[int]bool{2: false, 3: true} {
		if visible, err := got.GetRowVisible("Formations", row); err != nil || visible != want {
			t.Errorf("row %d: visible %v %v", row, visible, err)
		}
	}
}

// No finding is lost: each is in the CSV and in the JSON, however many there are.
func TestEveryFindingIsInTheLists(t *testing.T) {
	var list []finding.Finding
	for i := range 3000 {
		list = append(list, finding.Finding{Rule: []string{"siret-cle", "courriel", "majuscules"}[i%3], Severity: finding.Severity(i % 3),
			Place: in("Formations", 2+i, "B"), Value: fmt.Sprintf("v%d;\"\n", i), Message: fmt.Sprintf("Constat %d.", i)})
	}
	files := answered(t, options(t, saved(t, base(t)), list))
	text, err := os.ReadFile(files.Findings)
	must(t, err)
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = ';'
	lines, err := r.ReadAll()
	must(t, err)
	got := readJSON(t, files.JSON)
	if len(lines) != len(list)+1 || len(got.Findings) != len(list) || got.Totals["constats"] != len(list) || got.Totals["erreurs"] != 1000 {
		t.Fatalf("%d lines, %d findings, %v", len(lines), len(got.Findings), got.Totals)
	}
	for i, f := range list {
		if lines[i+1][11] != f.Message || got.Findings[i] != f {
			t.Fatalf("finding %d: %q, %+v", i, lines[i+1], got.Findings[i])
		}
	}
	f := opened(t, files)
	line(t, f, "Rapport", "… et 950 autres, dans le fichier CSV.")
	comments, err := f.GetComments("Formations")
	must(t, err)
	if len(comments) != 150 {
		t.Errorf("%d comments, want 50 a rule", len(comments))
	}
	if got := colour(t, f, "Formations", "B3001"); got == "" {
		t.Error("the last cell is not coloured")
	}
}

type answerJSON struct {
	File     string            `json:"fichier"`
	Rows     journal.Counts    `json:"lignes"`
	Sheets   []journal.Load    `json:"feuilles"`
	Requests []journal.Request `json:"demandes"`
	Findings []finding.Finding `json:"constats"`
	Totals   map[string]int    `json:"totaux"`
}

func readJSON(t testing.TB, path string) (got answerJSON) {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	must(t, json.Unmarshal(text, &got))
	return got
}

func TestSameInSameBytes(t *testing.T) {
	o := options(t, saved(t, base(t)), found())
	first := partsOfAll(t, answered(t, o))
	o.Dir = t.TempDir()
	for name, text := range partsOfAll(t, answered(t, o)) {
		if first[name] != text {
			t.Errorf("%s differs", name)
		}
	}
	if len(first) != 5 {
		t.Errorf("%d files", len(first))
	}
}

func partsOfAll(t testing.TB, files answer.Files) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, path := range []string{files.Workbook, files.Findings, files.JSON, files.Receipt, files.Outcome} {
		text, err := os.ReadFile(path)
		must(t, err)
		all[filepath.Base(path)] = string(text)
	}
	return all
}

func TestADeliveryWithoutWorkbookIsCopiedFromItsRows(t *testing.T) {
	list := []finding.Finding{
		{Rule: "siret-cle", Severity: finding.Error, Place: finding.Place{File: "offre.csv", Row: 3, Column: "2"}, Message: "Le SIRET est faux ici."},
		{Rule: "siret-cle", Severity: finding.Warning, Place: finding.Place{File: "offre.csv", Row: 5, Column: "A"}, Message: "Après la fin."},
	}
	o := options(t, "", list)
	o.Name = "offre.csv"
	o.Loads = []journal.Load{{File: "offre.csv", Counts: journal.Counts{Read: 1, Refused: 1}}}
	o.Rows = func(string) iter.Seq2[delivery.Row, error] {
		return func(yield func(delivery.Row, error) bool) {
			_ = yield(delivery.Row{Number: 1, Cells: []string{"Téléphone", "SIRET"}}, nil) &&
				yield(delivery.Row{Number: 3, Cells: []string{"+33 2 31", "=1+1", "a_x0041_<b>"}}, nil)
		}
	}
	files := answered(t, o)
	f := opened(t, files)
	for cell, want := range map[string]string{"A1": "Téléphone", "A3": "+33 2 31", "B3": "=1+1", "C3": "a_x0041_<b>"} {
		if got := value(t, f, "Données", cell); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
		if formula, err := f.GetCellFormula("Données", cell); err != nil || formula != "" {
			t.Errorf("%s: formula %q %v", cell, formula, err)
		}
	}
	if got := colour(t, f, "Données", "B3") + " " + colour(t, f, "Données", "A5"); got != "F8B4AE FFE08A" {
		t.Errorf("colours %q", got)
	}
	id, err := f.GetCellStyle("Données", "B3")
	must(t, err)
	if style, err := f.GetStyle(id); err != nil || style.NumFmt != 49 {
		t.Errorf("style %+v %v: text is due", style, err)
	}
}

// A workbook whose parts cannot be copied is copied from its rows, or else only
// reported on: there is always an answer.
func TestWorkbooksThatCannotBeCopied(t *testing.T) {
	good := partsOf(t, saved(t, base(t)))
	sheet := good["xl/worksheets/sheet1.xml"]
	for name, change := range map[string]struct{ part, text string }{
		"a document type":      {"xl/worksheets/sheet1.xml", `<!DOCTYPE x [<!ENTITY e "e">]>` + sheet},
		"a sheet cut short":    {"xl/worksheets/sheet1.xml", sheet[:len(sheet)/2]},
		"rows out of order":    {"xl/worksheets/sheet1.xml", strings.Replace(sheet, `<row r="2"`, `<row r="7"`, 1)},
		"an unknown entity":    {"xl/worksheets/sheet1.xml", strings.Replace(sheet, "<v>46272</v>", "<v>&e;</v>", 1)},
		"no main part":         {"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`},
		"strings cut short":    {"xl/sharedStrings.xml", "<sst><si><t>a"},
		"relations not in XML": {"xl/_rels/workbook.xml.rels", "<<<"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "kept.xlsx")
			writeParts(t, path, good)
			addParts(t, path, map[string]string{change.part: change.text})
			f := opened(t, answered(t, options(t, path, found())))
			if got := f.GetSheetList(); !slices.Equal(got, []string{"Rapport"}) {
				t.Errorf("without rows: sheets %q", got)
			}
			o := options(t, path, found())
			o.Rows = func(sheet string) iter.Seq2[delivery.Row, error] {
				return func(yield func(delivery.Row, error) bool) {
					yield(delivery.Row{Sheet: sheet, Number: 3, Cells: []string{"73282932000075"}}, nil)
				}
			}
			f = opened(t, answered(t, o))
			if value(t, f, "Formations", "A3") != "73282932000075" || colour(t, f, "Formations", "A3") != "F8B4AE" {
				t.Error("the rows are not copied")
			}
		})
	}
}

// Formats that cannot be read are left out, and the rest is copied.
func TestDamagedFormatsAreLeftOut(t *testing.T) {
	for name, styles := range map[string]string{"empty": "<styleSheet/>", "not XML": "<<", "no format": `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts/></styleSheet>`} {
		t.Run(name, func(t *testing.T) {
			path := saved(t, base(t))
			addParts(t, path, map[string]string{"xl/styles.xml": styles})
			f := opened(t, answered(t, options(t, path, found())))
			if value(t, f, "Formations", "B2") != "CAP CUISINE" || colour(t, f, "Formations", "A3") != "F8B4AE" {
				t.Error("the sheet is not copied")
			}
		})
	}
}

// Programs prefix every element, or write the strict form of the standard.
func TestOtherSpellingsOfTheSameWorkbook(t *testing.T) {
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	for name, sheet := range map[string]string{
		"prefixed":     `<x:worksheet xmlns:x="` + main + `"><x:sheetData><x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>bon</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`,
		"strict":       `<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData><row><c t="inlineStr"><is><t>titre</t></is></c></row><row><c t="inlineStr"><is><t><![CDATA[bon]]></t></is></c></row></sheetData></worksheet>`,
		"not numbered": `<worksheet xmlns="` + main + `"><sheetData><row/><row><c t='inlineStr'><is><t>bon</t></is></c></row></sheetData></worksheet>`,
	} {
		t.Run(name, func(t *testing.T) {
			path := saved(t, base(t))
			addParts(t, path, map[string]string{"xl/worksheets/sheet1.xml": sheet})
			f := opened(t, answered(t, options(t, path, found())))
			if got := value(t, f, "Formations", "A2"); got != "bon" || colour(t, f, "Formations", "A3") != "F8B4AE" {
				t.Errorf("A2 is %q", got)
			}
		})
	}
}

func TestCountsThatDoNotAddUpAreRefused(t *testing.T) {
	o := options(t, saved(t, base(t)), nil)
	o.Loads[0].Read++
	if _, err := answer.Write(context.Background(), o); err == nil {
		t.Error("answered")
	}
	if left, _ := os.ReadDir(o.Dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

func TestAFailureLeavesTheLastAnswerInPlace(t *testing.T) {
	o := options(t, saved(t, base(t)), found())
	before := partsOfAll(t, answered(t, o))
	o.Findings = func(yield func(finding.Finding, error) bool) { yield(finding.Finding{}, io.ErrUnexpectedEOF) }
	if _, err := answer.Write(context.Background(), o); err == nil {
		t.Fatal("answered")
	}
	entries, err := os.ReadDir(o.Dir)
	must(t, err)
	if len(entries) != len(before) {
		t.Errorf("left %v", entries)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	o.Findings = nil
	if _, err := answer.Write(ctx, o); err == nil {
		t.Error("answered though stopped")
	}
}

func TestNamesOfFiles(t *testing.T) {
	for name, want := range map[string]string{
		"offre.xlsx": "offre", "../../etc/passwd.xlsx": "passwd", `C:\a\b.xlsx`: "b", ".xlsx": "livraison", "": "livraison",
		"a:b?.xlsx": "a_b_", "v1.2.xlsx": "v1.2", "sans": "sans", strings.Repeat("é", 200) + ".xlsx": strings.Repeat("é", 90), "\u202egpj.xlsx": "gpj",
	} {
		o := options(t, saved(t, base(t)), nil)
		o.Name = name
		files := answered(t, o)
		if got := filepath.Base(files.Workbook); got != want+"-reponse.xlsx" || filepath.Dir(files.Workbook) != o.Dir {
			t.Errorf("%q: %s", name, got)
		}
	}
}
