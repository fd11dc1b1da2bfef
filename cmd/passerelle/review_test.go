package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/xuri/excelize/v2"
)

const cleanWorkbook = "ifol-normandie-2026-11.xlsx"

// onlyClean is the sample with its clean workbook alone, in a folder of the inbox.
func onlyClean(t *testing.T, sender string) (dir, configuration string) {
	t.Helper()
	dir, configuration = sample(t)
	keep, err := os.ReadFile(filepath.Join(dir, "inbox", cleanWorkbook))
	if err != nil {
		t.Fatal(err)
	}
	inbox := filepath.Join(dir, "inbox")
	if err := os.RemoveAll(inbox); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(inbox, sender), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(inbox, sender, cleanWorkbook), keep, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, configuration
}

type awaiting struct {
	Total int              `json:"total"`
	First []store.Awaiting `json:"fiches"`
}

func TestStrangersDeliveryWaitsForStaff(t *testing.T) {
	_, c := onlyClean(t, "lycee")
	night := decode[report.Report](t, must(t, exitRefused, "run", "--config", c, "--json").stdout)
	if night.Catalogue.Organismes != 0 || night.Catalogue.Formations != 13 || night.Catalogue.Awaiting.Formations != 13 {
		t.Errorf("catalogue %+v; want no organisme made, and 13 formations that await", night.Catalogue)
	}
	for _, tgt := range night.Targets {
		if tgt.Publication.State != journal.Held {
			t.Errorf("%s is %s: nothing was validated", tgt.Name, tgt.Publication.State)
		}
	}
	requests := decode[[]journal.Request](t, must(t, exitDone, "requests", "--config", c, "--json").stdout)
	if len(requests) == 0 || requests[0].Kind != journal.CreateOrganisme {
		t.Fatalf("requests %+v; want the creation of its organisations", requests)
	}
	for _, r := range requests {
		must(t, exitDone, "requests", "approve", r.ID, "--by", "Camille", "--config", c)
	}
	if left := decode[[]journal.Request](t, must(t, exitDone, "requests", "--config", c, "--json").stdout); len(left) != 0 {
		t.Errorf("%d requests still wait", len(left))
	}
	if tr := decode[store.Trace](t, must(t, exitDone, "trace", requests[0].Organisme, "--config", c, "--json").stdout); tr.State != journal.Validated || len(tr.Requests) == 0 {
		t.Errorf("the organisme that was granted: %+v", tr)
	}
	must(t, exitDone, "approve", "--run", night.Run.ID, "--by", "Camille", "--config", c)
	if left := decode[awaiting](t, must(t, exitDone, "review", "--config", c, "--json").stdout); left.Total != 0 {
		t.Errorf("%d records still await: %+v", left.Total, left.First)
	}
	after := decode[report.Report](t, must(t, exitDone, "export", "--config", c, "--json").stdout)
	if got := after.Targets[0].Publication; got.State != journal.Published || got.Formations != 13 {
		t.Errorf("after approval, intercarif is %+v", got)
	}
}

// TestOneRejectedFormationDoesNotStopTheRest approves what a delivery brought after
// one of its formations was rejected: its sessions have nothing to stand on.
func TestOneRejectedFormationDoesNotStopTheRest(t *testing.T) {
	_, c := onlyClean(t, "lycee")
	night := decode[report.Report](t, must(t, exitRefused, "run", "--config", c, "--json").stdout)
	await := decode[awaiting](t, must(t, exitDone, "review", "--config", c, "--json", "--limit", "1000").stdout)
	of := map[string]int{}
	for _, r := range await.First {
		if r.Kind == store.KindSession {
			of[r.Title]++
		}
	}
	at := slices.IndexFunc(await.First, func(r store.Awaiting) bool { return r.Kind == store.KindFormation && of[r.Title] > 0 })
	if at < 0 {
		t.Fatalf("no formation with sessions awaits: %+v", await)
	}
	rejected := await.First[at]
	must(t, exitDone, "reject", rejected.ID, "--reason", "en double", "--by", "Camille", "--config", c)
	told := must(t, exitDone, "approve", "--run", night.Run.ID, "--by", "Camille", "--config", c).stdout
	for _, words := range []string{"attend", "formation n'a jamais été validée", rejected.Title, "reject"} {
		if !strings.Contains(told, words) {
			t.Errorf("%q is not said:\n%s", words, told)
		}
	}
	left := decode[awaiting](t, must(t, exitDone, "review", "--config", c, "--json", "--limit", "1000").stdout)
	for _, r := range left.First {
		if r.Kind != store.KindSession || r.Title != rejected.Title {
			t.Errorf("%+v still awaits", r)
		}
	}
	if left.Total == 0 || left.Total > of[rejected.Title] {
		t.Errorf("%d records await, of %d sessions that may", left.Total, of[rejected.Title])
	}
	must(t, exitDone, "approve", rejected.ID, "--by", "Camille", "--config", c)
	if told := must(t, exitDone, "approve", "--run", night.Run.ID, "--by", "Camille", "--config", c).stdout; strings.Contains(told, "attend") {
		t.Errorf("nothing awaits any more, and:\n%s", told)
	}
}

