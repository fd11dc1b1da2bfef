package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/store"
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

// TestNothingIsExaminedBeforeItIsReceived: the clock goes on while a run works, and
// what it loads is judged as of its beginning.
func TestNothingIsExaminedBeforeItIsReceived(t *testing.T) {
	_, c := onlyClean(t, "")
	at := time.Date(2026, 11, 23, 13, 26, 0, 0, time.UTC)
	a := &app{stdout: io.Discard, stderr: io.Discard, now: func() time.Time { at = at.Add(time.Second); return at }}
	if code := a.execute(t.Context(), []string{"run", "--config", c, "--quiet"}); code != exitDone {
		t.Fatalf("run ended with status %d", code)
	}
	s, err := store.Open(t.Context(), filepath.Join(filepath.Dir(c), "catalogue.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found, err := s.Whereabouts(t.Context(), "78451236100014")
	if err != nil || len(found) == 0 || len(found[0].Targets) == 0 {
		t.Fatalf("%+v, %v", found, err)
	}
	for _, w := range found {
		for _, p := range w.Targets {
			if w.ReceivedAt.After(p.Since) {
				t.Errorf("%s %s is received at %v and examined for %s at %v", w.Kind, w.Record, w.ReceivedAt, p.Target, p.Since)
			}
		}
	}
}
