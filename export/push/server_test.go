package push_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/carif-oref/passerelle/export/push"
	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// sftpServer is a server of SFTP on loopback, with two keys, over a folder.
type sftpServer struct {
	testing.TB
	Dir     string
	Port    int
	Key     ssh.PublicKey // the one of ed25519
	Other   ssh.PublicKey // the one of ECDSA, which it prefers
	mutex   sync.Mutex    // of what a test changes under way
	client  ssh.PublicKey // who may enter by key
	at      net.Listener
	config  *ssh.ServerConfig
	options sftpOptions
	all     sync.WaitGroup
	Opened  atomic.Int64
}

type sftpOptions struct {
	cut      int64 // bytes after which the first line is cut; 0: never
	silence  bool  // takes what comes and answers nothing, once entered
	deaf     bool  // does not even introduce itself
	readOnly bool
	disk     *sftp.Handlers // another than the folder
}

const password = "mot de passe"

func newSFTP(t testing.TB, o sftpOptions) *sftpServer {
	t.Helper()
	s := &sftpServer{TB: t, Dir: t.TempDir(), options: o}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	elliptical, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	s.config = &ssh.ServerConfig{MaxAuthTries: 3, PublicKeyCallback: s.byKey}
	s.config.PasswordCallback = byPassword
	s.Other, s.Key = s.add(elliptical), s.add(private)
	s.at, err = net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	s.Port = s.at.Addr().(*net.TCPAddr).Port
	s.all.Go(s.accept)
	t.Cleanup(func() { s.at.Close(); s.all.Wait() })
	return s
}

func (s *sftpServer) add(key crypto.Signer) ssh.PublicKey {
	signer, err := ssh.NewSignerFromSigner(key)
	must(s, err)
	s.config.AddHostKey(signer)
	return signer.PublicKey()
}

var errEntry = errors.New("no entry")

func byPassword(c ssh.ConnMetadata, given []byte) (*ssh.Permissions, error) {
	if c.User() != "passerelle" || string(given) != password {
		return nil, errEntry
	}
	return nil, nil
}

func asked(c ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
	answers, err := ask("", "", []string{"Password: "}, []bool{false})
	if err != nil || len(answers) != 1 {
		return nil, errEntry
	}
	return byPassword(c, []byte(answers[0]))
}

func (s *sftpServer) byKey(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.client == nil || string(key.Marshal()) != string(s.client.Marshal()) {
		return nil, errEntry
	}
	return nil, nil
}

// change changes the server between two lines.
func (s *sftpServer) change(what func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	what()
}

func (s *sftpServer) accept() {
	for {
		wire, err := s.at.Accept()
		if err != nil {
			return
		}
		n := s.Opened.Add(1)
		if s.options.cut > 0 && n == 1 {
			wire = &cutting{Conn: wire, left: s.options.cut}
		}
		s.all.Go(func() { defer wire.Close(); s.serve(wire) })
	}
}

// cutting is a line that is cut once some bytes have come.
type cutting struct {
	net.Conn
	left int64
}

func (c *cutting) Read(b []byte) (int, error) {
	if c.left <= 0 {
		c.Close()
		return 0, io.EOF
	}
	n, err := c.Conn.Read(b[:min(int64(len(b)), c.left)])
	c.left -= int64(n)
	return n, err
}

func (s *sftpServer) serve(wire net.Conn) {
	if s.options.deaf {
		_, _ = io.Copy(io.Discard, wire)
		return
	}
	s.mutex.Lock()
	config := *s.config
	s.mutex.Unlock()
	conn, channels, requests, err := ssh.NewServerConn(wire, &config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for asked := range channels {
		channel, requests, err := asked.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				_ = r.Reply(r.Type == "subsystem" && strings.HasSuffix(string(r.Payload), "sftp"), nil)
			}
		}()
		s.sftp(channel)
		conn.Close()
	}
}

func (s *sftpServer) sftp(channel ssh.Channel) {
	if s.options.silence {
		_, _ = io.Copy(io.Discard, channel)
		return
	}
	s.mutex.Lock()
	disk := s.options.disk
	s.mutex.Unlock()
	if disk != nil {
		_ = sftp.NewRequestServer(channel, *disk).Serve()
		return
	}
	options := []sftp.ServerOption{sftp.WithServerWorkingDirectory(s.Dir)}
	if s.options.readOnly {
		options = append(options, sftp.ReadOnly())
	}
	server, err := sftp.NewServer(channel, options...)
	if err == nil {
		_ = server.Serve()
	}
}

// destination is how to go there.
func (s *sftpServer) destination() push.Destination {
	return push.Destination{Name: "region-sftp", Type: "sftp", Targets: []string{"aude"}, Folder: s.Dir, Host: "127.0.0.1", Port: s.Port,
		User: "passerelle", Password: password, HostKey: strings.TrimSpace(string(ssh.MarshalAuthorizedKey(s.Key))), MinFreeMiB: 1,
		ConnectSeconds: 5, IdleSeconds: 5}
}

// knownHosts is a file as ssh has, with some keys of the server.
func (s *sftpServer) knownHosts(hashed bool, keys ...ssh.PublicKey) string {
	s.Helper()
	address := knownhosts.Normalize(net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Port)))
	if hashed {
		address = knownhosts.HashHostname(address)
	}
	var text string
	for _, key := range keys {
		text += knownhosts.Line([]string{address}, key) + "\n"
	}
	return s.file(text)
}

func (s *sftpServer) file(text string) string {
	s.Helper()
	path := filepath.Join(s.TempDir(), "file")
	must(s, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// clientKey makes a private key that the server lets in.
func (s *sftpServer) clientKey(passphrase string) (path string) {
	s.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(s, err)
	client, err := ssh.NewPublicKey(public)
	must(s, err)
	s.change(func() { s.client = client })
	var block *pem.Block
	if passphrase == "" {
		block, err = ssh.MarshalPrivateKey(private, "")
	} else {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
	}
	must(s, err)
	return s.file(string(pem.EncodeToMemory(block)))
}

// limited is a disk in memory that holds so many bytes.
func limited(room int64) *sftp.Handlers {
	disk := sftp.InMemHandler()
	writer := disk.FilePut
	disk.FilePut = &fullDisk{writer, &room}
	return &disk
}

type fullDisk struct {
	sftp.FileWriter
	room *int64
}

func (f *fullDisk) Filewrite(r *sftp.Request) (io.WriterAt, error) {
	out, err := f.FileWriter.Filewrite(r)
	return &fullFile{out, f.room}, err
}

type fullFile struct {
	io.WriterAt
	room *int64
}

func (f *fullFile) WriteAt(b []byte, at int64) (int, error) {
	if atomic.AddInt64(f.room, -int64(len(b))) < 0 {
		return 0, errors.New("no space left on device")
	}
	return f.WriterAt.WriteAt(b, at)
}
