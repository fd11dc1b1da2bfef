package main

import (
	"debug/buildinfo"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
)

func TestAProgramBuiltWithoutMakeIsNamedByItsCommit(t *testing.T) {
	vcs := func(revision, at, modified string) []debug.BuildSetting {
		return []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: revision}, {Key: "vcs.time", Value: at}, {Key: "vcs.modified", Value: modified}}
	}
	const revision, at = "8ffca5eba0e395843097a27e73c7aabd6b2b1de4", "2026-11-23T17:09:31+01:00"
	for name, c := range map[string]struct {
		info  debug.BuildInfo
		known bool
		want  string
	}{
		"an installed module":       {debug.BuildInfo{Main: debug.Module{Version: "v1.4.0"}}, true, "v1.4.0"},
		"a checkout that has a tag": {debug.BuildInfo{Main: debug.Module{Version: "v1.4.0+dirty"}, Settings: vcs(revision, at, "true")}, true, "v1.4.0+dirty"},
		"a commit":                  {debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: vcs(revision, at, "false")}, true, "20261123160931-8ffca5eba0e3"},
		"a commit and changes":      {debug.BuildInfo{Settings: vcs(revision, at, "true")}, true, "20261123160931-8ffca5eba0e3+dirty"},
		"a commit of no date":       {debug.BuildInfo{Settings: vcs("8ffca5e", "", "false")}, true, "8ffca5e"},
		"no commit":                 {debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: vcs("", "", "true")}, true, unversioned},
		"nothing noted":             {debug.BuildInfo{}, false, unversioned},
	} {
		if got := versionOfBuild(&c.info, c.known); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestPlainGoBuildKnowsItsVersion builds the program as « go build » and « go install »
// do. Where git or the repository is missing, the program says that it does not know.
func TestPlainGoBuildKnowsItsVersion(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it builds the program (-short)")
	}
	program := filepath.Join(t.TempDir(), "passerelle")
	if out, err := exec.Command("go", "build", "-buildvcs=auto", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	said := strings.TrimSpace(string(out))
	want := regexp.MustCompile(`^passerelle (\S+) \(go[0-9.]+`).FindStringSubmatch(said)
	if want == nil || want[1] != versionOfBuild(info, true) {
		t.Errorf("%q, and the file says %q", said, versionOfBuild(info, true))
	}
}
