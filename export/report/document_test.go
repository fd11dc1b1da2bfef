package report_test

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/report"
)

func TestDocumentIsWrittenAlikeAsTextAndPage(t *testing.T) {
	d := report.Document{Title: "Formation 04_A : <b>", State: "validée", Mood: "good", Facts: []string{"un fait"}}
	d.Add("Rien")
	d.Add("Cibles", report.Entry{Label: "aude", Text: "écartée : x", Mood: "bad", Below: []string{"et aussi : y"}},
		report.Entry{Label: "une-cible-au-nom-tres-long", Text: "transmise"})
	d.Add("Lignes", report.Entry{Text: "a.xlsx", Cells: []report.Pair{{Name: "B  " + strings.Repeat("en-tête ", 9), Value: "deux\nlignes"}}}, report.Entry{Text: "dans aude", Code: "<a>\n<b/>\n</a>"})
	golden(t, "document.txt", written(t, d.Text))
	page := string(written(t, d.HTML))
	if strings.Contains(page, "<b>,") || strings.Contains(page, ">Rien<") || !strings.Contains(page, "&lt;b/&gt;") || !strings.Contains(page, `class="badge good"`) {
		t.Errorf("the page is\n%s", page)
	}
}
