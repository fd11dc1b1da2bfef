package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/carif-oref/passerelle/export/report"
)

// TestTextDeliveriesLoad holds that a delivery is read by what it is: the same
// organisation as a CSV of Windows, under a workbook's name, then no table at all.
func TestTextDeliveriesLoad(t *testing.T) {
	const rows = "SIRET;Nom;Ville\r\n\"73282932000074\";\"Institut\r\nde l'\xe9t\xe9\";Caen\r\n"
	for name, c := range map[string]struct {
		file, text string
		code, read int
		rule       string
	}{
		"a CSV":                 {"organismes.csv", rows, exitDone, 1, "csv-encodage"},
		"under another name":    {"organismes.xlsx", rows, exitDone, 1, "csv-nom"},
		"one column":            {"notes.txt", "Bonjour\nmerci\n", exitRefused, 0, "csv-sans-separateur"},
		"a web page":            {"page.csv", "<html><td>a;b</td></html>", exitRefused, 0, "fichier-html"},
		"a zip without its end": {"coupe.csv", "PK\x03\x04a;b", exitRefused, 0, "classeur-endommage"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			config := filepath.Join(dir, configName)
			inbox := filepath.Join(dir, "inbox")
			if err := os.MkdirAll(inbox, 0o755); err != nil {
				t.Fatal(err)
			}
			for path, text := range map[string]string{config: "log_level: error\n", filepath.Join(inbox, c.file): c.text} {
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got := decode[report.Report](t, must(t, c.code, "load", "--config", config, "--json", filepath.Join(inbox, c.file)).stdout)
			read, rules := 0, map[string]bool{}
			for _, l := range got.Loads {
				read += l.Read
			}
			for _, f := range got.Findings {
				rules[f.Rule] = true
			}
			if read != c.read || !rules[c.rule] {
				t.Errorf("%d rows read, rules %v; want %d and %s", read, rules, c.read, c.rule)
			}
		})
	}
}
