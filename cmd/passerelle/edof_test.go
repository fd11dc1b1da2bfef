package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/edof"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
	"github.com/carif-oref/passerelle/schemas/store"
)

// edofSample is the sample, exported to EDOF, with the register of France compétences
// that has the skill blocks of those certifications.
func edofSample(t *testing.T, rncp ...string) (dir, c string) {
	t.Helper()
	dir, c = sample(t)
	text, err := os.ReadFile(c)
	noError(t, err)
	plain := strings.Replace(string(text), "targets: [intercarif,", "targets: [edof, intercarif,", 1)
	plain = strings.Replace(plain, "floors: {", "floors: {rncp: 1, ", 1)
	noError(t, os.WriteFile(c, []byte(plain), 0o644))
	if len(rncp) == 0 {
		return dir, c
	}
	fiches := `"Id_Fiche";"Numero_Fiche";"Intitule";"Abrege_Libelle";"Abrege_Intitule";"Nomenclature_Europe_Niveau";"Date_Fin_Enregistrement";"Actif"` + "\r\n"
	blocs := `"Numero_Fiche";"Bloc_Competences_Code";"Bloc_Competences_Libelle"` + "\r\n"
	for i, number := range rncp {
		fiches += fmt.Sprintf(`"%d";"%s";"Certification %d";;;"NIV3";"31/08/2029";"ACTIVE"`+"\r\n", i, number, i)
		blocs += fmt.Sprintf(`"%s";"%[1]sBC02";"Deux"`+"\r\n"+`"%[1]s";"%[1]sBC01";"Un"`+"\r\n", number)
	}
	for name, content := range map[string]string{"Standard": fiches, "Blocs_De_Compétences": blocs} {
		noError(t, os.WriteFile(filepath.Join(dir, "referentials", "export_fiches_CSV_"+name+"_2026_11_20.csv"), []byte(content), 0o644))
	}
	return dir, c
}

// edofOf is what became of the target in a run.
func edofOf(t *testing.T, stdout string) (exported int, excluded map[string]int, state journal.PublicationState) {
	t.Helper()
	for _, told := range decode[report.Report](t, stdout).Targets {
		for _, tally := range told.Tallies {
			if told.Name == "edof" && tally.Kind == "formation" {
				return tally.Exported, tally.Excluded, told.Publication.State
			}
		}
	}
	t.Fatal("the report does not speak of EDOF")
	return 0, nil, ""
}

var unknownBlocs = regexp.MustCompile(`blocs de compétences de (RNCP[0-9]+) ne sont pas connus`)

// TestEDOFTakesWorkbooks: the catalogue gives the instants that EDOF demands, and the
// register of France compétences the skill blocks.
func TestEDOFTakesWorkbooks(t *testing.T) {
	_, c := edofSample(t)
	without, excluded, state := edofOf(t, must(t, exitRefused, "run", "--config", c, "--json").stdout)
	if without == 0 || excluded[edof.NoBlocs] == 0 || state != journal.Published {
		t.Fatalf("without a register EDOF takes %d formations (%s) and leaves %v; want some of each", without, state, excluded)
	}
	lacking := map[string]bool{}
	for _, m := range unknownBlocs.FindAllStringSubmatch(must(t, exitDone, "ledger", "--target", "edof", "--csv", "--config", c).stdout, -1) {
		lacking[m[1]] = true
	}

	dir, c := edofSample(t, slices.Sorted(maps.Keys(lacking))...)
	with, excluded, _ := edofOf(t, must(t, exitRefused, "run", "--config", c, "--json").stdout)
	if with <= without || excluded[edof.NoBlocs] != 0 {
		t.Errorf("with its blocks EDOF takes %d formations, and %d without; it leaves %v", with, without, excluded)
	}
	feeds, err := filepath.Glob(filepath.Join(dir, "feeds", "edof", "latest", "*.xml"))
	noError(t, err)
	blocs, days := 0, 0
	for _, path := range feeds {
		text, err := os.ReadFile(path)
		noError(t, err)
		blocs += strings.Count(string(text), `BC01</extra>`)
		days += strings.Count(string(text), ` datemaj="20261123" datecrea="20261123"`)
	}
	if blocs == 0 || days < with {
		t.Errorf("the feeds tell %d blocks and %d days", blocs, days)
	}
	if _, _, state := edofOf(t, must(t, exitDone, "run", "--config", c, "--json").stdout); state != journal.Same {
		t.Errorf("once more, and the feed is %s", state)
	}
	simulated := must(t, exitDone, "export", "edof", "--dry-run", "--date", "2026-11-23", "--config", c)
	if want := fmt.Sprintf("recevrait %d formations", with); !strings.Contains(simulated.stdout, want) {
		t.Errorf("a simulation does not say « %s »:\n%s", want, simulated.stdout)
	}
	t.Run("the portal's schema", func(t *testing.T) { official(t, feeds...) })
}

