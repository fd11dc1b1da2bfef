package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/xuri/excelize/v2"
)

// workbookOf saves a workbook whose first sheet is filled by fill.
func workbookOf(t *testing.T, path string, fill func(f *excelize.File, sheet string) error) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := fill(f, f.GetSheetName(0)); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestADeliveryThatGivesNothingIsRefused: its sender must not read that all is well.
func TestADeliveryThatGivesNothingIsRefused(t *testing.T) {
	dir, c := onlyClean(t, "")
	files := map[string]string{
		"no cell": workbookOf(t, filepath.Join(dir, "vide.xlsx"), func(*excelize.File, string) error { return nil }),
		"a sheet that no layout knows": workbookOf(t, filepath.Join(dir, "paie.xlsx"), func(f *excelize.File, sheet string) error {
			return f.SetSheetCol(sheet, "A1", &[]string{"Salarié", "Durand", "Petit"})
		}),
		"formulas without a value": workbookOf(t, filepath.Join(dir, "formules.xlsx"), func(f *excelize.File, sheet string) error {
			return f.SetCellFormula(sheet, "A1", "1+1")
		}),
	}
	for name, file := range files {
		t.Run(name, func(t *testing.T) {
			r := decode[report.Report](t, must(t, exitRefused, "load", file, "--config", c, "--json").stdout)
			if r.Count(finding.Error) != 1 || r.Findings[0].Rule != livraisonSansOffre.Code || r.Findings[0].Examples[0].Remedy == "" {
				t.Errorf("findings %+v; want one error, with what to do", r.Findings)
			}
			mails, err := filepath.Glob(filepath.Join(dir, "answers", r.Run.ID, "*", "*", "*.txt"))
			if err != nil || len(mails) == 0 {
				t.Fatalf("no mail: %v", err)
			}
			text := ""
			for _, m := range mails {
				one, err := os.ReadFile(m)
				if err != nil {
					t.Fatal(err)
				}
				text += string(one)
			}
			if !strings.Contains(text, "Objet : à corriger : ") || !strings.Contains(text, "Rien n'a été repris de ce fichier") || strings.Contains(text, "Rien n'est à corriger") {
				t.Errorf("the sender reads:\n%s", text)
			}
		})
	}
}

// TestADeliveryWithoutANewRowIsTaken: rows that change nothing are no refusal.
func TestADeliveryWithoutANewRowIsTaken(t *testing.T) {
	dir, c := onlyClean(t, "")
	file := filepath.Join(dir, "inbox", cleanWorkbook)
	must(t, exitDone, "load", file, "--config", c, "--quiet")
	must(t, exitDone, "load", file, "--again", "--config", c, "--quiet")
}

func TestAFileRefusedWholeIsCountedAsReceived(t *testing.T) {
	dir, c := onlyClean(t, "")
	empty := filepath.Join(dir, "zero.xlsx")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if text := must(t, exitRefused, "load", empty, "--config", c).stdout; !strings.Contains(text, "Reçu : 1 fichier refusé en entier") {
		t.Errorf("the report says:\n%s", text)
	}
}
