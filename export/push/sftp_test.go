package push_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/push"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/yamlfile"
	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

func TestAServerReceivesThePublication(t *testing.T) {
	for name, change := range map[string]func(s *sftpServer, d *push.Destination){
		"its key pinned":       func(*sftpServer, *push.Destination) {},
		"its other key pinned": func(s *sftpServer, d *push.Destination) { d.HostKey = string(ssh.MarshalAuthorizedKey(s.Other)) },
		"a fingerprint pinned": func(s *sftpServer, d *push.Destination) { d.HostKey = ssh.FingerprintSHA256(s.Other) },
		"known as ssh knows": func(s *sftpServer, d *push.Destination) {
			d.HostKey, d.KnownHosts = "", s.knownHosts(false, s.Key, s.Other)
		},
		"known by one key of two":   func(s *sftpServer, d *push.Destination) { d.HostKey, d.KnownHosts = "", s.knownHosts(false, s.Key) },
		"known under a hidden name": func(s *sftpServer, d *push.Destination) { d.HostKey, d.KnownHosts = "", s.knownHosts(true, s.Key) },
		"a private key":             func(s *sftpServer, d *push.Destination) { d.Password, d.KeyFile = "", s.clientKey("") },
		"a private key with a passphrase": func(s *sftpServer, d *push.Destination) {
			d.Password, d.KeyFile, d.Passphrase = "", s.clientKey("phrase"), "phrase"
		},
		"a passphrase in a file": func(s *sftpServer, d *push.Destination) {
			d.Password, d.KeyFile, d.PassphraseFile = "", s.clientKey("phrase"), s.file("phrase\n")
		},
		"a password in a file": func(s *sftpServer, d *push.Destination) { d.Password, d.PasswordFile = "", s.file(password+"\n") },
		"a password asked for": func(s *sftpServer, _ *push.Destination) {
			s.change(func() { s.config.PasswordCallback, s.config.KeyboardInteractiveCallback = nil, asked })
		},
		"a key not taken, then a password": func(s *sftpServer, d *push.Destination) {
			d.KeyFile = s.clientKey("")
			s.change(func() { s.client = nil })
		},
		"a folder from the entry": func(s *sftpServer, d *push.Destination) { d.Folder = "." },
		"folders to make":         func(s *sftpServer, d *push.Destination) { d.Folder = "{target}/{date}" },
	} {
		t.Run(name, func(t *testing.T) {
			w, s := newWork(t), newSFTP(t, sftpOptions{})
			d := s.destination()
			change(s, &d)
			d.Files, d.Done = []string{"*.xml", "*.gz", "SHA256SUMS"}, "{target}-{date}.fini"
			must(t, d.Check())
			must(t, push.Probe(t.Context(), d))
			dir := s.Dir
			if strings.Contains(d.Folder, "{") {
				dir = filepath.Join(s.Dir, "aude", "2026-11-23")
			}
			for _, version := range []string{"1", "2"} {
				p := publication(t, version, 300_000)
				w.sent(d, p)
				holds(t, dir, p, "aude.xml", "aude.xml.gz", "SHA256SUMS", "aude-2026-11-23.fini")
			}
			if got := w.fetches(); len(got) != 2 || got[0].Via != journal.ViaSFTP || got[0].Partner != "region-sftp" || got[0].File != "aude.xml.gz" {
				t.Errorf("fetches %+v", got)
			}
		})
	}
}

// TestAnotherServerIsNotToldAnything: given up at once, and no password is sent.
func TestAnotherServerIsNotToldAnything(t *testing.T) {
	for name, change := range map[string]func(s, other *sftpServer, d *push.Destination){
		"another key": func(_, other *sftpServer, d *push.Destination) {
			d.HostKey = string(ssh.MarshalAuthorizedKey(other.Key))
		},
		"another fingerprint": func(_, other *sftpServer, d *push.Destination) { d.HostKey = ssh.FingerprintSHA256(other.Key) },
		"another in known_hosts": func(s, other *sftpServer, d *push.Destination) {
			d.HostKey, d.KnownHosts = "", s.knownHosts(false, other.Key)
		},
		"not in known_hosts": func(s, other *sftpServer, d *push.Destination) {
			d.HostKey, d.KnownHosts = "", other.knownHosts(false, s.Key)
		},
		"nothing in known_hosts": func(s, _ *sftpServer, d *push.Destination) { d.HostKey, d.KnownHosts = "", s.file("# rien\n") },
		"its key is of no use now": func(s, _ *sftpServer, d *push.Destination) {
			d.HostKey, d.KnownHosts = "", s.file("@revoked * "+string(ssh.MarshalAuthorizedKey(s.Key))+"@revoked * "+string(ssh.MarshalAuthorizedKey(s.Other)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, s, other := newWork(t), newSFTP(t, sftpOptions{}), newSFTP(t, sftpOptions{})
			var told atomic.Bool
			s.change(func() {
				s.config.PasswordCallback = func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) { told.Store(true); return nil, nil }
			})
			d := s.destination()
			change(s, other, &d)
			state := w.push(d, publication(t, "1", 1000))
			if state.State != journal.PushFailed || state.Attempts != 1 || !strings.Contains(state.Error, "not the one that is known") || told.Load() {
				t.Errorf("%+v, told %v", state, told.Load())
			}
			if got := listing(t, s.Dir); got != "" || len(w.fetches()) > 0 {
				t.Errorf("sent %q", got)
			}
		})
	}
}

