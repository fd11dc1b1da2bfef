package demo

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
	"github.com/xuri/excelize/v2"
)

// source is a workbook as testdata/*.yaml writes it.
type source struct {
	File   string            `yaml:"fichier"`
	Author string            `yaml:"auteur"`
	Shared map[string]record `yaml:"communs"` // anchors that rows merge, nothing more
	Sheets []sheetSource     `yaml:"feuilles"`
}

type sheetSource struct {
	Name    string    `yaml:"nom"`
	Above   []string  `yaml:"avant"` // one line a row, above the header
	Columns []string  `yaml:"colonnes"`
	Damage  []damaged `yaml:"!"` // damage to the columns
	Rows    []record  `yaml:"lignes"`
}

// record gives the cells of a row by the header of their column. A whole number
// is a numeric cell; 2026-11-23 a date as a spreadsheet keeps it; any other text
// is text, one that begins with an apostrophe without it. What is wrong with the
// row stands under "!".
type record map[string]any

// damaged is a field, a severity and what is wrong.
type damaged []string

func (s sheetSource) headerRow() int { return len(s.Above) + 1 }

func (s sheetSource) number(i int) int { return s.headerRow() + 1 + i }

func (r record) text(column string) string {
	if value, ok := r[column]; ok {
		return strings.TrimPrefix(fmt.Sprint(value), "'")
	}
	return ""
}

func (r record) damage(t testing.TB) []damaged {
	marks, _ := r["!"].([]any)
	all := make([]damaged, 0, len(marks))
	for _, mark := range marks {
		var d damaged
		for _, part := range mark.([]any) {
			d = append(d, fmt.Sprint(part))
		}
		if len(d) != 3 {
			t.Fatalf("damage %v: a field, a severity and a sentence are due", d)
		}
		all = append(all, d)
	}
	return all
}

func (r record) isExample() bool {
	return slices.ContainsFunc([]string{"Formation *", "Référence *", "Raison sociale"}, func(column string) bool {
		return strings.HasPrefix(r.text(column), "Exemple")
	})
}

// sources reads testdata/*.yaml, in the order of their workbooks' names.
func sources(t testing.TB) []source {
	t.Helper()
	all, err := readSources()
	must(t, err)
	return all
}

// readSources reads them once: every test needs them and none changes them.
var readSources = sync.OnceValues(func() ([]source, error) {
	paths, err := filepath.Glob(filepath.Join("testdata", "*.yaml"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no source of a workbook in testdata: %v", err)
	}
	var all []source
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var s source
		if err := yamlfile.Decode(path, data, &s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b source) int { return strings.Compare(a.File, b.File) })
	return all, nil
})

// savedAt stands for the moment at which a workbook was saved, the same for ever.
const savedAt = "2026-11-20T16:30:00Z"

// workbook writes a source as a real workbook. Same source, same bytes.
func workbook(t testing.TB, s source) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, sheet := range s.Sheets {
		must(t, addSheet(f, i, sheet.Name))
		writeSheet(t, f, sheet)
	}
	must(t, f.SetDocProps(&excelize.DocProperties{Creator: s.Author, LastModifiedBy: s.Author, Created: savedAt, Modified: savedAt, Language: "fr-FR"}))
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

func addSheet(f *excelize.File, i int, name string) error {
	if i == 0 {
		return f.SetSheetName(f.GetSheetName(0), name)
	}
	_, err := f.NewSheet(name)
	return err
}

func writeSheet(t testing.TB, f *excelize.File, s sheetSource) {
	t.Helper()
	for i, line := range s.Above {
		must(t, f.SetCellStr(s.Name, cellName(t, 1, i+1), line))
	}
	for i, header := range s.Columns {
		must(t, f.SetCellStr(s.Name, cellName(t, i+1, s.headerRow()), header))
	}
	day := dayStyle(t, f)
	for i, row := range s.Rows {
		checkColumns(t, s, row)
		for j, header := range s.Columns {
			if value, ok := row[header]; ok {
				writeCell(t, f, s.Name, cellName(t, j+1, s.number(i)), value, day)
			}
		}
	}
	dress(t, f, s)
}

var isoDay = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

func writeCell(t testing.TB, f *excelize.File, sheet, cell string, value any, day int) {
	t.Helper()
	text, isText := value.(string)
	switch {
	case !isText:
		must(t, f.SetCellValue(sheet, cell, value))
	case isoDay.MatchString(text):
		must(t, f.SetCellValue(sheet, cell, serial(t, text)))
		must(t, f.SetCellStyle(sheet, cell, cell, day))
	default:
		must(t, f.SetCellStr(sheet, cell, strings.TrimPrefix(text, "'")))
	}
}

// serial is the number by which a spreadsheet keeps a day.
func serial(t testing.TB, day string) int {
	t.Helper()
	d, err := time.Parse(time.DateOnly, day)
	must(t, err)
	return int(d.Sub(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
}

// dress gives the sheet the looks of one that people use, and the dimension that
// other readers trust.
func dress(t testing.TB, f *excelize.File, s sheetSource) {
	t.Helper()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}}})
	must(t, err)
	last := cellName(t, len(s.Columns), s.number(len(s.Rows)-1))
	must(t, f.SetCellStyle(s.Name, cellName(t, 1, s.headerRow()), cellName(t, len(s.Columns), s.headerRow()), bold))
	must(t, f.SetColWidth(s.Name, "A", columnName(t, len(s.Columns)), 22))
	must(t, f.SetSheetDimension(s.Name, "A1:"+last))
	must(t, f.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: s.headerRow(), TopLeftCell: cellName(t, 1, s.headerRow()+1), ActivePane: "bottomLeft"}))
}

func dayStyle(t testing.TB, f *excelize.File) int {
	t.Helper()
	format := "dd/mm/yyyy"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	must(t, err)
	return style
}

// checkColumns refuses a cell whose column the sheet does not have: a slip of
// the source, not damage.
func checkColumns(t testing.TB, s sheetSource, row record) {
	t.Helper()
	for header := range row {
		if header != "!" && !slices.Contains(s.Columns, header) {
			t.Fatalf("sheet %s: a row has a cell under %q, which is no column of it", s.Name, header)
		}
	}
}

func cellName(t testing.TB, column, row int) string {
	t.Helper()
	name, err := excelize.CoordinatesToCellName(column, row)
	must(t, err)
	return name
}

func columnName(t testing.TB, column int) string {
	t.Helper()
	name, err := excelize.ColumnNumberToName(column)
	must(t, err)
	return name
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
