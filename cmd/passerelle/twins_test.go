package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
)

// TestTwoStoresLiveTheSameNights plays the same nights on a file of SQLite and on a
// server of PostgreSQL that sorts as the French do, by one clock: whoever reads what
// comes out cannot tell which is which, to the byte.
func TestTwoStoresLiveTheSameNights(t *testing.T) {
	file, server := "landing/catalogue.db", pgtest.Start(t)
	lived := map[string]*twin{}
	for name, store := range map[string]string{"SQLite": file, "PostgreSQL": server} {
		lived[name] = newTwin(t, store)
	}
	t.Run("nights", func(t *testing.T) {
		for name, w := range lived {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w.T = t
				w.live()
			})
		}
	})
	if t.Failed() {
		return
	}
	compareTwins(t, lived["SQLite"], lived["PostgreSQL"])
}

// twin is one of two installations that live the same nights, by the same clock: they
// differ in their store alone. What it says and what it leaves on the disk is its
// evidence.
type twin struct {
	*testing.T
	dir, c, store string
	at            time.Time // what its clock says; it stands still while a command works
	drawn         *counted
	evidence      map[string]string
	steps         int
	runs          []string // that reports told of, in their order
}

// counted stands for chance: it gives other bytes each time, and the same to both
// twins.
type counted struct{ n byte }

func (c *counted) Read(p []byte) (int, error) {
	for i := range p {
		c.n++
		p[i] = c.n
	}
	return len(p), nil
}

// twinNight is an instant that no store keeps to the nanosecond, and that another
// second follows at once.
var twinNight = time.Date(2026, 11, 23, 2, 14, 59, 999_999_999, time.UTC)

// newTwin makes the sample ready for a store, in a folder of its own.
func newTwin(t *testing.T, store string) *twin {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "demo")
	must(t, exitDone, "demo", dir)
	noError(t, os.Mkdir(filepath.Join(dir, "landing"), 0o755))
	return &twin{T: t, dir: dir, c: filepath.Join(dir, configName), store: store, at: twinNight, drawn: &counted{}, evidence: map[string]string{}}
}

// app is the program, by the clock of the twin.
func (w *twin) app(out, log *bytes.Buffer, more ...string) *app {
	at := w.at
	return &app{stdout: out, stderr: log, environ: append(more, "PASSERELLE_STORE="+w.store), now: func() time.Time { return at }, chance: w.drawn}
}

// do runs a command, keeps what it said and gives it; status is what it must end with.
func (w *twin) do(status int, args ...string) string {
	w.Helper()
	out := w.ask(args...)
	if out.code != status {
		w.Fatalf("passerelle %s: status %d, want %d\n%s%.300s", strings.Join(args, " "), out.code, status, out.stderr, out.stdout)
	}
	return out.stdout
}

// ask runs a command, whatever status it ends with.
func (w *twin) ask(args ...string) outcome {
	w.Helper()
	var stdout, stderr bytes.Buffer
	code := w.app(&stdout, &stderr).execute(context.Background(), append(args, "--config", w.c))
	w.steps++
	w.keep(fmt.Sprintf("%03d passerelle %.200s", w.steps, strings.Join(args, " ")), fmt.Sprintf("status %d\n%s\n%s", code, stdout.String(), stderr.String()))
	if run := runOfReport.FindStringSubmatch(stdout.String()); run != nil && (args[0] == "run" || args[0] == "load") {
		w.runs = append(w.runs, run[1])
	}
	return outcome{stdout.String(), stderr.String(), code}
}

var runOfReport = regexp.MustCompile(`"run": {\s*"id": "([^"]+)"`)

// ofMachine is what a machine says of itself and not of the installation: the time of
// its logs, the room on its disks, and the address that is free on it.
var ofMachine = regexp.MustCompile(`(?m)^time=\S+|"(?:libres|inodes_libres)": \d+|\S+ \S+ libres sur|127\.0\.0\.1:\d+`)

// unfolded takes out what folds the lines of mails, in the middle of paths too.
var unfolded = strings.NewReplacer(`=\r\n`, "", "<wbr>", "")

// keep keeps a piece of evidence, the folder of the installation as DIR.
func (w *twin) keep(name, text string) {
	text = ofMachine.ReplaceAllString(unfolded.Replace(text), "…")
	w.evidence[strings.ReplaceAll(name, w.dir, "DIR")] = strings.ReplaceAll(text, w.dir, "DIR")
}

// records are the formations and sessions of the catalogue.
func (w *twin) records() (ids []string) {
	w.Helper()
	for line := range strings.Lines(w.do(exitDone, "ledger", "--target", "intercarif", "--json")) {
		var l journal.LedgerLine
		noError(w.T, json.Unmarshal([]byte(line), &l))
		ids = append(ids, l.Record)
	}
	return ids
}

// keepFiles keeps all that stands in the folder of the installation, links as where
// they lead, the store aside.
func (w *twin) keepFiles(when string) {
	w.Helper()
	noError(w.T, filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || d.IsDir() || strings.HasPrefix(d.Name(), "catalogue.db"):
			return err
		case d.Type() == fs.ModeSymlink:
			to, err := os.Readlink(path)
			w.keep(when+": link "+path, to)
			return err
		}
		data, err := os.ReadFile(path)
		w.evidence[when+": file "+strings.TrimPrefix(path, w.dir)] = string(data)
		return err
	}))
}

// keepStore keeps all that the store holds, each table apart. The hash of a token
// that a partner was given is drawn.
func (w *twin) keepStore() {
	w.Helper()
	c, err := readConfig(w.c, []string{"PASSERELLE_STORE=" + w.store})
	noError(w.T, err)
	s, err := store.Open(w.Context(), c.Store)
	noError(w.T, err)
	defer s.Close()
	var text bytes.Buffer
	noError(w.T, s.Dump(w.Context(), &text))
	tables := map[string]*strings.Builder{}
	for line := range strings.Lines(text.String()) {
		table, _, _ := strings.Cut(line, "\t")
		if table == "partenaire" {
			line = sumNamed.ReplaceAllString(line, "SUM")
		}
		if tables[table] == nil {
			tables[table] = &strings.Builder{}
		}
		tables[table].WriteString(line)
	}
	for table, lines := range tables {
		w.keep("table "+table, lines.String())
	}
}

// compareTwins fails for each thing that one twin said or left and the other did not,
// with the first place where they part.
func compareTwins(t *testing.T, file, server *twin) {
	t.Helper()
	if len(file.evidence) < 1000 {
		t.Errorf("%d things to compare: too few to prove anything", len(file.evidence))
	}
	for _, name := range slices.Sorted(maps.Keys(file.evidence)) {
		one, other := file.evidence[name], server.evidence[name]
		if _, told := server.evidence[name]; !told {
			t.Errorf("%s: with SQLite alone", name)
		} else if one != other {
			x, y := parting(one, other)
			t.Errorf("%s:\n\tSQLite      …%q\n\tPostgreSQL  …%q", name, x, y)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(server.evidence)) {
		if _, told := file.evidence[name]; !told {
			t.Errorf("%s: with PostgreSQL alone", name)
		}
	}
}

// parting is where two texts part, with some of what stands around.
func parting(a, b string) (x, y string) {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	from := max(n-80, 0)
	return a[from:min(n+120, len(a))], b[from:min(n+120, len(b))]
}