func TestALineCutInTheMiddleIsTakenUpAgain(t *testing.T) {
	const size = 2_000_000
	for name, cut := range map[string]int64{"in the first words": 200, "as it enters": 3000, "early": 100_000, "in the middle": size / 2, "near the end": size} {
		t.Run(name, func(t *testing.T) {
			w, s := newWork(t), newSFTP(t, sftpOptions{cut: cut})
			old, p := publication(t, "1", 1000), publication(t, "2", size)
			must(t, os.WriteFile(filepath.Join(s.Dir, "aude.xml"), feedOf("1", 1000), 0o600))
			if state := w.try(s.destination(), p); state.State != journal.PushWaiting || state.Error == "" || state.Error == "interrupted" {
				t.Fatalf("not cut: %+v", state)
			}
			left := listing(t, s.Dir)
			if left != "aude.xml" && left != ".aude.xml.part aude.xml" {
				t.Errorf("left %q", left)
			}
			holds(t, s.Dir, old, strings.Fields(left)...)
			w.sent(s.destination(), p)
			holds(t, s.Dir, p, "aude.xml")
		})
	}
}

func TestAServerThatCannotBeUsed(t *testing.T) {
	for name, c := range map[string]struct {
		options sftpOptions
		damage  func(s *sftpServer, d *push.Destination)
		want    string
	}{
		"refuses to write":     {sftpOptions{readOnly: true}, nil, "must be allowed to write"},
		"refuses the password": {sftpOptions{}, func(_ *sftpServer, d *push.Destination) { d.Password = "secret-1" }, "check user, password and key_file"},
		"refuses the key": {sftpOptions{}, func(s *sftpServer, d *push.Destination) {
			d.Password, d.KeyFile = "", s.clientKey("")
			s.change(func() { s.client = nil })
		}, "check user, password and key_file"},
		"has no such folder":          {sftpOptions{}, func(s *sftpServer, d *push.Destination) { d.Folder = s.Dir + "/absent/{target}" }, "ask the partner"},
		"has a file in its place":     {sftpOptions{}, func(s *sftpServer, d *push.Destination) { d.Folder = s.file("") }, "no folder"},
		"has too little room":         {sftpOptions{}, func(_ *sftpServer, d *push.Destination) { d.MinFreeMiB = 1 << 30 }, "min_free_mib"},
		"fills up":                    {sftpOptions{disk: limited(60_000)}, func(_ *sftpServer, d *push.Destination) { d.Folder = "/" }, "no space left"},
		"says nothing once entered":   {sftpOptions{silence: true}, func(_ *sftpServer, d *push.Destination) { d.IdleSeconds = 1 }, "sftp"},
		"does not introduce itself":   {sftpOptions{deaf: true}, func(_ *sftpServer, d *push.Destination) { d.ConnectSeconds = 1 }, "deadline exceeded"},
		"is not there":                {sftpOptions{}, func(s *sftpServer, _ *push.Destination) { s.at.Close() }, "connection refused"},
		"has a folder in place of it": {sftpOptions{}, func(s *sftpServer, _ *push.Destination) { must(s, os.MkdirAll(s.Dir+"/aude.xml/x", 0o755)) }, "rename aude.xml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, s := newWork(t), newSFTP(t, c.options)
			d := s.destination()
			d.Attempts = 2
			if c.damage != nil {
				c.damage(s, &d)
			}
			begun := time.Now()
			state := w.push(d, publication(t, "1", 200_000))
			if state.State != journal.PushFailed || state.Attempts != 2 || !strings.Contains(state.Error, c.want) || strings.Contains(state.Error, "secret-1") {
				t.Errorf("%+v, wants %q", state, c.want)
			}
			if len(w.waits) != 1 || time.Since(begun) > 10*time.Second {
				t.Errorf("waits %s, in %s", w.waits, time.Since(begun))
			}
			if len(w.fetches()) > 0 || strings.HasPrefix(listing(t, s.Dir), "aude.xml ") {
				t.Errorf("taken for sent: %q", listing(t, s.Dir))
			}
		})
	}
}

func TestADiskThatHasRoomAgainReceivesTheFeed(t *testing.T) {
	w, s := newWork(t), newSFTP(t, sftpOptions{disk: limited(250_000)})
	d := s.destination()
	d.Folder = "/"
	p := publication(t, "1", 400_000)
	if state := w.try(d, p); state.State != journal.PushWaiting {
		t.Fatalf("it fitted: %+v", state)
	}
	s.change(func() { s.options.disk = limited(1 << 20) })
	w.sent(d, p)
	if got := readBack(t, s, "/aude.xml"); !bytes.Equal(got, feedOf("1", 400_000)) {
		t.Errorf("%d bytes arrived", len(got))
	}
}

