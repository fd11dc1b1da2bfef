package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// TestReportTellsWhatChangedSinceTheLastFeed runs two nights a month apart.
func TestReportTellsWhatChangedSinceTheLastFeed(t *testing.T) {
	dir, c := sample(t)
	first := decode[report.Report](t, must(t, exitRefused, "run", "--config", c, "--json").stdout)
	for _, tgt := range first.Targets {
		if tgt.Changes != nil || len(tgt.History) != 1 {
			t.Errorf("%s: a first feed has no changes and a history of one: %+v, %d", tgt.Name, tgt.Changes, len(tgt.History))
		}
	}
	if first.Worklist.Total == 0 || len(first.Worklist.First) == 0 || len(first.Worklist.ByKind) == 0 {
		t.Errorf("the questions of the sample are not told: %+v", first.Worklist)
	}
	if len(first.Referentials) < 6 || !first.Referentials[0].New || first.Referentials[0].LoadWords() != "premier chargement" {
		t.Errorf("the referentials are told as %+v", first.Referentials)
	}
	second := decode[report.Report](t, must(t, exitDone, "run", "--config", c, "--date", "2026-12-20", "--json").stdout)
	changed := 0
	for _, tgt := range second.Targets {
		if tgt.Publication.State != journal.Published {
			continue
		}
		changed++
		if tgt.Changes == nil || tgt.Changes.Since != "2026-11-23" || tgt.Changes.Total() == 0 || len(tgt.Changes.Examples) == 0 || len(tgt.History) != 2 {
			t.Errorf("%s: the changes are %+v, its history %d long", tgt.Name, tgt.Changes, len(tgt.History))
		}
	}
	if changed == 0 {
		t.Error("no feed changed: the test shows nothing")
	}
	page, err := os.ReadFile(filepath.Join(dir, "reports", "latest.html"))
	if err != nil || !strings.Contains(string(page), "Depuis le flux du 23/11/2026") || !strings.Contains(string(page), `<svg class="spark"`) {
		t.Errorf("the page does not tell the changes (%v)", err)
	}
}

// TestReportSaysWhatToDoWithAFeedThatIsHeld runs when nearly all sessions are over.
func TestReportSaysWhatToDoWithAFeedThatIsHeld(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	if err := os.WriteFile(c, append(readAll(t, c), "\nmax_drop_percent: 1\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	r := decode[report.Report](t, must(t, exitRefused, "run", "--config", c, "--date", "2027-06-30", "--json").stdout)
	told := 0
	for _, tgt := range r.Targets {
		if tgt.Publication.State != journal.Held {
			continue
		}
		told++
		if !strings.Contains(tgt.Advice, "passerelle release "+tgt.Name) || tgt.Changes == nil || tgt.InPlace != "23/11/2026" {
			t.Errorf("%s: advice %q, changes %+v, in place %q", tgt.Name, tgt.Advice, tgt.Changes, tgt.InPlace)
		}
	}
	if told == 0 {
		t.Fatal("no feed is held: the test shows nothing")
	}
	if page := string(readAll(t, filepath.Join(dir, "reports", "latest.html"))); !strings.Contains(page, "passerelle release") {
		t.Error("the page does not say what to do")
	}
}

func readAll(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
