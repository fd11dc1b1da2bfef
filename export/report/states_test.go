package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// said is a report with one state of a run and one of a feed, in its three forms.
func said(t *testing.T, run journal.RunState, feed journal.PublicationState) (page, text, program string) {
	t.Helper()
	one := report.Target{Name: "aude", Title: "AUDE", Publication: journal.Publication{State: feed}}
	r := report.Report{Run: journal.Run{State: run}, Targets: []report.Target{one}}
	return string(written(t, r.HTML)), string(written(t, r.Text)), string(written(t, r.JSON))
}

// TestEveryStateIsSaidInFrench goes through the states that there are, and that of a
// target of which a run that failed made nothing.
func TestEveryStateIsSaidInFrench(t *testing.T) {
	words := map[journal.PublicationState]string{journal.Published: "publié", journal.Same: "inchangé", journal.Held: "retenu", journal.Refused: "refusé", "": "aucun flux"}
	for _, s := range append(journal.PublicationStates, "") {
		page, text, program := said(t, journal.Done, s)
		var read struct {
			Targets []struct {
				Words string `json:"etat_en_clair"`
			} `json:"cibles"`
		}
		if err := json.Unmarshal([]byte(program), &read); err != nil || len(read.Targets) != 1 || words[s] == "" || read.Targets[0].Words != words[s] {
			t.Errorf("feed %q: the JSON says %+v (%v), want %q", s, read.Targets, err, words[s])
		}
		if !strings.Contains(page, `">`+words[s]+`</span>`) {
			t.Errorf("feed %q: the page does not say %q", s, words[s])
		}
		if !strings.Contains(text, "  aude                 "+words[s]+" ") {
			t.Errorf("feed %q: the text does not say %q:\n%s", s, words[s], text)
		}
	}
	runs := map[journal.RunState]string{journal.Running: "en cours", journal.Done: "terminé", journal.DoneRefusals: "terminé, avec des refus",
		journal.DoneHeld: "terminé, un flux au moins est retenu", journal.Failed: "en échec", journal.Abandoned: "interrompu"}
	for _, s := range journal.RunStates {
		page, text, program := said(t, s, journal.Published)
		if runs[s] == "" || !strings.Contains(page, `">`+runs[s]+`</span>`) || !strings.Contains(text, "· "+runs[s]+"\n") || !strings.Contains(program, `"etat_en_clair": "`+runs[s]+`"`) {
			t.Errorf("run %q is not said %q in its page, text and JSON", s, runs[s])
		}
	}
}

// A page colours every state: it is seen before it is read.
func TestEveryStateHasAColour(t *testing.T) {
	for _, s := range append(journal.PublicationStates, "") {
		if page, _, _ := said(t, journal.Done, s); strings.Contains(page, `class="badge "`) {
			t.Errorf("feed %q has no colour", s)
		}
	}
	for _, s := range journal.RunStates {
		if page, _, _ := said(t, s, journal.Published); strings.Contains(page, `class="badge "`) {
			t.Errorf("run %q has no colour", s)
		}
	}
}
