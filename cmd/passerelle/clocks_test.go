package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTimesAreToldByTheClocksOfTheConfiguration lives a night at another place than the
// machine's: there it is the morning of the day after.
func TestTimesAreToldByTheClocksOfTheConfiguration(t *testing.T) {
	dir, c := sample(t)
	setting(t, c, "timezone: Indian/Reunion")
	late := time.Date(2026, 11, 23, 22, 15, 0, 0, time.UTC)
	commandAt(t, late, "run", "--config", c)
	exported, _ := oneOfEach(t, c, "aude")
	page := filepath.Join(dir, "page.html")
	commandAt(t, late, "trace", exported, "--html", page, "--config", c)
	for name, text := range map[string]string{
		"why":                    commandAt(t, late, "why", exported, "--config", c).stdout,
		"trace":                  commandAt(t, late, "trace", exported, "--config", c).stdout,
		"trace --html":           string(content(t, page)),
		"status":                 commandAt(t, late, "status", "--config", c).stdout,
		"schedule":               commandAt(t, late, "schedule", "--config", c).stdout,
		"doctor":                 commandAt(t, late, "doctor", "--quick", "--config", c).stdout,
		"referentials":           commandAt(t, late, "referentials", "--config", c).stdout,
		"referentials --history": commandAt(t, late, "referentials", "--history", "rome", "--config", c).stdout,
		"the report":             commandAt(t, late, "report", "--config", c).stdout,
	} {
		text = strings.ReplaceAll(text, "2026-11-23T22:15:00Z", "") // LHEO is in UTC
		day := strings.Contains(text, "24/11/2026") || strings.Contains(text, "24 novembre 2026") || strings.Contains(text, "2026-11-24")
		for _, wrong := range []string{"23/11/2026", "22:15"} {
			if !day || strings.Contains(text, wrong) {
				t.Errorf("%s does not tell the time by the clocks of the Réunion:\n%s", name, text)
				break
			}
		}
	}
	if said := commandAt(t, late, "status", "--json", "--config", c).stdout; !strings.Contains(said, "2026-11-24T02:15:00+04:00") {
		t.Errorf("the JSON of status has no offset:\n%.400s", said)
	}
}

// TestNoTimeIsToldByTheClocksOfTheMachine: a server is often in UTC, its staff are not.
func TestNoTimeIsToldByTheClocksOfTheMachine(t *testing.T) {
	for _, pattern := range []string{"*.go", "schedule/*.go", "queue/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Local" {
					t.Errorf("%s: Local: tell the time by config.clocks, those of the machine mean nothing", set.Position(s.Pos()))
				}
				return true
			})
		}
	}
}