// official checks feeds against the schema of the portal.
func official(t *testing.T, paths ...string) {
	t.Helper()
	schema := sharedtest.Path(t, "data/edof/lheo_import_fichier_xml_optimise_v5r2.xsd")
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("skipped: xmllint is not installed (Debian package libxml2-utils)")
	}
	if out, err := exec.Command("xmllint", append([]string{"--noout", "--schema", schema}, paths...)...).CombinedOutput(); err != nil {
		t.Errorf("xmllint: %v\n%.1000s", err, out)
	}
}

// TestTheShelfKeepsWhatPartnersMayComeBackTo: of many publications, the one that a
// partner has and the one that another resumes stay, however few are kept.
func TestTheShelfKeepsWhatPartnersMayComeBackTo(t *testing.T) {
	dir, c := sample(t)
	text, err := os.ReadFile(c)
	noError(t, err)
	noError(t, os.WriteFile(c, append(text, "keep_feeds: 1\n"...), 0o644))
	must(t, exitRefused, "run", "--config", c)
	var all []string
	day := func(n int) string {
		t.Helper()
		date := night.AddDate(0, 0, 14*n).Format(time.DateOnly)
		if out := command(t, "export", "aude", "--config", c, "--date", date); out.code != exitDone && out.code != exitRefused {
			t.Fatal(out.stderr)
		}
		target, err := os.Readlink(filepath.Join(dir, "feeds", "aude", "latest"))
		noError(t, err)
		all = append(all, target)
		return target[:64]
	}
	took := func(partner, sha string, whole bool, hour int) {
		t.Helper()
		s, err := store.Open(t.Context(), filepath.Join(dir, "catalogue.db"))
		noError(t, err)
		noError(t, s.KeepFetches(t.Context(), []journal.Fetch{{Target: "aude", Partner: partner, Publication: sha, File: "latest.xml", Status: 200, Complete: whole,
			Via: journal.ViaHTTP, At: night.Add(time.Duration(hour) * time.Hour)}}))
		noError(t, s.Close())
	}
	took("ft", day(0), true, 1)
	took("region", day(1), false, 2)
	for n := range 3 {
		day(n + 2)
	}
	held := func() (left []string) {
		for _, folder := range slices.Compact(slices.Clone(all)) {
			if _, err := os.Stat(filepath.Join(dir, "feeds", "aude", folder, "aude.xml")); err == nil {
				left = append(left, folder)
			}
		}
		return left
	}
	if want := []string{all[0], all[1], all[len(all)-1]}; len(slices.Compact(slices.Clone(all))) < 4 || !slices.Equal(held(), want) {
		t.Errorf("of %v the shelf has %v, want %v", all, held(), want)
	}
	took("ft", all[len(all)-1][:64], true, 3)
	took("region", all[len(all)-1][:64], true, 4)
	last := all[len(all)-1]
	now := day(6)
	if want := []string{last, all[len(all)-1]}; now == last[:64] || !slices.Equal(held(), want) {
		t.Errorf("once partners came for another, the shelf has %v, want %v", held(), want)
	}
}
