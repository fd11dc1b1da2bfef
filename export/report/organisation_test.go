package report_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

func organisation() report.Organisation {
	at := time.Date(2026, 9, 16, 2, 15, 0, 0, time.UTC)
	session := report.Record{Kind: "session", ID: "04_S1", Reference: "2026-09", Title: "CAP <cuisine>", From: "20260907", To: "20270600"}
	o := report.Organisation{Version: "1.0.0", SIRET: "73282932000074", Name: "Institut & littoral", Date: at, Run: "r1", RunAt: at,
		Offer:     report.Offer{Formations: 3, Sessions: 5, Open: 4, Withdrawn: 1},
		Received:  []report.Sheet{{File: "nautis.xlsx", Sheet: "Sessions", Rows: 5}},
		Awaiting:  []report.Record{session},
		Requests:  []journal.Request{{Kind: journal.ChangeNDA, Before: "28140000001", After: "28140000002", AskedAt: at}},
		Questions: []report.Question{{Formation: "04_F1", Text: "Cuisine", Why: "Deux certifications se valent."}},
		Ending:    []report.Ending{{Record: report.Record{Kind: "formation", ID: "04_F1", Title: "CAP cuisine"}, Code: "RNCP1", Label: "CAP cuisine", Sentence: "enregistrée jusqu'au 31/08/2027"}},
		Targets: []report.Outlet{{Name: "aude", Title: "AUDE Formation", Delay: "3 à 8 jours après le flux", Soon: 2, SoonBy: at.AddDate(0, 0, 8), LastFeed: at, FetchedAt: at,
			Formations: journal.Tally{Kind: "formation", Total: 3, Exported: 2, Excluded: map[string]int{"x": 1}}, Sessions: journal.Tally{Kind: "session", Total: 5, Exported: 4, Excluded: map[string]int{"x": 1}},
			Refusals: []report.Refusal{{Record: session, Sentence: "Le lieu est inconnu.", Action: "Corriger le code INSEE."}},
			Absent:   []report.Absence{{Record: session, Reason: "x", Sentence: "la session est terminée", Others: []string{"sans lieu"}}}}},
	}
	o.Found.Add(finding.Finding{Severity: finding.Error, Place: finding.Place{File: "nautis.xlsx", Sheet: "Sessions", Row: 31}, Value: "31/02/2027", Message: "Le 31 février n'existe pas.", Remedy: "Corrigez la date."})
	for i := range 130 {
		o.Found.Add(finding.Finding{Severity: finding.Info, Value: "CAP", After: "Cap", Message: fmt.Sprintf("Constat %d.", i)})
	}
	return o
}

func TestOrganisationPageIsAsItWas(t *testing.T) {
	golden(t, "organisation.html", written(t, organisation().HTML))
	golden(t, "organisation.json", written(t, organisation().JSON))
	var back report.Organisation
	if err := json.Unmarshal(written(t, organisation().JSON), &back); err != nil || string(written(t, back.HTML)) != string(written(t, organisation().HTML)) {
		t.Errorf("what is read back is not shown the same: %v", err)
	}
}

func TestOrganisationPageIsShortAndItsTotalsExact(t *testing.T) {
	o := organisation()
	if o.Found.Repaired.Total != 130 || o.Found.Repaired.Left() != 90 {
		t.Errorf("%d repairs, %d left out", o.Found.Repaired.Total, o.Found.Repaired.Left())
	}
	for i := range 5000 {
		o.Targets[0].Absent = append(o.Targets[0].Absent, report.Absence{Record: report.Record{Kind: "session", ID: fmt.Sprintf("04_S%d", i), Title: "T"}, Sentence: "la session est terminée"})
	}
	page := string(written(t, o.HTML))
	if len(page) > 100<<10 || !strings.Contains(page, "Et 4\u202f941 autres.") || !strings.Contains(page, "5\u202f001 fiches") {
		t.Errorf("a page of %d bytes", len(page))
	}
	if !strings.Contains(page, "du 07/09/2026 au 06/2027") || !strings.Contains(page, "CAP &lt;cuisine&gt;") || strings.Contains(page, "NaN") {
		t.Error("dates or titles are not shown as they should")
	}
}
