package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/report"
)

// organisationNight runs the sample with the pages of organisations, and reads them.
func organisationNight(t *testing.T, prepare func(dir string)) (dir, c string, pages map[string]report.Organisation) {
	t.Helper()
	dir, c = sample(t)
	if prepare != nil {
		prepare(dir)
	}
	if err := os.WriteFile(c, append(readAll(t, c), "\norganisation_pages: true\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, exitRefused, "run", "--config", c)
	paths, err := filepath.Glob(filepath.Join(dir, "reports", organisationsName, "*", "*.json"))
	if err != nil || len(paths) < 5 {
		t.Fatalf("%d pages: %v", len(paths), err)
	}
	pages = map[string]report.Organisation{}
	for _, path := range paths {
		o := decode[report.Organisation](t, string(readAll(t, path)))
		pages[o.SIRET] = o
	}
	return dir, c, pages
}

const bocage = "08194625700011"

func TestOrganisationPagesTellEachItsOwn(t *testing.T) {
	dir, _, pages := organisationNight(t, nil)
	told := pages[bocage]
	if told.Found.Refused.Total != 6 || told.Found.Refused.First[0].Row == 0 || told.Found.Refused.First[0].Remedy == "" || len(told.Received) != 4 || len(told.Awaiting) == 0 {
		t.Errorf("%s is told of %d refusals, %d sheets, %d records that wait", told.Name, told.Found.Refused.Total, len(told.Received), len(told.Awaiting))
	}
	estuaire := pages["49370821500014"]
	if len(estuaire.Targets) != len(targetNames) {
		t.Fatalf("%s is told of %d targets", estuaire.Name, len(estuaire.Targets))
	}
	for _, o := range estuaire.Targets {
		excluded := o.Formations.Total - o.Formations.Exported + o.Sessions.Total - o.Sessions.Exported
		if o.Formations.Check() != nil || o.Sessions.Check() != nil || len(o.Absent) != excluded || o.LastFeed.IsZero() {
			t.Errorf("%s: %+v", o.Name, o)
		}
		if o.Name == "aude" && (o.Delay != "2 à 3 jours ouvrés après le flux, puis 1 à 5 jours" || o.Soon != o.Formations.Exported+o.Sessions.Exported) {
			t.Errorf("aude shows in %q, %d soon", o.Delay, o.Soon)
		}
		for _, a := range o.Absent {
			if a.Sentence == "" || a.Title == "" {
				t.Errorf("%s: the absence of %s is not explained", o.Name, a.ID)
			}
		}
	}
	holdNothingOfOthers(t, dir, pages)
}

// holdNothingOfOthers looks for the number and the name of each organisation in the
// pages of the others.
func holdNothingOfOthers(t *testing.T, dir string, pages map[string]report.Organisation) {
	t.Helper()
	for siret := range pages {
		for _, ending := range []string{".html", ".json"} {
			paths, _ := filepath.Glob(filepath.Join(dir, "reports", organisationsName, "*", siret+ending))
			page := readAll(t, paths[0])
			for other, o := range pages {
				if siren(other) == siren(siret) {
					continue
				}
				if bytes.Contains(page, []byte(siren(other))) || o.Name != "" && bytes.Contains(page, []byte(o.Name)) {
					t.Errorf("the page %s%s holds something of %s, %s", siret, ending, other, o.Name)
				}
			}
		}
	}
}

// TestFilesOfOneNameAreNotTakenForOneAnother: two senders call their files the same,
// and nobody is told of the rows of the other.
func TestFilesOfOneNameAreNotTakenForOneAnother(t *testing.T) {
	dir, _, pages := organisationNight(t, func(dir string) {
		for sender, name := range map[string]string{"a": "estuaire-programmation-2027.xlsx", "b": "ifol-normandie-2026-11.xlsx"} {
			folder := filepath.Join(dir, "inbox", sender)
			if err := os.MkdirAll(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(filepath.Join(dir, "inbox", name), filepath.Join(folder, "offre.xlsx")); err != nil {
				t.Fatal(err)
			}
		}
	})
	holdNothingOfOthers(t, dir, pages)
	if len(pages["49370821500014"].Received) != 3 || len(pages["78451236100014"].Received) != 4 {
		t.Errorf("what was received is not told: %+v, %+v", pages["49370821500014"].Received, pages["78451236100014"].Received)
	}
	for _, o := range pages {
		for _, list := range []report.FoundList{o.Found.Refused, o.Found.ToCheck, o.Found.Repaired} {
			for _, f := range list.First {
				if f.File == "offre.xlsx" {
					t.Errorf("%s is told of %s, which two files may be", o.SIRET, f.Place)
				}
			}
		}
	}
}

func TestReportOnDemand(t *testing.T) {
	dir, c := sample(t)
	if out := must(t, exitFailed, "report", "--config", c); !strings.Contains(out.stderr, "passerelle run") {
		t.Errorf("before any run: %s", out.stderr)
	}
	must(t, exitRefused, "run", "--config", c)
	if _, err := os.Stat(filepath.Join(dir, "reports", organisationsName)); err == nil {
		t.Error("pages were written that nobody asked for")
	}
	if out := must(t, exitDone, "report", "--config", c).stdout; !strings.Contains(out, "Catalogue : 11 organismes") {
		t.Errorf("the last report is printed as %s", out)
	}
	must(t, exitDone, "run", "--config", c) // receives nothing new: the page is of the run before
	told := decode[report.Organisation](t, must(t, exitDone, "report", "--organisme", bocage, "--config", c, "--json").stdout)
	if told.Found.Refused.Total != 6 || told.Offer.Formations != 14 {
		t.Errorf("on demand: %d refusals, %+v", told.Found.Refused.Total, told.Offer)
	}
	paths := strings.Fields(must(t, exitDone, "report", "--organisme", bocage, "--config", c).stdout)
	page := string(readAll(t, paths[0]))
	for _, want := range []string{"Madame, Monsieur", "À corriger", "31/11/2026", "Certifications qui arrivent à échéance"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, foreign := range []string{"<script", "src=", "url(", "<link"} {
		if strings.Contains(page, foreign) {
			t.Errorf("the page contains %s", foreign)
		}
	}
	must(t, exitMisused, "report", "--organisme", "../../etc/passwd", "--config", c)
	if out := must(t, exitFailed, "report", "--organisme", "73282932000074", "--config", c); !strings.Contains(out.stderr, "check the SIRET") {
		t.Errorf("an unknown organisation: %s", out.stderr)
	}
}

func TestPagesGoWithTheReportOfTheirRun(t *testing.T) {
	dir, c, _ := organisationNight(t, nil)
	if err := os.WriteFile(c, append(readAll(t, c), "\nkeep_reports: 1\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, exitDone, "run", "--config", c, "--date", "2026-11-24")
	if left, _ := filepath.Glob(filepath.Join(dir, "reports", organisationsName, "*")); len(left) > 1 {
		t.Errorf("the pages of a report that is gone are left: %v", left)
	}
}

func TestSIRETInACell(t *testing.T) {
	for cell, want := range map[string]string{
		"73282932000074": "73282932000074", "732 829 320 00074": "73282932000074", "1234567890123": "01234567890123",
		"732\u00a0829\u00a0320\u202f00074": "73282932000074", "0231000001": "", "73282932000074x": "", "": "", "7328293200007412": "",
		"SIRET 73282932000074": "",
	} {
		if got := siretIn(cell); got != want {
			t.Errorf("%q holds %q, want %q", cell, got, want)
		}
	}
}
