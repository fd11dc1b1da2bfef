package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// versioned makes the program say a version, as one that was released does.
func versioned(t *testing.T, name string) {
	t.Helper()
	was := version
	t.Cleanup(func() { version = was })
	version = name
}

// talkative is the sample with a log that tells what a run does.
func talkative(t *testing.T) (dir, c string) {
	t.Helper()
	dir, c = sample(t)
	text, err := os.ReadFile(c)
	noError(t, err)
	noError(t, os.WriteFile(c, append(text, "log_level: info\n"...), 0o644))
	return dir, c
}

const stood = "nothing has changed since the last pass"

// stands runs again, so many hours into the night, and tells whether the run did
// without a pass over the catalogue.
func stands(t *testing.T, hours int, c string, args ...string) bool {
	t.Helper()
	out := commandAt(t, night.Add(time.Duration(hours)*time.Hour), append([]string{"run", "--json", "--config", c}, args...)...)
	if out.code != exitDone && out.code != exitRefused {
		t.Fatalf("status %d\n%s", out.code, out.stderr)
	}
	return strings.Contains(out.stderr, stood)
}

// account is what a run says of its targets, less what tells runs from one another.
func account(t *testing.T, stdout string) string {
	t.Helper()
	r := decode[report.Report](t, stdout)
	for i := range r.Targets {
		r.Targets[i].Publication.Run, r.Targets[i].Publication.At, r.Targets[i].History = "", time.Time{}, nil
	}
	text, err := json.Marshal([]any{r.Targets, r.Codification, r.Catalogue})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestARunAfterWhichNothingChangedSaysTheSame(t *testing.T) {
	versioned(t, "v1")
	dir, c := talkative(t)
	run := func(hours int) outcome {
		return commandAt(t, night.Add(time.Duration(hours)*time.Hour), "run", "--json", "--config", c)
	}
	run(0)
	if err := os.Remove(filepath.Join(dir, "feeds", lastPassName)); err != nil {
		t.Fatal(err)
	}
	passed := run(1)
	before := feedHashes(t, dir)
	without := run(2)
	if strings.Contains(passed.stderr, stood) || !strings.Contains(without.stderr, stood) {
		t.Fatalf("the second run should go through the catalogue, the third not:\n%s\n%s", passed.stderr, without.stderr)
	}
	if got, want := account(t, without.stdout), account(t, passed.stdout); got != want {
		t.Errorf("without a pass the run says\n%s\nand with one\n%s", got, want)
	}
	if feedHashes(t, dir) != before {
		t.Error("the feeds are others")
	}
	for _, tgt := range decode[report.Report](t, without.stdout).Targets {
		last := tgt.History[len(tgt.History)-1]
		if tgt.Publication.State != journal.Same || !tgt.Publication.At.Equal(night.Add(2*time.Hour)) || last.State != journal.Same {
			t.Errorf("%s: %+v, and in the journal %+v", tgt.Name, tgt.Publication, last)
		}
	}
	if !stands(t, 3, c) {
		t.Error("a run after one that did without a pass does one")
	}
}

// TestWhateverMayChangeAFeedIsAPass changes one thing after a night.
func TestWhateverMayChangeAFeedIsAPass(t *testing.T) {
	versioned(t, "v1")
	first, config := talkative(t)
	commandAt(t, night, "run", "--config", config)
	after := func(t *testing.T) (dir, c string) {
		t.Helper()
		versioned(t, "v1")
		dir = filepath.Join(t.TempDir(), "demo")
		noError(t, os.CopyFS(dir, os.DirFS(first)))
		return dir, filepath.Join(dir, configName)
	}
	inPlace := func(dir string) string { return filepath.Join(dir, "feeds", "aude", "latest") }
	edit := func(t *testing.T, path, from, to string) {
		t.Helper()
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), from) {
			t.Fatalf("%s does not say %q (%v)", path, from, err)
		}
		noError(t, os.WriteFile(path, []byte(strings.Replace(string(text), from, to, 1)), 0o644))
	}
	firstRecord := func(t *testing.T, dir string) string {
		text, err := os.ReadFile(filepath.Join(inPlace(dir), "aude.xml"))
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), `<formation numero="`)
		id, _, _ := strings.Cut(rest, `"`)
		return id
	}
	for name, change := range map[string]func(t *testing.T, dir, c string){
		"another version of the program": func(t *testing.T, _, _ string) { version = "v2" },
		"no version":                     func(t *testing.T, _, _ string) { version = "unknown" },
		"a version with changes":         func(t *testing.T, _, _ string) { version = "v1-dirty" },
		"a record is archived": func(t *testing.T, dir, c string) {
			must(t, exitDone, "archive", firstRecord(t, dir), "--by", "Anne", "--reason", "doublon", "--config", c)
		},
		"a run is taken back": func(t *testing.T, dir, c string) {
			must(t, exitDone, "unload", decode[report.Report](t, must(t, exitDone, "report", "--json", "--config", c).stdout).Run.ID, "--by", "Anne", "--config", c)
		},
		"a referential":       func(t *testing.T, dir, _ string) { edit(t, oneReferential(t, dir), "\n", "\n\n") },
		"another guard":       func(t *testing.T, dir, c string) { edit(t, c, "targets: ", "max_drop_percent: 42\ntargets: ") },
		"other targets":       func(t *testing.T, dir, c string) { edit(t, c, "[intercarif, aude", "[aude, intercarif") },
		"fewer targets":       func(t *testing.T, dir, c string) { edit(t, c, "[intercarif, aude", "[intercarif") },
		"a feed that is gone": func(t *testing.T, dir, _ string) { noError(t, os.Remove(inPlace(dir))) },
		"a file that is gone": func(t *testing.T, dir, _ string) { noError(t, os.Remove(filepath.Join(inPlace(dir), "aude.xml.gz"))) },
		"a file that is cut": func(t *testing.T, dir, _ string) {
			noError(t, os.Truncate(filepath.Join(inPlace(dir), "aude.xml"), 10))
		},
		"a note that is cut": func(t *testing.T, dir, _ string) {
			noError(t, os.Truncate(filepath.Join(dir, "feeds", lastPassName), 100))
		},
		"another ledger": func(t *testing.T, _, c string) {
			commandAt(t, night.Add(time.Minute), "export", "--config", c, "--date", "2026-12-25")
		},
		"an export of one feed": func(t *testing.T, _, c string) { commandAt(t, night.Add(time.Minute), "export", "aude", "--config", c) },
		"a ledger made beside another shelf": func(t *testing.T, dir, c string) {
			other := filepath.Join(dir, "other.yaml")
			text, err := os.ReadFile(c)
			noError(t, err)
			noError(t, os.WriteFile(other, []byte(strings.Replace(string(text), "shelf: feeds", "shelf: elsewhere", 1)), 0o644))
			commandAt(t, night.Add(time.Minute), "export", "--config", other, "--date", "2026-12-25")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, c := after(t)
			change(t, dir, c)
			if stands(t, 1, c) {
				t.Error("the run did without a pass")
			}
		})
	}
	t.Run("nothing", func(t *testing.T) {
		if _, c := after(t); !stands(t, 1, c) {
			t.Error("the run did a pass")
		}
	})
	t.Run("a feed is held", func(t *testing.T) {
		dir, c := after(t)
		edit(t, c, "targets: ", "max_drop_percent: 1\ntargets: ")
		must(t, exitDone, "archive", firstRecord(t, dir), "--by", "Anne", "--reason", "doublon", "--config", c)
		if stands(t, 1, c) || stands(t, 2, c) {
			t.Error("staff are not told again of the feed that is held")
		}
		for _, name := range targetNames {
			if out := commandAt(t, night.Add(150*time.Minute), "release", name, "--by", "Anne", "--reason", "voulu", "--config", c); out.code != exitDone {
				t.Fatal(out.stderr)
			}
		}
		if stands(t, 3, c) || !stands(t, 4, c) {
			t.Error("once it is released a pass is due, then none")
		}
	})
	t.Run("another day", func(t *testing.T) {
		_, c := after(t)
		if stands(t, 24, c) || stands(t, 25, c, "--date", "2026-11-26") || !stands(t, 26, c, "--date", "2026-11-26") {
			t.Error("a pass is due once a day, whatever day it is said to be")
		}
	})
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestTargetsOfOnesOwn: a folder of targets counts as they are read from it, through
// links to files and beside links to folders, as an orchestrator mounts it.
func TestTargetsOfOnesOwn(t *testing.T) {
	versioned(t, "v1")
	dir, c := talkative(t)
	mounted, folder := filepath.Join(dir, "mounted"), filepath.Join(dir, "targets")
	noError(t, os.Mkdir(mounted, 0o755))
	noError(t, os.Mkdir(folder, 0o755))
	noError(t, os.Symlink(mounted, filepath.Join(folder, "..data")))
	noError(t, os.Symlink(filepath.Join("..data", "aude.yaml"), filepath.Join(folder, "aude.yaml")))
	target := func(more string) {
		noError(t, os.WriteFile(filepath.Join(mounted, "aude.yaml"), []byte("name: aude\nextends: aude\n"+more), 0o644))
	}
	target("")
	text, err := os.ReadFile(c)
	noError(t, err)
	noError(t, os.WriteFile(c, append(text, "targets_dir: targets\n"...), 0o644))
	if stands(t, 0, c) || !stands(t, 1, c) {
		t.Error("a pass is due, then none")
	}
	noError(t, os.WriteFile(filepath.Join(mounted, "README.md"), []byte("# Nos cibles\n"), 0o644))
	if !stands(t, 2, c) {
		t.Error("a file that is no target makes a pass")
	}
	target("csv_bom: true\n")
	if stands(t, 3, c) {
		t.Error("a target has changed, and the run did without a pass")
	}
}

// TestInputsTellQuestionsApart: the report counts the formations that the worklist
// asks about, whichever they are.
func TestInputsTellQuestionsApart(t *testing.T) {
	versioned(t, "v1")
	_, c := sample(t)
	h, err := (&app{configPath: c, quiet: true, stdout: io.Discard, stderr: io.Discard, now: func() time.Time { return night }}).enter(t.Context())
	noError(t, err)
	defer func() { noError(t, h.leave()) }()
	sum := func(asked ...string) string {
		set := map[string]bool{}
		for _, id := range asked {
			set[id] = true
		}
		text, err := h.inputs(t.Context(), set)
		noError(t, err)
		return text
	}
	if sum("a", "b") != sum("b", "a") || sum("a") == sum("b") || sum("a", "b") == sum("a") {
		t.Error("the sum does not tell which formations are asked about")
	}
}

// oneReferential is a file of a referential.
func oneReferential(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "referentials", "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no referential in %s (%v)", dir, err)
	}
	return files[0]
}
