package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

func TestMisuseDoesNothingAndSaysSo(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"unknown command":        {[]string{"bogus"}, `unknown command "bogus"`},
		"unknown flag":           {[]string{"run", "--fast"}, "unknown flag: --fast"},
		"no file":                {[]string{"load"}, "usage: passerelle load FILE…"},
		"unknown target":         {[]string{"export", "audee"}, `did you mean "aude"?`},
		"unknown rule":           {[]string{"rules", "siret-clef"}, `did you mean "siret-cle"?`},
		"a date that is none":    {[]string{"run", "--date", "31/12/2026"}, "2026-12-01"},
		"an absent config":       {[]string{"run", "--config", "absent.yaml"}, "absent.yaml"},
		"a date of any command":  {[]string{"rules", "--date", "hier"}, "2026-12-01"},
		"unknown rule of a feed": {[]string{"check", "--without", "bogus", "x.xml"}, "no such rule"},
	} {
		t.Run(name, func(t *testing.T) {
			out := must(t, exitMisused, c.args...)
			if !strings.Contains(out.stderr, c.want) || out.stdout != "" {
				t.Errorf("stderr %q, stdout %q; want the error to say %s", out.stderr, out.stdout, c.want)
			}
			if entries, _ := os.ReadDir("."); len(entries) != 0 {
				t.Errorf("something was done: %v", entries)
			}
		})
	}
}

func TestErrorsAreJSONForMachines(t *testing.T) {
	t.Chdir(t.TempDir())
	out := must(t, exitFailed, "status", "--json")
	said := decode[struct {
		Error string `json:"error"`
		Exit  int    `json:"exit"`
	}](t, out.stderr)
	if said.Exit != exitFailed || !strings.Contains(said.Error, "passerelle run") {
		t.Errorf("got %+v, want the error and what to try", said)
	}
}

func TestDecidingWithoutAStoreLeavesNothingBehind(t *testing.T) {
	t.Chdir(t.TempDir())
	must(t, exitFailed, "approve", "04_X")
	if entries, _ := os.ReadDir("."); len(entries) != 0 {
		t.Errorf("%v was made", entries)
	}
}

func TestRunInAnEmptyFolderPublishesNothingAndSaysWhy(t *testing.T) {
	t.Chdir(t.TempDir())
	r := decode[report.Report](t, must(t, exitRefused, "run", "--json").stdout)
	for _, tgt := range r.Targets {
		if tgt.Publication.Error == "" {
			t.Errorf("%s: an empty feed is not explained", tgt.Name)
		}
		if _, err := os.Stat(filepath.Join("feeds", tgt.Name, "latest")); err == nil {
			t.Errorf("%s: an empty feed was published", tgt.Name)
		}
	}
}

func TestHostileInboxIsRefusedFileByFileAndTheRestLoads(t *testing.T) {
	dir, c := sample(t)
	for name, content := range map[string]string{
		"page.xlsx": "<!DOCTYPE html><html></html>", "vide.xlsx": "", "vieux.xls": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("x", 600),
		"bruit.xlsx": strings.Repeat("\x00\x01\x02bruit", 500), "tronque.xlsx": "PK\x03\x04" + strings.Repeat("\x00", 50),
		"en-cours.xlsx.part": "PK", "~$verrou.xlsx": "x", ".cache": "x",
	} {
		if err := os.WriteFile(filepath.Join(dir, "inbox", name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "inbox", "lien.xlsx")); err != nil {
		t.Fatal(err)
	}
	r := decode[report.Report](t, must(t, exitRefused, "run", "--config", c, "--json").stdout)
	if r.Catalogue.Formations != 48 {
		t.Errorf("%d formations, want the 48 of the sample whatever the other files", r.Catalogue.Formations)
	}
	told := map[string]bool{}
	for _, f := range r.Findings {
		for _, example := range f.Examples {
			told[example.File] = true
		}
		if f.Sentence == "" {
			t.Errorf("rule %s is not described", f.Rule)
		}
	}
	for _, name := range []string{"page.xlsx", "vide.xlsx", "vieux.xls", "bruit.xlsx", "tronque.xlsx", "lien.xlsx"} {
		if !told[name] {
			t.Errorf("nothing is said of %s", name)
		}
	}
	for _, name := range []string{"en-cours.xlsx.part", "~$verrou.xlsx", ".cache"} {
		if told[name] {
			t.Errorf("%s was read: it is not a delivery yet", name)
		}
	}
}

func TestDamagedReferentialLeavesTheLastGoodOne(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	path := filepath.Join(dir, "referentials", "certif_info.csv")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before := feedHashes(t, dir)
	for name, damaged := range map[string]string{
		"a web page":  "<html><body>Maintenance</body></html>",
		"header only": string(whole[:strings.IndexByte(string(whole), '\n')+1]),
		"nothing":     "",
	} {
		if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		out := must(t, exitRefused, "run", "--config", c, "--json")
		r := decode[report.Report](t, out.stdout)
		if r.Referentials[0].Rows == 0 || r.Referentials[0].File != "certif_info.csv" {
			t.Errorf("%s: the good version is gone: %+v", name, r.Referentials[0])
		}
		if feedHashes(t, dir) != before {
			t.Errorf("%s: the feeds changed", name)
		}
	}
}

func TestTraceTellsWhereARecordComesFromAndWhatBecameOfIt(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	out := must(t, exitDone, "trace", "04_A829001", "--config", c).stdout
	for _, want := range []string{"CAP boulanger", "rco-apprentissage-normandie-2026.xlsx, feuille Normandie apprentissage, ligne", "apporté par la certification",
		"intercarif           transmise", "aude                 écartée :", "en apprentissage"} {
		if !strings.Contains(out, want) {
			t.Errorf("the trace does not say %q:\n%s", want, out)
		}
	}
	must(t, exitFailed, "trace", "04_INCONNU", "--config", c)
}

func TestCheckJudgesAFeed(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	feed := filepath.Join(dir, "feeds", "aude", "latest", "aude.xml")
	for _, path := range []string{feed, feed + ".gz"} {
		if out := must(t, exitDone, "check", path); !strings.Contains(out.stdout, ": valide") {
			t.Errorf("check %s says %.200s", path, out.stdout)
		}
	}
	data, err := os.ReadFile(feed)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "mauvais.xml")
	if err := os.WriteFile(bad, []byte(strings.Replace(string(data), "<certifiante>1<", "<certifiante>oui<", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := decode[lheo.Result](t, must(t, exitRefused, "check", "--json", bad).stdout); r.Valid || len(r.Faults) == 0 {
		t.Errorf("a feed with a wrong code is judged %+v", r)
	}
	if out := must(t, exitRefused, "check", "--csv", bad).stdout; !strings.Contains(out, "certifiante") {
		t.Errorf("the CSV does not name the fault: %.300s", out)
	}
	must(t, exitDone, "check", "--config", c, "--codes", feed)
	must(t, exitFailed, "check", filepath.Join(dir, "absent.xml"))
}

func TestSecondWriterIsKeptAway(t *testing.T) {
	dir, c := sample(t)
	unlock, err := lock(t.Context(), filepath.Join(dir, "catalogue.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if out := must(t, exitFailed, "run", "--config", c); !strings.Contains(out.stderr, "another passerelle is at work") {
		t.Errorf("stderr %q", out.stderr)
	}
}

func TestInitNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	must(t, exitDone, "init", dir)
	if out := must(t, exitFailed, "init", dir); !strings.Contains(out.stderr, "already there") {
		t.Errorf("stderr %q", out.stderr)
	}
}
