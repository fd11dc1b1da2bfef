package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/journal"
)

func TestAFileRefusedWholeCountsAmongWhatCame(t *testing.T) {
	night := func(loads int, names ...string) report.Report {
		r := report.Report{Run: journal.Run{ID: "r1", Date: time.Date(2026, 9, 16, 0, 0, 0, 0, time.UTC), State: journal.DoneRefusals}}
		for range loads {
			r.Loads = append(r.Loads, journal.Load{File: "offre.xlsx", Sheet: "Sessions", Counts: journal.Counts{Read: 2, Added: 2}})
		}
		for _, name := range names {
			r.Refused = append(r.Refused, journal.Delivery{Name: name})
		}
		return r
	}
	for name, c := range map[string]struct {
		r    report.Report
		text string
		page string
	}{
		"alone":              {night(0, "vide.xlsx"), "Reçu : 1 fichier refusé en entier\n  vide.xlsx", "<strong>1 fichier refusé en entier</strong> : vide.xlsx."},
		"several":            {night(0, "a.xls", "b.xls"), "Reçu : 2 fichiers refusés en entier", "2 fichiers refusés en entier</strong> : a.xls, b.xls."},
		"beside what loaded": {night(1, "a.xls"), "Reçu : 2 lignes, 2 ajoutées ; 1 fichier refusé en entier", "1 fichier refusé en entier"},
	} {
		t.Run(name, func(t *testing.T) {
			text, page := string(written(t, c.r.Text)), string(written(t, c.r.HTML))
			if !strings.Contains(text, c.text) || strings.Contains(text, "aucun fichier nouveau") {
				t.Errorf("the text lacks %q:\n%s", c.text, text)
			}
			if !strings.Contains(page, c.page) || strings.Contains(page, "Aucun fichier nouveau") {
				t.Errorf("the page lacks %q", c.page)
			}
		})
	}
}

func TestALongListOfRefusedFilesIsCut(t *testing.T) {
	r := report.Report{Run: journal.Run{ID: "r1", State: journal.DoneRefusals}, Refused: make([]journal.Delivery, 9)}
	if text := string(written(t, r.Text)); !strings.Contains(text, "… et 3 autres") {
		t.Errorf("nine refused files:\n%s", text)
	}
}