func TestARequestIsRefusedWithAReason(t *testing.T) {
	_, c := onlyClean(t, "lycee")
	must(t, exitRefused, "run", "--config", c, "--quiet")
	requests := decode[[]journal.Request](t, must(t, exitDone, "requests", "--config", c, "--json").stdout)
	must(t, exitMisused, "requests", "refuse", requests[0].ID, "--config", c)
	must(t, exitDone, "requests", "refuse", requests[0].ID, "--reason", "organisme inconnu du Carif", "--by", "Camille", "--config", c)
	all := must(t, exitDone, "requests", "--all", "--config", c).stdout
	if !strings.Contains(all, string(journal.Declined)) {
		t.Errorf("the refusal is not listed:\n%s", all)
	}
}

func TestRehearsalChangesNothing(t *testing.T) {
	dir, c := onlyClean(t, "")
	file := filepath.Join(dir, "inbox", cleanWorkbook)
	rehearsed := decode[report.Report](t, must(t, exitDone, "load", "--dry-run", file, "--config", c, "--json").stdout)
	if rows := rehearsed.Rows(); rows.Added != 61 {
		t.Errorf("the rehearsal says %+v; want its 61 rows added", rows)
	}
	if entries, _ := os.ReadDir(filepath.Join(dir, "landing")); len(entries) != 0 {
		t.Errorf("the rehearsal kept %v in the landing", entries)
	}
	loaded := decode[report.Report](t, must(t, exitDone, "load", file, "--config", c, "--json").stdout)
	if loaded.Rows() != rehearsed.Rows() || loaded.Run.ID == rehearsed.Run.ID {
		t.Errorf("loaded %+v, rehearsed %+v", loaded.Rows(), rehearsed.Rows())
	}
}

func TestUnloadTakesALoadBack(t *testing.T) {
	dir, c := onlyClean(t, "")
	file := filepath.Join(dir, "inbox", cleanWorkbook)
	loaded := decode[report.Report](t, must(t, exitDone, "load", file, "--config", c, "--json").stdout)
	must(t, exitDone, "unload", loaded.Run.ID, "--by", "Camille", "--config", c)
	again := decode[report.Report](t, must(t, exitDone, "load", file, "--config", c, "--json").stdout)
	if again.Rows() != loaded.Rows() {
		t.Errorf("after unloading, loading again gives %+v, want %+v", again.Rows(), loaded.Rows())
	}
	must(t, exitFailed, "unload", "nonsuch", "--config", c)
}

// without is the clean workbook less some rows of its sheet Sessions.
func without(t *testing.T, file string, rows int) string {
	t.Helper()
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for range rows {
		if err := f.RemoveRow("Sessions", 2); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "moins.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAbsentRowIsNoDeletionUnlessTheDeliveryIsComplete(t *testing.T) {
	dir, c := onlyClean(t, "")
	file := filepath.Join(dir, "inbox", cleanWorkbook)
	must(t, exitDone, "run", "--config", c, "--quiet")
	sessions := func() int {
		r := decode[report.Report](t, must(t, exitDone, "export", "intercarif", "--config", c, "--json").stdout)
		return r.Targets[0].Publication.Sessions
	}
	must(t, exitDone, "load", without(t, file, 2), "--config", c)
	if got := sessions(); got != 40 {
		t.Errorf("a delivery without two sessions left %d of 40", got)
	}
	must(t, exitDone, "load", "--again", "--complete", without(t, file, 2), "--config", c)
	if got := sessions(); got != 38 {
		t.Errorf("a complete delivery without two sessions left %d, want 38", got)
	}
	out := must(t, exitRefused, "load", "--complete", without(t, file, 39), "--config", c).stdout
	if got := sessions(); got != 38 || !strings.Contains(out, "rien n'est archivé") {
		t.Errorf("a complete delivery that lost nearly all left %d sessions and said:\n%s", got, out)
	}
}

func TestArchivedRecordLeavesTheFeedsAndComesBack(t *testing.T) {
	_, c := onlyClean(t, "")
	must(t, exitDone, "run", "--config", c, "--quiet")
	first := decode[report.Report](t, must(t, exitDone, "export", "intercarif", "--config", c, "--json").stdout)
	id := oneFormation(t, c)
	must(t, exitMisused, "archive", id, "--config", c)
	must(t, exitDone, "archive", id, "--reason", "l'organisme a cessé", "--config", c)
	less := decode[report.Report](t, must(t, exitDone, "export", "intercarif", "--config", c, "--json").stdout)
	must(t, exitDone, "approve", id, "--config", c)
	back := decode[report.Report](t, must(t, exitDone, "export", "intercarif", "--config", c, "--json").stdout)
	if n := first.Targets[0].Publication.Formations; less.Targets[0].Publication.Formations != n-1 || back.Targets[0].Publication.Formations != n {
		t.Errorf("formations: %d, %d archived, %d back", n, less.Targets[0].Publication.Formations, back.Targets[0].Publication.Formations)
	}
}

// oneFormation is the number of a formation of the clean workbook.
func oneFormation(t *testing.T, c string) string {
	t.Helper()
	feed, err := os.ReadFile(filepath.Join(filepath.Dir(c), "feeds", "intercarif", "latest", "intercarif.xml"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(feed), `<formation numero="`)
	id, _, _ := strings.Cut(after, `"`)
	return id
}
