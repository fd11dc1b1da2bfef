package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestReportIsAsItWas(t *testing.T) {
	var csvFile bytes.Buffer
	if err := report.CSV(&csvFile, all(dangerous...)); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.txt", written(t, sample().Text))
	golden(t, "report.json", written(t, sample().JSON))
	golden(t, "report.html", written(t, sample().HTML))
	golden(t, "constats.csv", csvFile.Bytes())
}

func written(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has changed; look at it and run with -update if that is meant", name)
	}
}

func TestTextIsReadInOneLook(t *testing.T) {
	if n := bytes.Count(written(t, sample().Text), []byte("\n")); n > 42 {
		t.Errorf("the text of a busy night has %d lines", n)
	}
}

func TestPageNeedsNothingElse(t *testing.T) {
	page := string(written(t, sample().HTML))
	for _, foreign := range []string{"<script", "src=", "@import", "url(", "<link", "http://x\""} {
		if strings.Contains(page, foreign) {
			t.Errorf("the page contains %s", foreign)
		}
	}
	if !strings.Contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("what a stranger's file holds is not shown as text")
	}
}

func TestPageOfAnEmptyNight(t *testing.T) {
	r := report.Report{Run: journal.Run{ID: "r1", Date: time.Date(2026, 9, 16, 0, 0, 0, 0, time.UTC), State: journal.Done}}
	page, text := string(written(t, r.HTML)), string(written(t, r.Text))
	if !strings.Contains(page, "Aucun fichier nouveau n'est arrivé") {
		t.Error("the page does not say that nothing came")
	}
	if !strings.Contains(text, "Reçu : aucun fichier nouveau") || strings.Contains(text, "Cibles") {
		t.Errorf("got %s", text)
	}
	if strings.Contains(page+text, "NaN") || strings.Contains(page, "<no value>") {
		t.Error("a ratio of nothing was shown")
	}
}

// TestManyFindings: totals stay exact, examples and the page stay small.
func TestManyFindings(t *testing.T) {
	f := report.NewFindings(nil, 5)
	for i := range 100_000 {
		f.Add(finding.Finding{Rule: fmt.Sprintf("regle-%d", i%130), Severity: finding.Severity(i % 3), Value: strings.Repeat("é", finding.MaxValue), Message: strings.Repeat("Une phrase. ", 8)})
	}
	r := sample()
	r.Findings = f.ByRule()
	total := r.Count(finding.Info) + r.Count(finding.Warning) + r.Count(finding.Error)
	if total != 100_000 {
		t.Errorf("%d findings are counted", total)
	}
	for _, of := range r.Findings {
		if len(of.Examples) != 5 || of.Left() != of.Total-5 {
			t.Errorf("%s keeps %d examples of %d", of.Rule, len(of.Examples), of.Total)
		}
	}
	if size := len(written(t, r.HTML)); size > 512<<10 {
		t.Errorf("the page of 100,000 findings weighs %d bytes", size)
	}
}

func TestByRuleIsTheGravestThenTheMostFrequent(t *testing.T) {
	var got []string
	for _, f := range found().ByRule() {
		got = append(got, f.Rule)
	}
	want := "siret-cle date-inexistante certification-remplacee session-sans-contact majuscules siret-zero regle-sans-phrase telephone"
	if strings.Join(got, " ") != want {
		t.Errorf("got %v\nwant %s", got, want)
	}
}

// dangerous are values that a spreadsheet would run, or that would break a line.
var dangerous = []finding.Finding{
	{Rule: "r", Severity: finding.Error, Place: finding.Place{File: "a.xlsx", Sheet: "Sessions", Row: 12, Column: "C", Header: "Date de début"}, Record: "04_S1",
		Field: "session.debut", Value: "=cmd|' /C calc'!A0", After: "+33231000001", Message: "Une phrase ; avec un point-virgule.", Remedy: "@SUM(A1)"},
	{Rule: "r", Severity: finding.Warning, Value: "-2+3", After: "\tx", Message: "Un \"guillemet\"\nsur deux lignes.", Remedy: "\rx"},
	{Rule: "r", Value: "02 31", Message: "a=b"},
}

