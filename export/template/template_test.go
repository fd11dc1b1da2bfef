package template

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// written is the workbook in bytes.
func written(t testing.TB, o Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, o); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// readSheet is what our own reader makes of one sheet.
type readSheet struct {
	binding *mapping.Binding
	ok      bool
	found   []finding.Finding
	kinds   map[mapping.RowKind]int
	records []delivery.Record
}

// readBack reads a workbook as a delivery is read.
func readBack(t testing.TB, data []byte) map[string]readSheet {
	t.Helper()
	book, err := workbook.Read(bytes.NewReader(data), int64(len(data)), "modele.xlsx", workbook.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	known, err := mapping.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range book.Findings() {
		if f.Severity != finding.Info || f.Sheet != listSheet {
			t.Errorf("the workbook itself has a finding: %+v", f)
		}
	}
	all := map[string]readSheet{}
	for _, s := range book.Sheets() {
		var rows []delivery.Row
		for row, err := range book.Rows(t.Context(), s.Name) {
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, row)
		}
		all[s.Name] = readRows(known, s.Name, rows)
	}
	return all
}

func readRows(known *mapping.Layouts, name string, rows []delivery.Row) readSheet {
	r := readSheet{kinds: map[mapping.RowKind]int{}}
	first := rows[:min(len(rows), mapping.HeaderRows)]
	if r.binding, r.found, r.ok = known.Recognise(name, first); !r.ok {
		return r
	}
	for _, row := range rows {
		record, kind, found := r.binding.Record("modele.xlsx", row)
		r.kinds[kind]++
		if kind == mapping.Data {
			r.records, r.found = append(r.records, record), append(r.found, found...)
		}
	}
	return r
}

func TestOurReaderKnowsEveryColumnAndSetsTheExampleAside(t *testing.T) {
	for name, o := range map[string]Options{"empty": {}, "filled": sample()} {
		t.Run(name, func(t *testing.T) {
			sheets := readBack(t, written(t, o))
			for _, s := range layout.Own {
				got := sheets[s.Name]
				if !got.ok || got.binding.Sheet != s.Name || got.binding.HeaderRow != headerRow || got.binding.Refused {
					t.Errorf("sheet %s is read as %+v", s.Name, got.binding)
				}
				if len(got.found) > 0 {
					t.Errorf("sheet %s has findings: %+v", s.Name, got.found)
				}
				want := map[mapping.RowKind]int{mapping.Heading: 1, mapping.Example: 1}
				if n := len(o.subjects(s)); n > 0 {
					want[mapping.Data] = n
				}
				if fmt.Sprint(got.kinds) != fmt.Sprint(want) {
					t.Errorf("sheet %s has rows %v, want %v", s.Name, got.kinds, want)
				}
				for _, r := range got.records {
					if len(r.Cells) != len(s.Columns) {
						t.Errorf("sheet %s: a record has %d cells of %d columns", s.Name, len(r.Cells), len(s.Columns))
					}
				}
			}
			for _, aside := range []string{guideSheet, listSheet} {
				if got := sheets[aside]; got.ok || len(got.found) != 1 || got.found[0].Severity != finding.Info {
					t.Errorf("sheet %s should be left, and said so in passing: %v, %+v", aside, got.ok, got.found)
				}
			}
		})
	}
}

