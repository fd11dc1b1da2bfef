package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// TestEmptyListsAreLists: programs count them, and null has no length; people read
// that there is nothing.
func TestEmptyListsAreLists(t *testing.T) {
	dir, c := onlyClean(t, "")
	must(t, exitDone, "referentials", "refresh", "--config", c)
	for _, line := range []string{"requests", "refusals", "mail", "partner list", "worklist choices", "search zzzzzz"} {
		out := must(t, exitDone, append(strings.Fields(line), "--json", "--config", c)...)
		if got := strings.TrimSpace(out.stdout); got != "[]" {
			t.Errorf("%s: %s", line, got)
		}
	}
	for line, want := range map[string]string{"mail": "Derniers courriels : 0\n", "requests": "Demandes : 0\n", "worklist choices": "Décisions : 0\n"} {
		if got := must(t, exitDone, append(strings.Fields(line), "--config", c)...).stdout; got != want {
			t.Errorf("%s says %q, want %q", line, got, want)
		}
	}
	for line, key := range map[string]string{"review": "fiches", "worklist": "taches"} {
		out := must(t, exitDone, line, "--json", "--config", c)
		if got := string(decode[map[string]json.RawMessage](t, out.stdout)[key]); got != "[]" {
			t.Errorf("%s: %s is %s", line, key, got)
		}
	}
	delivery := filepath.Join(dir, "inbox")
	files, err := os.ReadDir(delivery)
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	file := filepath.Join(delivery, files[0].Name())
	command(t, "load", file, "--config", c, "--quiet")
	report := decode[map[string]json.RawMessage](t, command(t, "load", file, "--json", "--config", c).stdout)
	for _, key := range []string{"chargements", "constats", "cibles"} {
		if got := string(report[key]); got == "null" || got == "" {
			t.Errorf("load of what is known: %s is %q", key, got)
		}
	}
}

// TestDecisionsAreToldToMachines: what was decided of what.
func TestDecisionsAreToldToMachines(t *testing.T) {
	dir, c := published(t)
	exported, _ := oneOfEach(t, c, "aude")
	for _, of := range []struct {
		line []string
		to   journal.RecordState
	}{
		{[]string{"archive", exported, "--reason", "x"}, journal.Archived},
		{[]string{"approve", exported}, journal.Validated},
	} {
		decided := decode[[]journal.Decision](t, must(t, exitDone, append(of.line, "--json", "--config", c)...).stdout)
		if len(decided) != 1 || decided[0].Record != exported || decided[0].To != of.to {
			t.Errorf("%q: %+v", of.line, decided)
		}
	}
	for _, line := range [][]string{{"template", "-o", filepath.Join(dir, "m.xlsx")}, {"init", filepath.Join(dir, "ailleurs")}, {"demo", filepath.Join(dir, "autre")}} {
		made := decode[map[string]string](t, must(t, exitDone, append(line, "--json", "--config", c)...).stdout)["fichier"]
		if _, err := os.Stat(made); err != nil {
			t.Errorf("%q says %q was made: %v", line, made, err)
		}
	}
}
