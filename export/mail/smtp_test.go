package mail_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/textproto"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// smtpServer is a small and honest server of SMTP (RFC 5321): it obeys the order of
// commands, speaks TLS with a certificate of its own, and keeps what it has taken.
type smtpServer struct {
	*testing.T
	Port    int
	CAFile  string
	cert    tls.Certificate
	at      net.Listener
	mutex   sync.Mutex
	taken   []taken
	talk    []string // commands, as they came
	held    sync.WaitGroup
	options smtpOptions
}

type smtpOptions struct {
	implicit bool   // TLS from the first byte
	noTLS    bool   // STARTTLS is not offered
	user     string // « user:password », asked for when not empty
	badName  bool   // the certificate is another server's
	// reply answers a command in place of the server; empty, the server answers. "drop"
	// cuts the line, "drop-taken" does so once the message is taken. The command
	// « connect » is a new line, « . » the end of a message. One call at a time.
	reply func(command string) string
}

// taken is a message that the server has answered for.
type taken struct {
	From string
	To   []string
	Data []byte
	TLS  bool
	User string
}

func newSMTP(t *testing.T, o smtpOptions) *smtpServer {
	t.Helper()
	s := &smtpServer{T: t, options: o}
	s.certify()
	s.listen("127.0.0.1:0")
	t.Cleanup(s.Stop)
	return s
}

func (s *smtpServer) listen(address string) {
	s.Helper()
	at, err := net.Listen("tcp", address)
	if err != nil {
		s.Fatal(err)
	}
	s.at = at
	s.Port = at.Addr().(*net.TCPAddr).Port
	s.held.Add(1)
	go func() {
		defer s.held.Done()
		for {
			wire, err := at.Accept()
			if err != nil {
				return
			}
			s.held.Add(1)
			go func() {
				defer s.held.Done()
				defer wire.Close()
				s.serve(wire)
			}()
		}
	}()
}

// Stop closes the door; lines that are open end with their clients.
func (s *smtpServer) Stop() { s.at.Close(); s.held.Wait() }

// Restart opens the same door again.
func (s *smtpServer) Restart() { s.listen(net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Port))) }

func (s *smtpServer) Taken() []taken {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]taken{}, s.taken...)
}

func (s *smtpServer) Talk() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return strings.Join(s.talk, "\n")
}

func (s *smtpServer) certify() {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.Fatal(err)
	}
	name := net.ParseIP("127.0.0.1")
	if s.options.badName {
		name = net.ParseIP("192.0.2.1")
	}
	model := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "smtp"}, IPAddresses: []net.IP{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, model, model, &key.PublicKey, key)
	if err != nil {
		s.Fatal(err)
	}
	s.cert = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	s.CAFile = filepath.Join(s.TempDir(), "ca.pem")
	if err := os.WriteFile(s.CAFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		s.Fatal(err)
	}
}

// session is one line with a client.
type session struct {
	*smtpServer
	wire   net.Conn
	text   *textproto.Conn
	secure bool
	user   string
	mail   taken
	inMail bool
}

func (s *smtpServer) serve(wire net.Conn) {
	_ = wire.SetDeadline(time.Now().Add(20 * time.Second))
	c := &session{smtpServer: s, wire: wire}
	if s.options.implicit && c.encrypt() != nil {
		return
	}
	if c.text == nil {
		c.text = textproto.NewConn(wire)
	}
	if c.say("connect", "220 smtp.test ESMTP") != nil {
		return
	}
	for {
		command, err := c.text.ReadLine()
		if err != nil || c.obey(command) != nil {
			return
		}
	}
}

func (c *session) encrypt() error {
	line := tls.Server(c.wire, &tls.Config{Certificates: []tls.Certificate{c.cert}})
	if err := line.Handshake(); err != nil {
		return err
	}
	c.wire, c.text, c.secure = line, textproto.NewConn(line), true
	return nil
}

// answer is what is answered to a command: what the test says, else what is usual.
func (c *session) answer(command, usual string) string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.talk = append(c.talk, command)
	if c.options.reply != nil {
		if other := c.options.reply(command); other != "" {
			return other
		}
	}
	return usual
}

func (c *session) put(reply string) error {
	if strings.HasPrefix(reply, "drop") {
		return io.EOF
	}
	return c.text.PrintfLine("%s", reply)
}

func (c *session) say(command, usual string) error { return c.put(c.answer(command, usual)) }

