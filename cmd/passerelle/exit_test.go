package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestWhatCannotBeDoneIsNotMisuse: one mistake has one status, whatever the command.
func TestWhatCannotBeDoneIsNotMisuse(t *testing.T) {
	dir, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--config", c)
	there := filepath.Join(dir, "there.xlsx")
	if err := os.WriteFile(there, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	absent := filepath.Join(dir, "absent.xlsx")
	for name, of := range map[string]struct {
		mistake string // that the message names
		lines   [][]string
	}{
		"a file that is not there": {"absent.xlsx: no such file", [][]string{
			{"load", absent}, {"acknowledge", "--target", "aude", absent}, {"codify", "eval", absent},
		}},
		"a file that is not there, opened": {"absent.xlsx", [][]string{{"check", absent}, {"restore", absent}}},
		"a record that is not known": {"nosuch", [][]string{
			{"why", "nosuch"}, {"trace", "nosuch"}, {"approve", "nosuch"}, {"archive", "nosuch", "--reason", "x"}, {"requests", "approve", "nosuch"}, {"unload", "nosuch"},
			{"worklist", "decide", "nosuch", "1"}, {"worklist", "forget", "nosuch"}, {"partner", "revoke", "nosuch"},
		}},
		"what is there already": {"already", [][]string{
			{"init", dir}, {"demo", dir}, {"backup", there}, {"template", "-o", there},
		}},
		"a target that is not known": {"nosuch", nil},
	} {
		for _, line := range of.lines {
			out := must(t, exitFailed, append(line, "--config", c)...)
			if !strings.Contains(out.stderr, of.mistake) || out.stdout != "" {
				t.Errorf("%s: %q says %q, want it to name %q", name, line, out.stderr, of.mistake)
			}
		}
	}
}

func TestWhatCannotBeRightIsMisuse(t *testing.T) {
	_, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--config", c)
	for _, test := range []struct {
		line []string
		want string
	}{
		{[]string{"refusals", "--target", "nosuch"}, "nosuch"},
		{[]string{"why", "x", "--target", "nosuch"}, `--target "nosuch": the configuration exports`},
		{[]string{"ledger", "--target", "nosuch"}, "nosuch"},
		{[]string{"ledger"}, "--target is due: one of"},
		{[]string{"metrics", "--out", "/tmp/x.txt"}, "ends in .prom"},
		{[]string{"metrics", "--json"}, "no meaning"},
		{[]string{"template", "-o", "-", "--json"}, "choose one"},
		{[]string{"report", "--html", "page.html"}, "--organisme"},
		{[]string{"schedule", "-n", "-3"}, "-3: a number from 1"},
		{[]string{"review", "--limit", "-1"}, "-1: a number from 0"},
		{[]string{"worklist", "--limit", "-1"}, "-1: a number from 0"},
		{[]string{"search", "--limit", "-1", "bts"}, "-1: a number from 0"},
		{[]string{"status", "--date", "31/12/2026"}, "a day is due"},
		{[]string{"version", "--date", "demain"}, "a day is due"},
		{[]string{"delta", "aude"}, "--since PUBLICATION and --out FOLDER are due"},
		{[]string{"store", "copy", "mysql://u@h/x", "x.db"}, "no kind of store"},
	} {
		out := must(t, exitMisused, append(test.line, "--config", c)...)
		if !strings.Contains(out.stderr, test.want) || out.stdout != "" {
			t.Errorf("%q says %q, want %q", test.line, out.stderr, test.want)
		}
	}
}

func TestReferentialsAgeOnTheDayAsked(t *testing.T) {
	_, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--config", c)
	list := decode[[]standing](t, must(t, exitRefused, "referentials", "--date", "2028-01-01", "--json", "--config", c).stdout)
	for _, s := range list {
		if s.Version != nil && (s.AgeDays < 400 || s.Stale != (s.MaxDays > 0 && s.AgeDays > s.MaxDays)) {
			t.Errorf("%s is %d days old on 1 January 2028, stale: %v", s.Referential, s.AgeDays, s.Stale)
		}
	}
}

// TestEachCommandSaysWhyItEndsWithAReservation: « see the report » is for those that
// make one.
func TestEachCommandSaysWhyItEndsWithAReservation(t *testing.T) {
	_, c := published(t)
	_, left := oneOfEach(t, c, "aude")
	out := must(t, exitRefused, "why", left, "--target", "aude", "--json", "--config", c)
	if said := decode[map[string]any](t, out.stderr)["error"]; !strings.Contains(fmt.Sprint(said), "not exported") {
		t.Errorf("why says %q", said)
	}
	out = must(t, exitRefused, "referentials", "--date", "2028-01-01", "--json", "--config", c)
	if said := decode[map[string]any](t, out.stderr)["error"]; !strings.Contains(fmt.Sprint(said), "stale") {
		t.Errorf("referentials says %q", said)
	}
}

func TestAFullDiskIsAskedAbout(t *testing.T) {
	for text, err := range map[string]error{
		"the store":            errors.New("keep formations: disk I/O error (778)"),
		"the store, told":      errors.New("database or disk is full (13)"),
		"a file":               fmt.Errorf("write the report: %w", syscall.ENOSPC),
		"who asked it already": fmt.Errorf("write feed aude: %w; is the disk full?", syscall.ENOSPC),
	} {
		if said := err.Error() + diskHint(err); strings.Count(said, "is the disk full?") != 1 {
			t.Errorf("%s: %s", text, said)
		}
	}
	if said := diskHint(errors.New("no such table")); said != "" {
		t.Errorf("another error is taken for a full disk: %s", said)
	}
}

func TestAnErrorIsSaidOnceAndNamesWhatWasTyped(t *testing.T) {
	_, c := published(t)
	if said := must(t, exitFailed, "release", "aude", "--config", c).stderr; strings.Count(said, "aude") != 1 || !strings.Contains(said, "passerelle status") {
		t.Errorf("release says %q", said)
	}
	said := must(t, exitFailed, "template", "-o", "/nowhere/modele.xlsx", "--config", c).stderr
	if strings.Contains(said, ".part") || !strings.Contains(said, "/nowhere/modele.xlsx: folder /nowhere: no such file or directory") {
		t.Errorf("template says %q", said)
	}
}