func TestCSVIsHarmlessAndWhole(t *testing.T) {
	var out bytes.Buffer
	if err := report.CSV(&out, all(dangerous...)); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(out.String(), "\ufeff")
	if !ok {
		t.Error("no byte order mark: Excel would read it as Windows-1252")
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil || len(rows) != 1+len(dangerous) {
		t.Fatalf("%d rows (%v)", len(rows), err)
	}
	for i, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("row %d: %q would be run as a formula", i, cell)
			}
		}
	}
	if got := rows[1]; got[0] != "erreur" || got[4] != "12" || got[9] != "'=cmd|' /C calc'!A0" || got[10] != "'+33231000001" {
		t.Errorf("got %q", got)
	}
	if rows[2][4] != "" {
		t.Error("a finding about a whole file has no row number")
	}
}

func TestCSVPassesErrorsOn(t *testing.T) {
	broken := errors.New("the store is gone")
	err := report.CSV(io.Discard, func(yield func(finding.Finding, error) bool) { yield(finding.Finding{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if err := report.CSV(full{}, all(dangerous...)); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
	for name, write := range map[string]func(io.Writer) error{"text": sample().Text, "json": sample().JSON, "html": sample().HTML} {
		if err := write(full{}); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

var errFull = errors.New("no space left")

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestJSONIsReadBack(t *testing.T) {
	var back struct {
		Findings []struct {
			Total    int               `json:"total"`
			Examples []json.RawMessage `json:"exemples"`
		} `json:"constats"`
		Targets []struct {
			Name        string `json:"nom"`
			Publication struct {
				State string `json:"etat"`
			} `json:"publication"`
		} `json:"cibles"`
	}
	if err := json.Unmarshal(written(t, sample().JSON), &back); err != nil {
		t.Fatal(err)
	}
	if len(back.Findings) != 8 || back.Findings[4].Total != 1240 || len(back.Findings[4].Examples) != 5 {
		t.Errorf("findings: %+v", back.Findings)
	}
	if len(back.Targets) != 4 || back.Targets[2].Publication.State != "retenu" {
		t.Errorf("targets: %+v", back.Targets)
	}
}

// TestBarsFillTheirWidth adds up the rectangles of every bar of the page.
func TestBarsFillTheirWidth(t *testing.T) {
	page := string(written(t, sample().HTML))
	bars := regexp.MustCompile(`(?s)<svg class="bar".*?</svg>`).FindAllString(page, -1)
	if len(bars) < 9 {
		t.Fatalf("%d bars", len(bars))
	}
	for _, b := range bars {
		sum := 0.0
		for _, w := range regexp.MustCompile(`width="([0-9.]+)"`).FindAllStringSubmatch(b, -1) {
			var width float64
			fmt.Sscan(w[1], &width)
			sum += width
		}
		if sum < 999 || sum > 1001 {
			t.Errorf("a bar is %g wide: %s", sum, b)
		}
	}
}

func all(findings ...finding.Finding) iter.Seq2[finding.Finding, error] {
	return func(yield func(finding.Finding, error) bool) {
		for _, f := range findings {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func FuzzHarmless(f *testing.F) {
	for _, seed := range []string{"", "=1", "-", "'=", "é", "\t=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := report.Harmless(text)
		if strings.TrimPrefix(got, "'") != text && got != text {
			t.Errorf("%q became %q", text, got)
		}
		if got != "" && strings.ContainsRune("=+-@\t\r", rune(got[0])) {
			t.Errorf("%q stays dangerous", text)
		}
	})
}

func BenchmarkPage(b *testing.B) {
	r := sample()
	b.ReportAllocs()
	for b.Loop() {
		if err := r.HTML(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func TestReportIsReadBackWhole(t *testing.T) {
	var back report.Report
	if err := json.Unmarshal(written(t, sample().JSON), &back); err != nil {
		t.Fatal(err)
	}
	if again := written(t, back.JSON); !bytes.Equal(again, written(t, sample().JSON)) {
		t.Error("a report that is read back is not written the same")
	}
}

func TestPageSaysHowLongTheRunTook(t *testing.T) {
	for took, want := range map[time.Duration]string{0: "moins d'une seconde", time.Second: ", 1 seconde.", 21 * time.Second: ", 21 secondes.", 3 * time.Minute: ", 3 minutes."} {
		at := time.Date(2026, 9, 16, 2, 15, 0, 0, time.UTC)
		r := report.Report{Run: journal.Run{Date: at, StartedAt: at, FinishedAt: at.Add(took)}}
		if page := strings.ReplaceAll(string(written(t, r.HTML)), "&#39;", "'"); !strings.Contains(page, want) {
			t.Errorf("%s is not shown as %q", took, want)
		}
	}
}