func (c *session) obey(command string) error {
	verb, rest, _ := strings.Cut(command, " ")
	switch strings.ToUpper(verb) {
	case "EHLO":
		return c.say(command, c.extensions())
	case "STARTTLS":
		if c.options.noTLS || c.secure {
			return c.say(command, "502 no TLS here")
		}
		if err := c.say(command, "220 go ahead"); err != nil {
			return err
		}
		return c.encrypt()
	case "AUTH":
		return c.authenticate(rest)
	case "MAIL":
		return c.from(command)
	case "RCPT":
		return c.to(command)
	case "DATA":
		return c.data(command)
	case "RSET":
		c.mail, c.inMail = taken{}, false
		return c.say(command, "250 forgotten")
	case "NOOP":
		return c.say(command, "250 nothing done")
	case "QUIT":
		_ = c.say(command, "221 bye")
		return io.EOF
	}
	return c.say(command, "500 what?")
}

func (c *session) extensions() string {
	list := []string{"smtp.test", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"}
	if !c.secure && !c.options.noTLS {
		list = append(list, "STARTTLS")
	}
	if c.options.user != "" {
		list = append(list, "AUTH PLAIN LOGIN")
	}
	return "250-" + strings.Join(list[:len(list)-1], "\r\n250-") + "\r\n250 " + list[len(list)-1]
}

func (c *session) authenticate(rest string) error {
	method, first, _ := strings.Cut(rest, " ")
	var given string
	switch strings.ToUpper(method) {
	case "PLAIN":
		parts := strings.Split(decoded(first), "\x00")
		given = strings.Join(parts[1:], ":")
	case "LOGIN":
		user := c.asked("Username:")
		given = user + ":" + c.asked("Password:")
	default:
		return c.say("AUTH "+method, "504 unknown method")
	}
	if given != c.options.user {
		return c.say("AUTH "+method, "535 5.7.8 wrong user or password")
	}
	c.user, _, _ = strings.Cut(given, ":")
	return c.say("AUTH "+method, "235 welcome")
}

func (c *session) asked(prompt string) string {
	_ = c.text.PrintfLine("334 %s", base64.StdEncoding.EncodeToString([]byte(prompt)))
	answer, _ := c.text.ReadLine()
	return decoded(answer)
}

func decoded(text string) string {
	plain, _ := base64.StdEncoding.DecodeString(text)
	return string(plain)
}

func (c *session) from(command string) error {
	usual := "250 sender ok"
	switch {
	case c.options.user != "" && c.user == "":
		usual = "530 5.7.0 authenticate first"
	case c.inMail:
		usual = "503 one at a time"
	}
	reply := c.answer(command, usual)
	if c.inMail = strings.HasPrefix(reply, "2"); c.inMail {
		c.mail = taken{From: between(command), TLS: c.secure, User: c.user}
	}
	return c.put(reply)
}

func (c *session) to(command string) error {
	if !c.inMail {
		return c.say(command, "503 MAIL first")
	}
	reply := c.answer(command, "250 recipient ok")
	if strings.HasPrefix(reply, "2") {
		c.mail.To = append(c.mail.To, between(command))
	}
	return c.put(reply)
}

func (c *session) data(command string) error {
	if !c.inMail || len(c.mail.To) == 0 {
		return c.say(command, "503 RCPT first")
	}
	reply := c.answer(command, "354 go on")
	if err := c.put(reply); err != nil || !strings.HasPrefix(reply, "354") {
		return err
	}
	// What is kept is what came on the wire, less the points that SMTP doubles.
	body, err := readDots(c.text.R)
	if err != nil {
		return err
	}
	c.mail.Data = body
	return c.end()
}

// end takes the message, unless the test refuses it; it is taken before the answer
// goes, as a real server does.
func (c *session) end() error {
	mail := c.mail
	c.mail, c.inMail = taken{}, false
	reply := c.answer(".", "250 taken")
	if strings.HasPrefix(reply, "2") || reply == "drop-taken" {
		c.keep(mail)
	}
	return c.put(reply)
}

func (c *session) keep(mail taken) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.taken = append(c.taken, mail)
}

func readDots(in *bufio.Reader) (body []byte, err error) {
	for {
		line, err := in.ReadString('\n')
		switch {
		case err != nil:
			return nil, err
		case !strings.HasSuffix(line, "\r\n"):
			return nil, fmt.Errorf("a line ends with LF alone: %q", line)
		case line == ".\r\n":
			return body, nil
		}
		body = append(body, strings.TrimPrefix(line, ".")...)
	}
}

func between(command string) string {
	_, rest, _ := strings.Cut(command, "<")
	address, _, _ := strings.Cut(rest, ">")
	return address
}
