package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// TestTemplateIsARoundTrip fills a workbook with what the catalogue knows of each
// organisation of the sample, and loads it back as it is.
func TestTemplateIsARoundTrip(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	for _, one := range []struct {
		name, siret                                      string
		organismes, interlocuteurs, formations, sessions int
		incomplete                                       int // sessions that lack what the workbook demands
	}{
		{"a siège with antennes", "78451236100014", 3, 5, 13, 40, 0},
		{"by the SIRET of an antenne", "49370821500022", 2, 0, 10, 24, 0},
		{"a SIRET with a wrong key", "08194625700011", 3, 3, 15, 27, 0},
		{"a single establishment", "52816394000018", 1, 0, 1, 2, 0},
		{"formations without a reference, sessions without an end", "44386290700013", 1, 0, 3, 3, 3},
	} {
		t.Run(one.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "modele.xlsx")
			must(t, exitDone, "template", "--config", c, "-o", file, "--organisme", one.siret)
			code := exitDone
			if one.incomplete > 0 {
				code = exitRefused
			}
			r := decode[report.Report](t, must(t, code, "load", "--config", c, "--json", file).stdout)
			loads := map[string]journal.Counts{}
			for _, l := range r.Loads {
				loads[l.Sheet] = l.Counts
			}
			for sheet, rows := range map[string]int{"Organismes": one.organismes, "Interlocuteurs": one.interlocuteurs, "Formations": one.formations, "Sessions": one.sessions} {
				want := journal.Counts{Read: rows + 1, Unchanged: rows, SetAside: 1}
				if sheet == "Sessions" {
					want.Unchanged, want.Refused = rows-one.incomplete, one.incomplete
				}
				if got := loads[sheet]; got != want {
					t.Errorf("sheet %s: %+v, want %+v", sheet, got, want)
				}
			}
			if again := must(t, exitDone, "template", "--config", c, "-o", "-", "--organisme", one.siret); !sameFile(t, file, again.stdout) {
				t.Error("the workbook is not the same once it was loaded")
			}
		})
	}
}

func sameFile(t *testing.T, file, content string) bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data) == content
}

func TestAnEmptyTemplateNeedsNoCatalogue(t *testing.T) {
	t.Chdir(t.TempDir())
	out := must(t, exitDone, "template", "-o", "-")
	book, err := workbook.Read(strings.NewReader(out.stdout), int64(len(out.stdout)), "modele.xlsx", workbook.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := len(book.Sheets()); got != len(layout.Own)+2 {
		t.Errorf("%d sheets, want those of the layout, the guide and the lists", got)
	}
	if entries, _ := os.ReadDir("."); len(entries) != 0 {
		t.Errorf("something else was written: %v", entries)
	}
}

func TestTemplateKeepsWhatIsThere(t *testing.T) {
	t.Chdir(t.TempDir())
	if out := must(t, exitDone, "template", "-o", "modele.xlsx"); out.stdout != "modele.xlsx\n" {
		t.Errorf("stdout %q, want the name of the file", out.stdout)
	}
	if err := os.WriteFile("modele.xlsx", []byte("rempli"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := must(t, exitFailed, "template", "-o", "modele.xlsx"); !strings.Contains(out.stderr, "--force") || !sameFile(t, "modele.xlsx", "rempli") {
		t.Errorf("what was filled in is lost, or not told how: %s", out.stderr)
	}
	must(t, exitDone, "template", "-o", "modele.xlsx", "--force")
	data, err := os.ReadFile("modele.xlsx")
	if err != nil || !bytes.HasPrefix(data, []byte("PK")) {
		t.Errorf("--force does not replace it: %.10q, %v", data, err)
	}
	if entries, _ := os.ReadDir("."); len(entries) != 1 {
		t.Errorf("rubbish is left: %v", entries)
	}
}

func TestTemplateMisused(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	for name, one := range map[string]struct {
		args []string
		code int
		want string
	}{
		"no output":                {[]string{"template"}, exitMisused, "-o modele.xlsx"},
		"a SIREN":                  {[]string{"template", "-o", "-", "--organisme", "784512361"}, exitMisused, "14 digits"},
		"an unknown organisation":  {[]string{"template", "-o", "-", "--organisme", "73282932000074"}, exitFailed, "knows nothing of it"},
		"a folder that is not":     {[]string{"template", "-o", "absent/modele.xlsx"}, exitFailed, "write the template"},
		"an argument too many":     {[]string{"template", "modele.xlsx"}, exitMisused, "usage: passerelle template"},
		"a date that is no day":    {[]string{"template", "-o", "-", "--date", "demain"}, exitMisused, "2026-12-01"},
		"a SIRET cut by its zeros": {[]string{"template", "-o", "-", "--organisme", "8194625700011"}, exitMisused, "14 digits"},
	} {
		t.Run(name, func(t *testing.T) {
			out := must(t, one.code, append(one.args, "--config", c)...)
			if !strings.Contains(out.stderr, one.want) || out.stdout != "" {
				t.Errorf("stderr %q, stdout %.40q; want the error to say %s", out.stderr, out.stdout, one.want)
			}
		})
	}
}

// TestTemplateLeavesOutWhatIsArchived holds that nothing invites an organisation
// to take up again what was withdrawn.
func TestTemplateLeavesOutWhatIsArchived(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	before := must(t, exitDone, "template", "--config", c, "-o", "-", "--organisme", "52816394000018").stdout
	formations := rowsOf(t, before, "Formations")
	id := formations[len(formations)-1][0]
	must(t, exitDone, "archive", "--config", c, id, "--reason", "à la demande de l'organisme")
	after := must(t, exitDone, "template", "--config", c, "-o", "-", "--organisme", "52816394000018").stdout
	if got := len(rowsOf(t, after, "Formations")); got != len(formations)-1 {
		t.Errorf("%d rows of formations, want %d: %s is archived", got, len(formations)-1, id)
	}
}

// rowsOf reads a sheet of a workbook.
func rowsOf(t *testing.T, content, sheet string) (rows [][]string) {
	t.Helper()
	book, err := workbook.Read(strings.NewReader(content), int64(len(content)), "modele.xlsx", workbook.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for row, err := range book.Rows(t.Context(), sheet) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row.Cells)
	}
	return rows
}