func TestTheExampleIsKnownEvenWithoutItsFirstCell(t *testing.T) {
	f := open(t, written(t, Options{}))
	for _, s := range layout.Own {
		if err := f.SetCellStr(s.Name, "A2", ""); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	for name, s := range readBack(t, out.Bytes()) {
		if s.ok && s.kinds[mapping.Example] != 1 {
			t.Errorf("sheet %s: the example is read as %v", name, s.kinds)
		}
	}
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestSheetsAreThoseOfTheLayoutInItsOrder(t *testing.T) {
	want := []string{guideSheet}
	for _, s := range layout.Own {
		want = append(want, s.Name)
	}
	f := open(t, written(t, Options{}))
	if got := f.GetSheetList(); !slices.Equal(got, append(want, listSheet)) {
		t.Errorf("sheets %v", got)
	}
	if visible, err := f.GetSheetVisible(listSheet); visible || err != nil {
		t.Errorf("the lists are in sight: %v", err)
	}
}

func TestHeadersAreMarkedCommentedCheckedAndFrozen(t *testing.T) {
	f := open(t, written(t, sample()))
	for _, s := range layout.Own {
		comments, err := f.GetComments(s.Name)
		if err != nil || len(comments) != len(s.Columns) {
			t.Fatalf("sheet %s: %d comments on %d columns, %v", s.Name, len(comments), len(s.Columns), err)
		}
		said := map[string]string{}
		for _, c := range comments {
			for _, run := range c.Paragraph {
				said[c.Cell] += run.Text
			}
		}
		for i, c := range s.Columns {
			header, _ := f.GetCellValue(s.Name, at(i, headerRow))
			if strings.TrimSuffix(header, " *") != c.Header || strings.HasSuffix(header, "*") != c.Required {
				t.Errorf("sheet %s, column %d: header %q", s.Name, i+1, header)
			}
			if text := said[at(i, headerRow)]; !strings.Contains(text, c.Help) || !strings.Contains(text, c.Example) || strings.Contains(text, "\nObligatoire") != c.Required {
				t.Errorf("sheet %s, « %s »: comment %q", s.Name, c.Header, text)
			}
		}
		checkFrame(t, f, s)
	}
}

func checkFrame(t *testing.T, f *excelize.File, s layout.Sheet) {
	t.Helper()
	last := exampleRow + len(sample().subjects(s))
	if dimension, err := f.GetSheetDimension(s.Name); err != nil || dimension != "A1:"+at(len(s.Columns)-1, last) {
		t.Errorf("sheet %s: dimension %q, %v", s.Name, dimension, err)
	}
	if panes, err := f.GetPanes(s.Name); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("sheet %s: panes %+v, %v", s.Name, panes, err)
	}
	checks, err := f.GetDataValidations(s.Name)
	if err != nil {
		t.Fatal(err)
	}
	checked := map[string]bool{}
	for _, v := range checks {
		checked[strings.TrimRight(strings.Split(v.Sqref, ":")[0], "0123456789")] = true
	}
	for i, c := range s.Columns {
		_, bounded := bounds[c.Kind]
		if want := bounded || listOf(c) != ""; checked[letters(i)] != want {
			t.Errorf("sheet %s, « %s »: checked %v, want %v", s.Name, c.Header, checked[letters(i)], want)
		}
	}
}

func TestZerosStayAndNothingIsAFormula(t *testing.T) {
	f := open(t, written(t, sample()))
	for _, s := range layout.Own {
		for i, c := range s.Columns {
			style, err := f.GetColStyle(s.Name, letters(i))
			if err != nil {
				t.Fatal(err)
			}
			look, err := f.GetStyle(style)
			if err != nil {
				t.Fatal(err)
			}
			switch c.Kind {
			case layout.Day:
				if look.CustomNumFmt == nil || *look.CustomNumFmt != dayFormat {
					t.Errorf("sheet %s, « %s » is not a date", s.Name, c.Header)
				}
			case layout.Integer, layout.Decimal:
			default:
				if look.NumFmt != asText {
					t.Errorf("sheet %s, « %s »: format %d loses the zeros that a code begins with", s.Name, c.Header, look.NumFmt)
				}
			}
		}
	}
	if bytes.Contains(uncompressed(t, written(t, sample())), []byte("<f>")) {
		t.Error("a cell holds a formula")
	}
	if got, err := f.GetCellValue("Formations", at(columnOf(t, "Formations", layout.FormationContenu), firstRow+3)); err != nil || got != dangerous {
		t.Errorf("%q, %v; want %q as it is", got, err, dangerous)
	}
}

func columnOf(t testing.TB, sheet string, f layout.Field) int {
	t.Helper()
	for _, s := range layout.Own {
		if s.Name == sheet {
			return slices.IndexFunc(s.Columns, func(c layout.Column) bool { return c.Field == f })
		}
	}
	t.Fatalf("no sheet %s", sheet)
	return 0
}

func TestSameOptionsSameBytes(t *testing.T) {
	first := written(t, sample())
	for range 8 { // the order of a map shows only now and then
		if !bytes.Equal(first, written(t, sample())) {
			t.Fatal("two workbooks of the same catalogue differ")
		}
	}
}

func TestTheGuideSaysForWhomAndWhatIsMandatory(t *testing.T) {
	o := sample()
	o.Contact = "Écrivez à offre@exemple.fr."
	text := guideText(t, o)
	for _, want := range []string{"Institut du littoral", "23 novembre 2026", "2 organismes, 2 formations, 3 sessions", o.Contact,
		"Ne reprenez jamais une ancienne session", "sauf si la colonne « Identifiant de la formation » est remplie"} {
		if !strings.Contains(text, want) {
			t.Errorf("the guide does not say %q", want)
		}
	}
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			if !strings.Contains(text, c.Header) || !strings.Contains(text, c.Help) {
				t.Errorf("the guide says nothing of « %s »", c.Header)
			}
		}
	}
	if empty := guideText(t, Options{}); !strings.Contains(empty, "vierge") || strings.Contains(empty, "établi le") {
		t.Errorf("the guide of an empty workbook: %.300s", empty)
	}
}

func guideText(t testing.TB, o Options) string {
	t.Helper()
	rows, err := open(t, written(t, o)).GetRows(guideSheet)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	return b.String()
}

func TestATextLongerThanACellIsAnError(t *testing.T) {
	o := sample()
	o.Offres[0].Formation.Contenu = strings.Repeat("é", excelize.TotalCellChars+1)
	err := Write(&bytes.Buffer{}, o)
	if err == nil || !regexp.MustCompile(`sheet Formations: row \d+: « Contenu »`).MatchString(err.Error()) {
		t.Errorf("the error %v should name the cell: cutting the text would lose its end on the way back", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	o := sample()
	one := o.Offres[0]
	o.Offres = nil
	for i := range 1000 {
		offer := one
		offer.Formation.ID = fmt.Sprintf("04_F%d", i)
		offer.Sessions = nil
		for j := range 5 {
			s := one.Sessions[0]
			s.ID = fmt.Sprintf("04_S%d_%d", i, j)
			offer.Sessions = append(offer.Sessions, s)
		}
		o.Offres = append(o.Offres, offer)
	}
	b.ReportAllocs()
	for b.Loop() {
		written(b, o)
	}
}
