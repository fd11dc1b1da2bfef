package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// brokenMachine breaks, where nobody else sees it, what only an administrator can: the
// shelf stands on a full disk, the answers on one that is read-only, there is no
// database of time zones, and few files may be open.
const brokenMachine = `
set -e
mount -t tmpfs -o size=1m,nr_inodes=900 none "$1/feeds"
head -c 2m /dev/zero > "$1/feeds/plein" 2>/dev/null || true
mount -t tmpfs -o ro none "$1/answers"
for zones in /usr/share/zoneinfo /usr/share/lib/zoneinfo /etc/zoneinfo "$2"; do [ ! -d "$zones" ] || mount -t tmpfs none "$zones"; done
ulimit -n 64
exec "$3" doctor --json --config "$1/passerelle.yaml"`

func TestDoctorOfABrokenMachine(t *testing.T) {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 || exec.Command("unshare", "-m", "true").Run() != nil {
		t.Skip("skipped: it takes root on Linux to break a machine where nobody sees it")
	}
	dir, c := patient(t)(t)
	setting(t, c, "timezone: UTC")                            // a configuration that names another cannot be read there
	root, err := exec.Command("go", "env", "GOROOT").Output() // which has time zones too
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("unshare", "-m", "sh", "-c", brokenMachine, "sh", dir, filepath.Join(strings.TrimSpace(string(root)), "lib", "time"), build(t)).Output()
	if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != exitFailed {
		t.Fatalf("ended with %v: %s", err, out)
	}
	said := decode[examined](t, string(out))
	for _, want := range []struct {
		check string
		level level
		what  string
		says  string
	}{
		{"folders", broken, "feeds", "no space left"}, {"folders", broken, "answers", "read-only"},
		{"disk", broken, "feeds", "0 MiB free"}, {"clock", broken, "time zones", "Europe/Paris"}, {"limits", broken, "open files", "64"},
	} {
		if !slices.ContainsFunc(said.Checks, func(d diagnosis) bool {
			return d.Check == want.check && d.Level == want.level && strings.Contains(d.What, want.what) && strings.Contains(d.Found, want.says) && d.Remedy != ""
		}) {
			t.Errorf("nothing says %+v: %+v", want, said.Checks)
		}
	}
}
