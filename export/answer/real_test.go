package answer_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
	"github.com/xuri/excelize/v2"
)

// Copies of workbooks met in the wild hold the same values, in the same cells.
func TestCopiesOfRealWorkbooksHoldTheSameValues(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(sharedtest.Path(t, "data/classeurs"), "*.xlsx"))
	must(t, err)
	if len(paths) == 0 {
		t.Fatal("no workbook")
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			before, err := excelize.OpenFile(path)
			must(t, err)
			defer before.Close()
			sheet := before.GetSheetList()[0]
			o := options(t, path, []finding.Finding{{Rule: "siret-cle", Severity: finding.Error, Place: in(sheet, 2, "B"), Message: "Faux."}})
			after := opened(t, answered(t, o))
			if got, want := after.GetSheetList()[1:], before.GetSheetList(); !slices.Equal(got, want) {
				t.Fatalf("sheets %q, want %q", got, want)
			}
			for _, sheet := range before.GetSheetList() {
				sameValues(t, before, after, sheet)
			}
			if got := colour(t, after, sheet, "B2"); got != "F8B4AE" {
				t.Errorf("colour %q", got)
			}
		})
	}
}

// sameValues compares what a spreadsheet shows: values in their formats.
func sameValues(t *testing.T, before, after *excelize.File, sheet string) {
	t.Helper()
	want, err := before.GetRows(sheet)
	must(t, err)
	got, err := after.GetRows(sheet)
	must(t, err)
	if len(got) < len(want) {
		t.Fatalf("sheet %q: %d rows, want %d", sheet, len(got), len(want))
	}
	for i, row := range want {
		if !slices.Equal(trimmed(got[i]), trimmed(row)) {
			t.Fatalf("sheet %q row %d: %q, want %q", sheet, i+1, got[i], row)
		}
	}
}

// trimmed leaves out the blank cells at the end of a row.
func trimmed(row []string) []string {
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return row
}
