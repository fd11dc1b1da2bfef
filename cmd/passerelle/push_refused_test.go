package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/push"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// Of a feed that is cut by organisation, the files in which the partner refused
// something go last, the oldest refusal first, until it accepts them.
func TestFilesWithRefusedRecordsGoLast(t *testing.T) {
	_, c := onlyClean(t, "")
	must(t, exitDone, "run", "--config", c, "--quiet")
	s, err := store.Open(t.Context(), filepath.Join(filepath.Dir(c), "catalogue.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	run, _, err := s.LastRun(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var line journal.LedgerLine
	for l, err := range s.Ledger(t.Context(), "aude") {
		if err != nil {
			t.Fatal(err)
		}
		if l.Reason == "" && l.Kind == "session" {
			line = l
			break
		}
	}
	answers := func(at time.Time, accepted bool) {
		t.Helper()
		if err := s.KeepAcknowledgements(t.Context(), []journal.Acknowledgement{{Target: "aude", Kind: "session", Record: line.Record, Accepted: accepted, Message: "X", File: "retour.csv", Line: 2, At: at, Run: run.ID}}); err != nil {
			t.Fatal(err)
		}
	}
	marked := func() (at time.Time) {
		t.Helper()
		pub := push.Publication{Target: "aude", Files: []push.File{
			{Name: "aude-" + line.SIRET + ".xml", Feed: true}, {Name: "aude-" + strings.Repeat("1", 14) + ".xml", Feed: true}, {Name: "manifest.json"}}}
		if err := markRefused(t.Context(), s, pub); err != nil {
			t.Fatal(err)
		}
		if !pub.Files[1].Refused.IsZero() || !pub.Files[2].Refused.IsZero() {
			t.Errorf("files that hold no record refused are put off: %+v", pub.Files)
		}
		return pub.Files[0].Refused
	}
	if at := marked(); !at.IsZero() {
		t.Errorf("nothing was refused, and the file is put off since %v", at)
	}
	answers(night, false)
	if at := marked(); !at.Equal(night) {
		t.Errorf("refused on %v, put off since %v", night, at)
	}
	answers(night.Add(24*time.Hour), true)
	if at := marked(); !at.IsZero() {
		t.Errorf("accepted since, and put off since %v", at)
	}
}
