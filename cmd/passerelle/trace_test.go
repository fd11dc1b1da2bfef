package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/store"
)

// masked hides what differs from one execution to the next: the number of the run
// and the hour, which is the machine's.
func masked(text string) []byte {
	text = regexp.MustCompile(`\d{8}T\d{6}Z-[0-9a-f]{4}`).ReplaceAllString(text, "RUN")
	return regexp.MustCompile(`(/\d{4})( à)? \d\d:\d\d`).ReplaceAll([]byte(text), []byte("$1$2 HH:MM"))
}

func TestTraceIsOnePageFromTheCellToTheFeed(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	golden(t, filepath.Join("testdata", "trace.txt"), masked(must(t, exitDone, "trace", "04_A829001", "--config", c).stdout))
	golden(t, filepath.Join("testdata", "trace-organisme.txt"), masked(must(t, exitDone, "trace", "32597048200015", "--brief", "--config", c).stdout))
	brief := must(t, exitDone, "trace", "04_A829001", "--brief", "--config", c).stdout
	if strings.Contains(brief, "<formation") || strings.Contains(brief, "code-CERTIFINFO") {
		t.Errorf("--brief leaves the cells or the XML in:\n%s", brief)
	}
}

// TestTraceShowsTheVeryBytesOfTheFeeds holds the XML of the trace to what a reader
// finds in the file.
func TestTraceShowsTheVeryBytesOfTheFeeds(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	formation := decode[story](t, must(t, exitDone, "trace", "04_A829001", "--config", c, "--json").stdout)
	session := decode[story](t, must(t, exitDone, "trace", "04_190001", "--config", c, "--json").stdout)
	if len(formation.InFeeds) != 2 || len(session.InFeeds) != 2 {
		t.Fatalf("in %d and %d feeds, want intercarif and informetiers", len(formation.InFeeds), len(session.InFeeds))
	}
	for i, in := range formation.InFeeds {
		feed := readAll(t, filepath.Join(dir, "feeds", in.Target, "latest", in.File))
		record := bytes.TrimSpace(feed[in.Offset : in.Offset+in.Length])
		if string(record) != in.XML || !bytes.HasPrefix(record, []byte(`<formation numero="04_A829001"`)) || in.SHA256 != sum(feed) {
			t.Errorf("%s: the trace shows %.80q…, the feed has %.80q…", in.Target, in.XML, record)
		}
		xml := session.InFeeds[i].XML
		if !strings.Contains(in.XML, xml) || !strings.HasPrefix(xml, `<session numero="04_190001"`) || !strings.HasSuffix(xml, "</session>") {
			t.Errorf("%s: the session is shown as %.200q", in.Target, xml)
		}
	}
	if w := formation.Way; w == nil || len(w.Targets) != len(targetNames) || formation.Rows[0].Cells[2] != (sourceCell{"C", "numeroFO", "A829001"}) {
		t.Errorf("the way is %+v, the row %+v", w, formation.Rows)
	}
}

func TestTraceFindsByAnyNumber(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	for name, s := range map[string]struct{ id, kind string }{
		"a formation": {"04_A829001", store.KindFormation}, "a session": {"04_190001", store.KindSession}, "a SIRET": {"32597048200015", store.KindOrganisme},
		"the number of an organisme": {"04_O32597048200015", store.KindOrganisme},
	} {
		t.Run(name, func(t *testing.T) {
			if got := decode[story](t, must(t, exitDone, "trace", s.id, "--config", c, "--json").stdout); got.Kind != s.kind || len(got.Rows) == 0 || len(got.Rows[0].Cells) == 0 {
				t.Errorf("%s is told as %s with rows %+v", s.id, got.Kind, got.Rows)
			}
		})
	}
	if out := must(t, exitFailed, "trace", "04_INCONNU", "--config", c); !strings.Contains(out.stderr, "passerelle status") {
		t.Errorf("no advice: %s", out.stderr)
	}
}

// TestTraceTellsTheQuestionsAndRepairs looks at the formation that the worklist of
// the sample asks about.
func TestTraceTellsTheQuestionsAndRepairs(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	asked := decode[struct {
		Tasks []struct {
			Examples []string `json:"exemples"`
		} `json:"taches"`
	}](t, must(t, exitDone, "worklist", "--config", c, "--json").stdout)
	id := asked.Tasks[0].Examples[0]
	got := decode[story](t, must(t, exitDone, "trace", id, "--config", c, "--json").stdout)
	if len(got.Questions) == 0 || !slices.Contains(got.Questions[0].Examples, id) {
		t.Errorf("%s asks %+v", id, got.Questions)
	}
	must(t, exitDone, "trace", id, "--config", c, "--html", filepath.Join(dir, "a.html"))
	must(t, exitDone, "trace", "04_A829001", "--config", c, "--html", filepath.Join(dir, "b.html"))
	html := string(readAll(t, filepath.Join(dir, "a.html"))) + string(readAll(t, filepath.Join(dir, "b.html")))
	for _, want := range []string{"Questions en attente", "passerelle worklist decide", "&lt;formation numero=", "Ce qu&#39;en font les cibles", "Ce que dit la ligne"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, foreign := range []string{"<script", "src=", "url(", "<link"} {
		if strings.Contains(html, foreign) {
			t.Errorf("the page contains %s", foreign)
		}
	}
}

// TestTraceWithoutTheLanding loses the rows, and says so rather than fail.
func TestTraceWithoutTheLanding(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	if err := os.RemoveAll(filepath.Join(dir, "landing")); err != nil {
		t.Fatal(err)
	}
	if out := must(t, exitDone, "trace", "04_A829001", "--config", c).stdout; !strings.Contains(out, "cellules : ") || !strings.Contains(out, "load --again") {
		t.Errorf("the loss is not told:\n%s", out)
	}
}

func TestDamagedIndexIsToldAndNeverBelieved(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	index := filepath.Join(dir, "feeds", "intercarif", "latest", "intercarif.xml.index")
	whole := readAll(t, index)
	other := bytes.Replace(whole, []byte("04_A829001"), []byte("04_A828999"), 1)
	targets, err := target.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]struct {
		content []byte
		number  string
	}{
		"cut":                     {whole[:len(whole)/2], "04_ZZZ"},
		"empty":                   {nil, "04_A829001"},
		"another file":            {[]byte(strings.Repeat("x", 100)), "04_A829001"},
		"a number of huge length": {append(slices.Clone(whole[:len(indexMagic)+8]), 0xff, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff), "04_A829001"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(index, s.content, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, _, err := inFeedOf(filepath.Join(dir, "feeds"), targets["intercarif"], s.number, ""); err == nil {
				t.Error("it was believed")
			}
		})
	}
	if err := os.WriteFile(index, other, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := inFeedOf(filepath.Join(dir, "feeds"), targets["intercarif"], "04_A829001", ""); ok || err != nil {
		t.Errorf("an index that does not name it gives it: %v, %v", ok, err)
	}
}
