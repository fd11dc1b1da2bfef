package workbook_test

import (
	"path/filepath"
	"testing"

	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// The figures were counted apart, straight from the XML of each workbook.
func TestRealWorkbooks(t *testing.T) {
	for name, want := range map[string][]int{ // rows that hold anything, of each sheet
		"rco-apprentissage-2020.xlsx": {4263},
		"cfa-1309275.xlsx":            {115},
		"cfa-PJ_1188891.xlsx":         {53},
		"cfa-PJ_1202774.xlsx":         {236},
		"cfa-PJ_1255294.xlsx":         {41, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			book, err := workbook.Open(sharedtest.Path(t, filepath.Join("data", "classeurs", name)), workbook.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			defer book.Close()
			if len(book.Sheets()) != len(want) || len(book.Findings()) != 0 {
				t.Errorf("sheets %+v, findings %v", book.Sheets(), book.Findings())
			}
			for i, s := range book.Sheets() {
				if got := len(rowsOf(t, book, s.Name)); got != want[i] {
					t.Errorf("sheet %s: %d rows, want %d", s.Name, got, want[i])
				}
			}
		})
	}
}

// SIRET and codes of communes, which Excel keeps as numbers, come as digits; those
// of the Ariège have lost their zero, which is the normaliser's affair.
func TestRealIdentifiersArePlainDigits(t *testing.T) {
	book, err := workbook.Open(sharedtest.Path(t, "data/classeurs/rco-apprentissage-2020.xlsx"), workbook.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	const siret, insee = 15, 23
	for row, err := range book.Rows(t.Context(), book.Sheets()[0].Name) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Number > 1 && (!digits(row.Cells[siret], 14, 14) || !digits(row.Cells[insee], 4, 5)) {
			t.Fatalf("row %d: SIRET %q, INSEE %q", row.Number, row.Cells[siret], row.Cells[insee])
		}
	}
}

func digits(s string, least, most int) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) >= least && len(s) <= most
}
