package main

import (
	"net"
	"path/filepath"
	"strings"
	"testing"

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
		{"a server, without being asked to go there", server, false, fine, "--network"},
		{"a server that is down", server, true, broken, "refused"},
	} {
		x := exam{now: night, network: c.network, config: config{Push: []push.Destination{c.to}}}
		got := x.checkPush(t.Context())
		if len(got) != 1 || got[0].Level != c.level || !strings.Contains(got[0].Found, c.says) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	if got := (&exam{}).checkPush(t.Context()); len(got) != 1 || got[0].Level != fine {
		t.Errorf("no destination: %+v", got)
	}
}
