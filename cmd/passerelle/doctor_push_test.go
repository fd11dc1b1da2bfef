package main

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/push"
)

func TestDoctorGoesWhereFeedsAreSent(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := closed.Addr().(*net.TCPAddr).Port
	closed.Close()
	server := push.Destination{Name: "ft", Type: push.TypeSFTP, Host: "127.0.0.1", Port: port, User: "carif", Password: "x", HostKey: "SHA256:" + strings.Repeat("A", 43), Folder: "depot"}
	for _, c := range []struct {
		name    string
		to      push.Destination
		network bool
		level   level
		says    string
	}{
		{"a folder that is there", push.Destination{Name: "partage", Type: push.TypeFolder, Folder: t.TempDir() + "/{target}"}, false, fine, "can be reached"},
		{"a folder that is not mounted", push.Destination{Name: "partage", Type: push.TypeFolder, Folder: filepath.Join(t.TempDir(), "absent")}, false, broken, "not mounted"},
		{"a folder where one may write", push.Destination{Name: "partage", Type: push.TypeFolder, Targets: []string{"aude"}, Folder: t.TempDir() + "/{target}"}, true, fine, "made, renamed and removed in /"},
		{"a folder where nobody may write", push.Destination{Name: "partage", Type: push.TypeFolder, Targets: []string{"aude"}, Folder: "/proc"}, true, broken, "could not be written in /proc, and none is left there"},
		{"a server, without being asked to go there", server, false, fine, "--network"},
		{"a server that is down", server, true, broken, "refused"},
	} {
		x := exam{now: night, network: c.network, config: config{Push: []push.Destination{c.to}}}
		got := x.checkPush(t.Context())
		if len(got) != 1 || got[0].Level != c.level || !strings.Contains(got[0].Found, c.says) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	told := leftThere(server, push.Trial{Folder: "/depot", File: ".passerelle-essai", Left: errors.New("permission denied")})
	if told.Level != broken || !strings.Contains(told.Found, "may still be there, .passerelle-essai") || !strings.Contains(told.Remedy, "the account carif of 127.0.0.1") {
		t.Errorf("a file that is left: %+v", told)
	}
	if got := (&exam{}).checkPush(t.Context()); len(got) != 1 || got[0].Level != fine {
		t.Errorf("no destination: %+v", got)
	}
}

// TestDoctorWritesWhereFeedsAreSent asks at the front door, and finds nothing left.
func TestDoctorWritesWhereFeedsAreSent(t *testing.T) {
	dir, c := onlyClean(t, "")
	to := filepath.Join(dir, "partage")
	if err := os.MkdirAll(to, 0o755); err != nil {
		t.Fatal(err)
	}
	appendTo(t, c, "\npush: [{name: partage, type: folder, targets: [aude, kairos], folder: "+to+"}]\n")
	for _, asked := range []bool{false, true} {
		args, want := []string{"--quick"}, "not tried: --network"
		if asked {
			args, want = append(args, "--network"), "one may write there: a small file was made, renamed and removed in "+to
		}
		told := ""
		for _, d := range doctorAt(t, night.Add(time.Hour), c, args...).Checks {
			if d.Check == "push" {
				told += d.Found + d.Level.String()
			}
		}
		if !strings.Contains(told, want) || strings.Count(told, "one may write") > 1 {
			t.Errorf("asked %v: %s", asked, told)
		}
	}
	if left, err := os.ReadDir(to); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
