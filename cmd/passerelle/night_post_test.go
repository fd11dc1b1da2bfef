package main

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// postOffice is a server of SMTP on loopback that takes every mail.
type postOffice struct {
	port  int
	clock func() time.Time
	mu    sync.Mutex
	taken []letterTaken
}

// letterTaken is a mail as the server took it.
type letterTaken struct {
	at          time.Time
	to, subject string
}

func newPostOffice(t *testing.T, clock func() time.Time) *postOffice {
	t.Helper()
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{port: at.Addr().(*net.TCPAddr).Port, clock: clock}
	var clients sync.WaitGroup
	clients.Go(func() {
		for {
			wire, err := at.Accept()
			if err != nil {
				return
			}
			clients.Go(func() { p.serve(wire) })
		}
	})
	t.Cleanup(func() { _ = at.Close(); clients.Wait() })
	return p
}

// serve speaks with one client.
func (p *postOffice) serve(wire net.Conn) {
	defer wire.Close()
	_ = wire.SetDeadline(time.Now().Add(time.Minute))
	c := textproto.NewConn(wire)
	say := func(reply string) { _ = c.PrintfLine("%s", reply) }
	var to []string
	for say("220 loopback"); ; {
		line, err := c.ReadLine()
		if err != nil {
			return
		}
		switch verb, rest, _ := strings.Cut(line, " "); strings.ToUpper(verb) {
		case "QUIT":
			say("221 bye")
			return
		case "EHLO":
			say("250-loopback\r\n250 8BITMIME")
		case "RCPT":
			_, address, _ := strings.Cut(rest, "<")
			address, _, _ = strings.Cut(address, ">")
			to = append(to, address)
			say("250 ok")
		case "DATA":
			say("354 go on")
			data, err := io.ReadAll(c.DotReader())
			if err != nil {
				return
			}
			p.take(to, data)
			to = nil
			say("250 taken")
		default:
			say("250 ok")
		}
	}
}

func (p *postOffice) take(to []string, data []byte) {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	subject := "unreadable"
	if err == nil {
		subject, _ = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	}
	slices.Sort(to)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken = append(p.taken, letterTaken{p.clock(), strings.Join(to, ","), subject})
}

// all are the mails taken so far, one a line: when, to whom, about what.
func (p *postOffice) all() (lines []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.taken {
		lines = append(lines, fmt.Sprintf("%s %s: %s", l.at.In(paris).Format("02/01 15:04"), l.to, strings.ReplaceAll(l.subject, "\u00a0", " ")))
	}
	return lines
}
