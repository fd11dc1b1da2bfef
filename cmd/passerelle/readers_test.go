package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/export/target"
)

// TestEveryTargetOfTheSampleIsRead publishes the sample for every target that
// ships, and reads each feed as those who take such feeds do.
func TestEveryTargetOfTheSampleIsRead(t *testing.T) {
	set, err := target.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	dir, c := sample(t)
	sed(t, c, regexp.MustCompile(`(?m)^targets:.*$`), "targets: ["+strings.Join(set.Names(), ", ")+"]")
	night := decode[report.Report](t, must(t, exitRefused, "run", "--config", c, "--json", "--date", "2026-11-23").stdout)
	if len(night.Targets) != len(set) {
		t.Fatalf("%d targets of %d", len(night.Targets), len(set))
	}
	for _, tgt := range night.Targets {
		if tgt.Name == "edof" {
			continue // it takes nothing of the sample: the catalogue knows no skill blocks
		}
		file := filepath.Join(dir, "feeds", tgt.Name, "latest", tgt.Name+".xml")
		xmllint(t, file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		readLines(t, tgt.Name, data, tgt.Publication.Formations)
		readElements(t, tgt, data)
	}
}

// sed replaces what a pattern finds in a file.
func sed(t *testing.T, path string, pattern *regexp.Regexp, by string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !pattern.Match(data) {
		t.Fatalf("%s: no %s", path, pattern)
	}
	if err := os.WriteFile(path, pattern.ReplaceAll(data, []byte(by)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// readLines takes a record from a line that begins with <formation to one that
// begins with </formation, at the first column.
func readLines(t *testing.T, name string, data []byte, want int) {
	t.Helper()
	opened, closed := 0, 0
	for line := range bytes.Lines(data) {
		if bytes.HasPrefix(line, []byte("<formation")) {
			opened++
		}
		if bytes.HasPrefix(line, []byte("</formation")) {
			closed++
		}
		if opened-closed < 0 || opened-closed > 1 {
			t.Fatalf("%s: records are not one after the other", name)
		}
	}
	if opened != want || closed != want {
		t.Errorf("%s: a line-based reader opens %d records and closes %d of %d", name, opened, closed, want)
	}
}

var (
	aDay       = regexp.MustCompile(`^[0-9]{8}$`)
	aFormacode = regexp.MustCompile(`^[0-9]{5}$`)
)

// readElements reads without the namespace, by local names.
func readElements(t *testing.T, tgt report.Target, data []byte) {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(regexp.MustCompile(` xmlns="[^"]*"`).ReplaceAll(data, nil)); err != nil {
		t.Fatal(err)
	}
	p := tgt.Publication
	for path, want := range map[string]int{"//formation": p.Formations, "//action": p.Actions, "//session": p.Sessions, "//session/periode/debut": p.Sessions, "//session/periode/fin": p.Sessions, "//extras[@info='session-perimee']": p.Sessions} {
		if got := len(doc.FindElements(path)); got != want {
			t.Errorf("%s: %d %s of %d", tgt.Name, got, path, want)
		}
	}
	for _, path := range []string{"//session/periode/debut", "//session/periode/fin"} {
		for _, e := range doc.FindElements(path) {
			if !aDay.MatchString(e.Text()) {
				t.Errorf("%s: %s is %q", tgt.Name, path, e.Text())
			}
		}
	}
	for _, domain := range doc.FindElements("//formation/domaine-formation") {
		for i, e := range domain.FindElements("code-FORMACODE") {
			if !aFormacode.MatchString(e.Text()) || e.SelectAttrValue("ref", "") != "V14" || (e.SelectAttrValue("tag", "") == "principal") != (i == 0) {
				t.Errorf("%s: Formacode %d is %q, of %v", tgt.Name, i+1, e.Text(), e.Attr)
			}
		}
	}
}
