package template

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

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
			if strings.TrimSuffix(header, asterisk) != c.Header || strings.HasSuffix(header, "*") != c.Required {
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
	if panes, err := f.GetPanes(s.Name); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("sheet %s: panes %+v, %v", s.Name, panes, err)
	}
	checks, err := f.GetDataValidations(s.Name)
	if err != nil {
		t.Fatal(err)
	}
	checked := map[string]bool{}
	for _, v := range checks {
		if title, message := v.ErrorTitle, v.Error; tooLong(title, 32) || tooLong(message, 225) {
			t.Errorf("sheet %s, %s: Excel refuses a workbook with a warning as long as %v", s.Name, v.Sqref, message)
		}
		checked[strings.TrimRight(strings.Split(v.Sqref, ":")[0], "0123456789")] = true
	}
	for i, c := range s.Columns {
		_, bounded := bounds[c.Kind]
		if want := bounded || listOf(c) != ""; checked[letters(i)] != want {
			t.Errorf("sheet %s, « %s »: checked %v, want %v", s.Name, c.Header, checked[letters(i)], want)
		}
	}
}

func tooLong(s *string, limit int) bool { return s != nil && len([]rune(*s)) > limit }

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

// TestTheDimensionIsReal holds what streaming and building by cells would leave
// at A1: other programs would then see one cell.
func TestTheDimensionIsReal(t *testing.T) {
	f := open(t, written(t, sample()))
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		wide := 0
		for _, row := range rows {
			wide = max(wide, len(row))
		}
		got, err := f.GetSheetDimension(name)
		if want := "A1:" + at(wide-1, len(rows)); got != want || err != nil {
			t.Errorf("sheet %s: dimension %s, want %s; %v", name, got, want, err)
		}
	}
}
