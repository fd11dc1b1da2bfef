package report_test

import (
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

func TestRunsAreToldAsOne(t *testing.T) {
	at := func(minutes int) time.Time {
		return time.Date(2026, time.November, 23, 2, minutes, 0, 0, time.UTC)
	}
	made := func(target string, state journal.PublicationState) report.Target {
		return report.Target{Name: target, Publication: journal.Publication{Target: target, State: state}}
	}
	first := report.Report{
		Run:      journal.Run{ID: "r1", State: journal.DoneHeld, StartedAt: at(0), FinishedAt: at(1), Error: "retenu"},
		Loads:    []journal.Load{{File: "a.xlsx", Counts: journal.Counts{Read: 3, Added: 3}}},
		Findings: []report.RuleFindings{{Rule: "siret-cle", Severity: finding.Warning, Total: 2}},
		Targets:  []report.Target{made("aude", journal.Held)},
	}
	second := report.Report{
		Run:      journal.Run{ID: "r2", State: journal.DoneRefusals, StartedAt: at(2), FinishedAt: at(5)},
		Loads:    []journal.Load{{File: "b.xlsx", Counts: journal.Counts{Read: 2, Refused: 2}}},
		Findings: []report.RuleFindings{{Rule: "siret-cle", Severity: finding.Warning, Total: 1}},
		Refused:  []journal.Delivery{{Name: "photo.xlsx"}},
		Targets:  []report.Target{made("kairos", journal.Published), made("aude", journal.Published)},
	}
	got := report.Joined(first, second)
	if run := got.Run; run.ID != "r2" || run.State != journal.DoneHeld || !run.StartedAt.Equal(at(0)) || !run.FinishedAt.Equal(at(5)) || run.Error != "" {
		t.Errorf("the run told is %+v", run)
	}
	if rows := got.Rows(); rows.Read != 5 || rows.Refused != 2 || got.Count(finding.Warning) != 3 || len(got.Refused) != 1 {
		t.Errorf("rows %+v, %d warnings, refused %+v", rows, got.Count(finding.Warning), got.Refused)
	}
	if len(got.Targets) != 2 || got.Targets[0].Name != "aude" || got.Targets[0].Publication.State != journal.Published {
		t.Errorf("targets %+v: the last that became of each is due", got.Targets)
	}
	first.Run.State, first.Run.Error = journal.Failed, "disque plein"
	if run := report.Joined(first, second).Run; run.State != journal.DoneRefusals || run.Error != "" {
		t.Errorf("what failed and was done again is told as %+v", run)
	}
	if alone := report.Joined(first); alone.Run != first.Run || len(alone.Loads) != 1 {
		t.Errorf("one run is told as it is, not as %+v", alone.Run)
	}
}