// readBack reads a file of the server as a partner would.
func readBack(t *testing.T, s *sftpServer, path string) []byte {
	t.Helper()
	line, err := ssh.Dial("tcp", s.at.Addr().String(), &ssh.ClientConfig{User: "passerelle", Auth: []ssh.AuthMethod{ssh.Password(password)}, HostKeyCallback: ssh.FixedHostKey(s.Key), HostKeyAlgorithms: []string{s.Key.Type()}})
	must(t, err)
	defer line.Close()
	client, err := sftp.NewClient(line)
	must(t, err)
	defer client.Close()
	file, err := client.Open(path)
	must(t, err)
	data, err := io.ReadAll(file)
	must(t, err)
	return data
}

// TestAServerThatRefusesToRenameOverAFile is asked to replace it at one stroke, and
// where it cannot, to remove it first.
func TestAServerThatRefusesToRenameOverAFile(t *testing.T) {
	all := []string{"hardlink@openssh.com", "posix-rename@openssh.com", "statvfs@openssh.com"}
	defer func() { must(t, sftp.SetSFTPExtensions(all...)) }()
	for name, extensions := range map[string][]string{"and can replace": all, "and cannot": {}} {
		t.Run(name, func(t *testing.T) {
			must(t, sftp.SetSFTPExtensions(extensions...))
			w, s := newWork(t), newSFTP(t, sftpOptions{disk: limited(1 << 20)})
			d := s.destination()
			d.Folder = "/"
			for _, version := range []string{"1", "2"} {
				w.sent(d, publication(t, version, 1000))
				if got := readBack(t, s, "/aude.xml"); !bytes.Equal(got, feedOf(version, 1000)) {
					t.Errorf("version %s: %q", version, got)
				}
			}
		})
	}
}

// TestStoppingDoesNotWait: a push that is told to stop lets the line go.
func TestStoppingDoesNotWait(t *testing.T) {
	w, s := newWork(t), newSFTP(t, sftpOptions{silence: true})
	d := s.destination()
	d.IdleSeconds = 60
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	begun := time.Now()
	_, _, err := w.Try(ctx, d, publication(t, "1", 1000))
	if err == nil || time.Since(begun) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(begun))
	}
	pushes, err := w.journal.Pushes(t.Context(), "aude", 0)
	must(t, err)
	if len(pushes) != 1 || pushes[0].State != journal.PushWaiting || pushes[0].Attempts != 0 {
		t.Errorf("journal %+v", pushes)
	}
}

func TestCheck(t *testing.T) {
	s := newSFTP(t, sftpOptions{})
	for text, want := range map[string]string{
		"attempts: 3":                          "",
		"name: a b":                            "name",
		"type: ftp":                            "folder or sftp",
		"targets: []":                          "targets",
		"files: ['[']":                         "no pattern",
		"files: ['../*']":                      "no pattern",
		"done: '{cible}.ok'":                   "only {target} and {date}",
		"done: '../{target}'":                  "plain name",
		"done: .cache":                         "plain name",
		"folder: ''":                           "say where",
		"folder: a/../b":                       "without any ..",
		"folder: '{année}'":                    "only {target} and {date}",
		"type: folder\nfolder: flux":           "whole path",
		"attempts: -1":                         "attempts",
		"host: 'sftp://x'":                     "name of a server",
		"port: 99999":                          "port",
		"user: ''":                             "user",
		"host_key: ''":                         "give one of the two",
		"known_hosts: /absent":                 "give one of the two",
		"host_key: ''\nknown_hosts: /absent":   "known_hosts",
		"host_key: ssh-ed25519 AAA":            "host_key",
		"password: ''":                         "give one",
		"password_file: /absent":               "one of the two",
		"password: ''\npassword_file: /absent": "/absent",
		"passphrase: x":                        "without key_file",
		"key_file: /absent":                    "/absent",
		"key_file: " + s.clientKey("x"):        "passphrase protected",
		"passphrase: y\nkey_file: " + s.clientKey("x"): "key_file",
		"passphrase: x\nkey_file: " + s.clientKey("x"): "",
	} {
		d := s.destination()
		must(t, yamlfile.Decode("p.yaml", []byte(text), &d))
		err := push.Check([]push.Destination{d})
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || strings.Contains(err.Error(), password)) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if err := push.Check([]push.Destination{s.destination(), s.destination()}); err == nil || !strings.Contains(err.Error(), "two destinations") {
		t.Errorf("two of one name: %v", err)
	}
}

func BenchmarkSFTP(b *testing.B) {
	s := newSFTP(b, sftpOptions{})
	const size = 64 << 20
	p := publication(b, "1", size)
	b.ReportAllocs()
	b.SetBytes(size)
	for b.Loop() {
		pusher := push.Pusher{Journal: &memory{}, Now: func() time.Time { return night }}
		if state, _, err := pusher.Try(b.Context(), s.destination(), p); err != nil || state.State != journal.PushSent {
			b.Fatal(state, err)
		}
	}
}
