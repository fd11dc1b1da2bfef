package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestDoctorSeesReferentialsThatWait does what the doctor says, and asks it again.
func TestDoctorSeesReferentialsThatWait(t *testing.T) {
	dir, c := sample(t)
	must(t, exitDone, "migrate", "--config", c)
	later := night.Add(time.Hour)
	of := func(name string) (found diagnosis) {
		t.Helper()
		for _, d := range doctorAt(t, later, c, "--quick").Checks {
			if d.Check == "referentials" && d.What == name {
				found = d
			}
		}
		return found
	}
	nsf := func() string {
		t.Helper()
		paths, err := filepath.Glob(filepath.Join(dir, "referentials", "*nsf*"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no file of NSF: %v", err)
		}
		return paths[0]
	}()
	for _, name := range []string{"nsf", "certifinfo"} {
		if d := of(name); d.Level != attention || !strings.Contains(d.Found, "it was never loaded, and ") || !strings.Contains(d.Found, " in "+filepath.Join(dir, "referentials")) || !strings.HasPrefix(d.Remedy, "`passerelle referentials refresh`") {
			t.Errorf("%s, whose files wait: %+v", name, d)
		}
	}
	if d := of("nsf"); !strings.Contains(d.Found, filepath.Base(nsf)) {
		t.Errorf("the file is not named: %+v", d)
	}
	must(t, exitDone, "referentials", "refresh", "--quiet", "--config", c)
	for _, name := range []string{"nsf", "certifinfo"} {
		if d := of(name); d.Level != fine {
			t.Errorf("%s, once loaded: %+v", name, d)
		}
	}

	appendTo(t, c, "\nmax_age_days: {nsf: 10}\n")
	later = night.AddDate(0, 0, 12)
	if d := of("nsf"); d.Level != attention || !strings.Contains(d.Remedy, "put the publisher's file") {
		t.Errorf("a stale one, of which nothing new waits: %+v", d)
	}
	if err := os.WriteFile(nsf, append(readAll(t, nsf), '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	if d := of("nsf"); d.Level != attention || !strings.HasPrefix(d.Found, "stale: ") || !strings.Contains(d.Found, filepath.Base(nsf)+" waits") || !strings.HasPrefix(d.Remedy, "`passerelle referentials refresh`") {
		t.Errorf("a stale one, of which a new file waits: %+v", d)
	}
}

func TestDoctorTellsAReferentialThatIsNowhere(t *testing.T) {
	dir, c := sample(t)
	must(t, exitDone, "migrate", "--config", c)
	if err := os.RemoveAll(filepath.Join(dir, "referentials")); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, d := range doctorAt(t, night.Add(time.Hour), c, "--quick").Checks {
		if d.Check == "referentials" && d.What == "nsf" {
			found = d.Level == attention && strings.Contains(d.Found, "never loaded: codes") && strings.HasPrefix(d.Remedy, "put the publisher's file")
		}
	}
	if !found {
		t.Error("it is not told")
	}
}

// A file that was refused does not only wait: it is told why, and what to do.
func TestDoctorTellsAReferentialThatWasRefused(t *testing.T) {
	dir, c := sample(t)
	paths, err := filepath.Glob(filepath.Join(dir, "referentials", "*nsf*"))
	if err != nil || len(paths) == 0 {
		t.Fatal(err)
	}
	text := strings.SplitAfter(string(readAll(t, paths[0])), "\n")
	if err := os.WriteFile(paths[0], []byte(strings.Join(text[:2], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	appendTo(t, c, "\n")
	replaceLine(t, c, "floors:", "floors: {nsf: 50, certifinfo: 1, rome: 1, formacode: 1, communes: 1, organismes: 1}")
	must(t, exitRefused, "referentials", "refresh", "--quiet", "--config", c)
	for _, d := range doctorAt(t, night.Add(time.Hour), c, "--quick").Checks {
		if d.Check == "referentials" && d.What == "nsf" && (!strings.Contains(d.Found, "was refused when last read: ") || !strings.Contains(d.Remedy, "--accept nsf")) {
			t.Errorf("got %+v", d)
		}
	}
}
