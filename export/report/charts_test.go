package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

var drawings = regexp.MustCompile(`(?s)<svg ([^>]*)>(.*?)</svg>`)

// TestEveryDrawingIsSaidInWords holds that what is drawn is read aloud too, or is
// mere decoration beside words that say it.
func TestEveryDrawingIsSaidInWords(t *testing.T) {
	all := drawings.FindAllStringSubmatch(string(written(t, sample().HTML)), -1)
	if len(all) < 12 {
		t.Fatalf("only %d drawings", len(all))
	}
	said := regexp.MustCompile(`^<title>[^<]+</title><desc>[^<]+</desc>`)
	for _, d := range all {
		if !strings.Contains(d[1], `aria-hidden="true"`) && (!strings.Contains(d[1], `role="img"`) || !said.MatchString(d[2])) {
			t.Errorf("not said in words: %.300s", d[0])
		}
	}
}

func TestSparklineTellsTheLastFeedsAndThoseThatWereHeld(t *testing.T) {
	for name, c := range map[string]struct {
		past       []report.Past
		want, dots string
	}{
		"one feed is no line":      {past(time.Now(), 12), "", ""},
		"a feed that never moves":  {past(time.Now(), 12, 12, 12), "<desc>toujours 12</desc>", "info"},
		"a fall that was held":     {held(past(time.Now(), 980, 310)), "<desc>de 310 à 980, le dernier 310 ; 1 retenu</desc>", "bad"},
		"a rise of a thousand and": {past(time.Now(), 1, 1240), "<desc>de 1 à 1\u202f240, le dernier 1\u202f240</desc>", "info"},
	} {
		t.Run(name, func(t *testing.T) {
			r := report.Report{Targets: []report.Target{{Name: "x", Title: "X", History: c.past}}}
			page := string(written(t, r.HTML))
			if !strings.Contains(page, c.want) || strings.Contains(page, "NaN") {
				t.Errorf("the page does not say %q", c.want)
			}
			if drawn := strings.Contains(page, `<svg class="spark"`); drawn != (c.want != "") {
				t.Errorf("a line is drawn: %v", drawn)
			}
			if c.dots != "" && strings.Count(page, `<circle class="`+c.dots+`"`) != 1 {
				t.Errorf("want one dot of class %s", c.dots)
			}
		})
	}
}

func held(past []report.Past) []report.Past {
	past[len(past)-1].State = journal.Held
	return past
}

func TestHistoryIsTheOldestFirst(t *testing.T) {
	got := report.History([]journal.Publication{{Run: "b", Formations: 2}, {Run: "a", Formations: 1}})
	if len(got) != 2 || got[0].Run != "a" || got[1].Formations != 2 {
		t.Errorf("got %+v", got)
	}
}

// BenchmarkBusyNight gathers 100,000 findings of 130 rules and writes their page.
func BenchmarkBusyNight(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		f := report.NewFindings(nil, 10)
		for i := range 100_000 {
			f.Add(finding.Finding{Rule: fmt.Sprintf("regle-%d", i%130), Severity: finding.Severity(i % 3), Value: strings.Repeat("é", finding.MaxValue),
				Place: finding.Place{File: "offre.xlsx", Sheet: "Sessions", Row: i, Column: "B", Header: "Date de début"}, Message: strings.Repeat("Une phrase. ", 8), Remedy: "Corrigez."})
		}
		r := sample()
		r.Findings = f.ByRule()
		size := int64(len(written(b, r.HTML)))
		b.SetBytes(size)
		b.ReportMetric(float64(size)/1e3, "kB/page")
	}
}
