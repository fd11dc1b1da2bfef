package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/report"
)

// TestSimulationShowsSessionsLeavingAsTimePasses moves the sample by weeks.
func TestSimulationShowsSessionsLeavingAsTimePasses(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	before := everyFile(t, dir)
	golden(t, filepath.Join("testdata", "simulation.txt"), []byte(must(t, exitDone, "export", "--dry-run", "--date", "2026-12-20", "--target", "aude", "--target", "imilo", "--config", c).stdout))
	golden(t, filepath.Join("testdata", "simulation-passee.txt"), []byte(must(t, exitDone, "export", "aude", "--dry-run", "--date", "2027-07-15", "--config", c).stdout))

	same := decode[simulation](t, must(t, exitDone, "export", "--dry-run", "--config", c, "--json").stdout)
	if len(same.Targets) != len(targetNames) || same.Date != "2026-11-23" {
		t.Fatalf("%d targets on %s", len(same.Targets), same.Date)
	}
	for _, tgt := range same.Targets {
		if n := tgt.Leaving.Formations + tgt.Leaving.Sessions + tgt.Entering.Formations + tgt.Entering.Sessions; !tgt.Same || n != 0 || tgt.Guard != "" {
			t.Errorf("%s: the same day is another feed: identical %v, %d moves, guard %q", tgt.Target, tgt.Same, n, tgt.Guard)
		}
	}
	if after := everyFile(t, dir); !slices.Equal(before, after) {
		t.Errorf("a simulation changed files:\n%s\nbefore:\n%s", strings.Join(after, "\n"), strings.Join(before, "\n"))
	}
}

// everyFile lists the files below a folder with what they hold; the side files of
// the database come and go with each reader.
func everyFile(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "-wal") || strings.HasSuffix(path, "-shm") {
			return err
		}
		if d.Type() == 0 {
			list = append(list, path+" "+short(sum(readAll(t, path))))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestSimulationAgreesWithTheExportOfThatDay holds what is foretold to what is
// then published.
func TestSimulationAgreesWithTheExportOfThatDay(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	foretold := decode[simulation](t, must(t, exitDone, "export", "--dry-run", "--date", "2026-12-20", "--config", c, "--json").stdout)
	done := decode[report.Report](t, must(t, exitDone, "export", "--date", "2026-12-20", "--config", c, "--json").stdout)
	for i, tgt := range done.Targets {
		if f := foretold.Targets[i]; f.SHA256 != tgt.Publication.SHA256 || f.Sessions != tgt.Publication.Sessions || f.InPlace.Sessions-f.Leaving.Sessions+f.Entering.Sessions != f.Sessions {
			t.Errorf("%s: foretold %+v, published %+v", tgt.Name, f, tgt.Publication)
		}
	}
}

// TestSimulationForetellsWhatIsHeld asks on the days when formations, and when
// sessions alone, leave by more than the guard lets through.
func TestSimulationForetellsWhatIsHeld(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	setting(t, c, "max_drop_percent: 10")
	held, bySessions := 0, 0
	foretold := decode[simulation](t, must(t, exitDone, "export", "--dry-run", "--date", "2026-12-20", "--config", c, "--json").stdout)
	done := decode[report.Report](t, must(t, exitRefused, "export", "--date", "2026-12-20", "--config", c, "--json").stdout)
	for i, tgt := range done.Targets {
		f := foretold.Targets[i]
		if f.Guard != tgt.Publication.Error {
			t.Errorf("%s is %s for %q, and was foretold to be for %q", tgt.Name, tgt.Publication.State, tgt.Publication.Error, f.Guard)
		}
		if f.Guard != "" {
			held++
			bySessions += strings.Count(f.Guard, "sessions")
		}
	}
	if held == len(done.Targets) || bySessions == 0 {
		t.Errorf("%d of %d targets held, %d for their sessions: the day tells nothing apart", held, len(done.Targets), bySessions)
	}
}

// TestSimulationSeesWhatLeftTheCatalogue archives a formation after the feeds were
// published, and one enters that was not known.
func TestSimulationSeesWhatLeftTheCatalogue(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	before := decode[simulation](t, must(t, exitDone, "export", "intercarif", "--dry-run", "--config", c, "--json").stdout)
	must(t, exitDone, "archive", "04_A829001", "--reason", "fermée", "--config", c)
	after := decode[simulation](t, must(t, exitDone, "export", "intercarif", "--dry-run", "--config", c, "--json").stdout)
	b, a := before.Targets[0], after.Targets[0]
	if a.Formations != b.Formations-1 || a.Leaving.Formations != 1 || a.Leaving.List[0].Record != "04_A829001" || a.Leaving.ByReason[noLongerHeld] == 0 {
		t.Errorf("after the archiving of one formation: %.500s", fmt.Sprintf("%+v", a.Leaving))
	}
}

func TestSimulationIsRefused(t *testing.T) {
	_, c := sample(t)
	if out := must(t, exitFailed, "export", "--dry-run", "--config", c); !strings.Contains(out.stderr, "passerelle run") {
		t.Errorf("without a store: %s", out.stderr)
	}
	if out := must(t, exitMisused, "export", "--dry-run", "--target", "audee", "--config", c); !strings.Contains(out.stderr, `did you mean "aude"?`) {
		t.Errorf("an unknown target: %s", out.stderr)
	}
	must(t, exitMisused, "export", "--dry-run", "--date", "demain", "--config", c)
}

func TestLedgerDiffTellsBothSides(t *testing.T) {
	var out bytes.Buffer
	var m movement
	for range shownMoves + 3 {
		m.add(moved{Kind: "session", Reason: "x", Record: "s"})
	}
	p := &page{w: &out}
	p.movement("Sortiraient", m, nil, "")
	if m.Sessions != shownMoves+3 || len(m.List) != shownMoves || m.Omitted != 3 || !strings.Contains(out.String(), "… et 1983 autres") {
		t.Errorf("%d sessions, %d listed, %d omitted\n%s", m.Sessions, len(m.List), m.Omitted, out.String()[:300])
	}
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}
