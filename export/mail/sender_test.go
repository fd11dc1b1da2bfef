package mail_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/mail"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

// post is a sender with its server and its spool, and a clock that the test turns.
type post struct {
	*testing.T
	mail.Sender
	server *smtpServer
	spool  *store.Store
	now    time.Time
}

func newPost(t *testing.T, o smtpOptions) *post {
	t.Helper()
	p := &post{T: t, server: newSMTP(t, o), spool: spool(t), now: morning}
	c := settings()
	c.Port, c.CAFile, c.TimeoutSeconds = p.server.Port, p.server.CAFile, 5
	p.Sender = mail.Sender{Config: c, Spool: p.spool, Now: func() time.Time { return p.now }}
	return p
}

func (p *post) queue(messages ...mail.Message) {
	p.Helper()
	n, err := p.Config.Queue(p.Context(), p.spool, messages...)
	must(p, err)
	if n != len(messages) {
		p.Fatalf("%d mails queued of %d", n, len(messages))
	}
}

func (p *post) flush() mail.Result {
	p.Helper()
	r, err := p.Flush(p.Context())
	must(p, err)
	return r
}

// kept is what the spool says of each mail, by key.
func (p *post) kept() map[string]journal.Mail {
	p.Helper()
	all, err := p.spool.Mails(p.Context(), 0)
	must(p, err)
	kept := map[string]journal.Mail{}
	for _, m := range all {
		kept[m.Key] = m
	}
	return kept
}

func (p *post) arrived(n int) []taken {
	p.Helper()
	taken := p.server.Taken()
	if len(taken) != n {
		p.Fatalf("%d mails arrived, not %d; the server heard:\n%s", len(taken), n, p.server.Talk())
	}
	return taken
}

func TestAMailGoesOutAsItWasWrittenOnEachKindOfLine(t *testing.T) {
	const user = "passerelle:mot de passe"
	for name, c := range map[string]struct {
		server smtpOptions
		change func(*mail.Config)
		secure bool
		user   string
	}{
		"STARTTLS by default":        {smtpOptions{}, func(*mail.Config) {}, true, ""},
		"TLS from the first byte":    {smtpOptions{implicit: true}, func(c *mail.Config) { c.Security = "tls" }, true, ""},
		"TLS when the server can":    {smtpOptions{}, func(c *mail.Config) { c.Security = "opportunistic" }, true, ""},
		"and in clear when it can't": {smtpOptions{noTLS: true}, func(c *mail.Config) { c.Security = "opportunistic" }, false, ""},
		"never encrypted":            {smtpOptions{}, func(c *mail.Config) { c.Security = "none" }, false, ""},
		"PLAIN":                      {smtpOptions{user: user}, func(c *mail.Config) { c.User, c.Password = "passerelle", "mot de passe" }, true, "passerelle"},
		"LOGIN":                      {smtpOptions{user: user}, func(c *mail.Config) { c.User, c.Password, c.Auth = "passerelle", "mot de passe", "login" }, true, "passerelle"},
		"PLAIN under TLS":            {smtpOptions{user: user, implicit: true}, func(c *mail.Config) { c.User, c.Password, c.Security = "passerelle", "mot de passe", "tls" }, true, "passerelle"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t, c.server)
			c.change(&p.Config)
			must(t, p.Config.Check())
			must(t, p.Config.Probe(t.Context()))
			m := mail.Outcome(answered(), morning)
			p.queue(m)
			want := composed(t, m)
			if r := p.flush(); r.Sent != 1 || r.Later+len(r.Refused) != 0 {
				t.Errorf("result %+v", r)
			}
			got := p.arrived(1)[0]
			if got.TLS != c.secure || got.User != c.user || got.From != "catalogue@carif.exemple" || strings.Join(got.To, " ") != "formation@greta.exemple" {
				t.Errorf("arrived %+v", got)
			}
			if !bytes.Equal(got.Data, want) {
				t.Errorf("arrived otherwise than written:\n%s", got.Data)
			}
			if read := parse(t, got.Data); !bytes.Equal(read.Attachments[0].Data, m.Attachments[0].Data) {
				t.Error("the attachment was damaged on the way")
			}
			if m := p.kept()[m.Key]; !m.SentAt.Equal(morning) || m.Attempts != 1 || m.Body != nil {
				t.Errorf("spool %+v", m)
			}
			p.flush()
			p.arrived(1)
		})
	}
}

func TestALineThatCannotBeTrustedIsNotUsed(t *testing.T) {
	for name, c := range map[string]struct {
		server smtpOptions
		change func(*mail.Config)
		want   string
	}{
		"a certificate that nobody signed":     {smtpOptions{}, func(c *mail.Config) { c.CAFile = "" }, "certificate"},
		"the certificate of another":           {smtpOptions{badName: true}, func(*mail.Config) {}, "certificate"},
		"even when TLS is not asked for":       {smtpOptions{badName: true}, func(c *mail.Config) { c.Security = "opportunistic" }, "certificate"},
		"under TLS from the first byte":        {smtpOptions{implicit: true, badName: true}, func(c *mail.Config) { c.Security = "tls" }, "certificate"},
		"STARTTLS that is not offered":         {smtpOptions{noTLS: true}, func(*mail.Config) {}, "STARTTLS"},
		"a wrong password":                     {smtpOptions{user: "passerelle:autre"}, func(c *mail.Config) { c.User, c.Password = "passerelle", "secret-1" }, "535"},
		"a password asked for and not given":   {smtpOptions{user: "passerelle:autre"}, func(*mail.Config) {}, "530"},
		"a server that is leaving":             {smtpOptions{reply: on("connect", "421 leaving")}, func(*mail.Config) {}, "421"},
		"a server that refuses us":             {smtpOptions{reply: on("connect", "554 no service for you")}, func(*mail.Config) {}, "554"},
		"a server that refuses our address":    {smtpOptions{reply: on("MAIL", "550 5.7.1 not your address")}, func(*mail.Config) {}, "550"},
		"a server that closes at once":         {smtpOptions{reply: on("connect", "drop")}, func(*mail.Config) {}, "EOF"},
		"a password file that is not readable": {smtpOptions{user: "a:b"}, func(c *mail.Config) { c.User, c.PasswordFile = "a", "/absent" }, "password"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t, c.server)
			c.change(&p.Config)
			p.queue(letters()["receipt"], letters()["digest"])
			p.now = morning.AddDate(1, 0, 0) // however long it lasts, nothing is given up
			_, err := p.Flush(t.Context())
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret-1") {
				t.Fatalf("error %v, lacks %q", err, c.want)
			}
			p.arrived(0)
			tried := 0
			for _, m := range p.kept() {
				tried += m.Attempts
				if m.NextAt.IsZero() {
					t.Errorf("given up: %+v", m)
				}
			}
			if tried != 1 {
				t.Errorf("%d attempts at a server that does not serve", tried)
			}
		})
	}
}

// on answers a command, always.
func on(command, reply string) func(string) string {
	return func(given string) string {
		if strings.HasPrefix(given, command) {
			return reply
		}
		return ""
	}
}

// first answers a command the first n times.
func first(n int, command, reply string) func(string) string {
	return func(given string) string {
		if n > 0 && strings.HasPrefix(given, command) {
			n--
			return reply
		}
		return ""
	}
}

func TestAServerThatIsDownDelaysAndLosesNothing(t *testing.T) {
	p := newPost(t, smtpOptions{})
	p.server.Stop()
	var all []mail.Message
	for _, m := range letters() {
		if m.Kind != mail.KindReceipt { // the two receipts of a file are one
			all = append(all, m)
		}
	}
	all = append(all, letters()["receipt"])
	p.queueAny(all)
	waiting := len(p.kept())
	for range 30 {
		if _, err := p.Flush(t.Context()); err == nil || !strings.Contains(err.Error(), "check host, port and security") {
			t.Fatalf("error %v", err)
		}
		p.now = p.now.Add(10 * time.Minute)
	}
	p.server.Restart()
	p.now = p.now.Add(time.Hour)
	if r := p.flush(); r.Sent != waiting {
		t.Errorf("%d sent of %d", r.Sent, waiting)
	}
	names := map[string]bool{}
	for _, m := range p.arrived(waiting) {
		names[parse(t, m.Data).Get("Message-Id")] = true
	}
	if len(names) != waiting {
		t.Errorf("%d mails under %d names", waiting, len(names))
	}
}

// queueAny queues messages of which some may have the same key.
func (p *post) queueAny(messages []mail.Message) {
	p.Helper()
	_, err := p.Config.Queue(p.Context(), p.spool, messages...)
	must(p, err)
}

func TestWhatTheServerSaysOfOneMail(t *testing.T) {
	for name, c := range map[string]struct {
		reply   func(string) string
		sent    int // at the first flush
		later   int
		refused string // in the cause
		arrived int    // once all is over
	}{
		"takes it":                        {nil, 1, 0, "", 1},
		"not now, of the recipient":       {first(1, "RCPT", "450 4.2.1 greylisted"), 0, 1, "", 1},
		"not now, of the message":         {first(1, ".", "452 4.3.1 no room"), 0, 1, "", 1},
		"not now, before the message":     {first(1, "DATA", "451 4.3.0 later"), 0, 1, "", 1},
		"never, of the recipient":         {on("RCPT", "550 5.1.1 nobody of that name"), 0, 0, "nobody of that name", 0},
		"never, of the message":           {on(".", "554 5.6.0 too large"), 0, 0, "too large", 0},
		"never, before the message":       {on("DATA", "554 5.5.1 no"), 0, 0, "554", 0},
		"cuts before the message":         {first(1, "DATA", "drop"), 0, 1, "", 1},
		"cuts before it answers":          {first(1, ".", "drop"), 0, 1, "", 1},
		"cuts after it has taken":         {first(1, ".", "drop-taken"), 0, 1, "", 2},
		"hides a command in what it says": {first(1, "RCPT", "450-4.2.1 a\r\n450 RCPT TO:<x@y.fr>"), 0, 1, "", 1},
		"answers what is no answer":       {first(1, "RCPT", "perhaps"), 0, 1, "", 1},
		"forgets to forget":               {both(first(1, "RCPT", "450 later"), on("RSET", "500 what?")), 0, 1, "", 1},
		"cuts when thanked":               {on("QUIT", "drop"), 1, 0, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t, smtpOptions{reply: c.reply})
			m := mail.Receipt(arrival(), morning)
			p.queue(m)
			r := p.flush()
			cause := ""
			for _, refused := range r.Refused {
				cause += refused.Error()
			}
			if r.Sent != c.sent || r.Later != c.later || (c.refused == "") != (cause == "") || !strings.Contains(cause, c.refused) {
				t.Fatalf("result %+v (%s)", r, cause)
			}
			if r := p.flush(); r.Sent+r.Later+len(r.Refused) > 0 {
				t.Errorf("tried again at once: %+v", r)
			}
			p.now = p.now.Add(time.Minute)
			if r := p.flush(); r.Sent != c.later || r.Later+len(r.Refused) > 0 {
				t.Errorf("a minute later: %+v", r)
			}
			p.now = p.now.Add(24 * time.Hour)
			p.flush()
			arrived := p.arrived(c.arrived)
			for _, twice := range arrived[min(1, len(arrived)):] {
				if !bytes.Equal(twice.Data, arrived[0].Data) {
					t.Error("the double does not say that it is one")
				}
			}
			kept := p.kept()
			if len(kept) != 1 || !kept[m.Key].NextAt.IsZero() || kept[m.Key].SentAt.IsZero() != (c.arrived == 0) {
				t.Errorf("spool %+v; a mail about a mail?", kept)
			}
		})
	}
}

func both(one, two func(string) string) func(string) string {
	return func(command string) string {
		if reply := one(command); reply != "" {
			return reply
		}
		return two(command)
	}
}

func TestAMailPutOffIsTriedLessAndLessOftenAndThenGivenUp(t *testing.T) {
	p := newPost(t, smtpOptions{reply: on("RCPT", "450 4.2.1 greylisted")})
	p.queue(mail.Receipt(arrival(), morning))
	var waits []time.Duration
	var refused []mail.Refusal
	for last := p.now; refused == nil && p.now.Before(morning.AddDate(0, 0, 10)); p.now = p.nextTry() {
		r := p.flush()
		refused = r.Refused
		if r.Later+len(r.Refused) > 0 && p.now.After(morning) {
			waits = append(waits, p.now.Sub(last))
			last = p.now
		}
	}
	if got := fmt.Sprint(waits[:8]); got != "[1m0s 2m0s 4m0s 8m0s 16m0s 32m0s 1h0m0s 1h0m0s]" {
		t.Errorf("waits %s", got)
	}
	if len(refused) != 1 || !strings.Contains(refused[0].Error(), "greylisted") || p.now.Sub(morning) < 5*24*time.Hour {
		t.Errorf("given up at %s: %v", p.now, refused)
	}
	p.arrived(0)
}

// nextTry is when the only mail of the spool is due.
func (p *post) nextTry() time.Time {
	p.Helper()
	for _, m := range p.kept() {
		if m.NextAt.After(p.now) {
			return m.NextAt
		}
	}
	return p.now.Add(time.Minute)
}

func TestOneRecipientOfSeveralIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		reply string
		sent  int
		late  bool
		left  string
	}{
		"for ever":                             {"550 5.1.1 nobody", 1, false, "b@exemple.fr"},
		"for now: nobody gets it":              {"450 4.2.1 later", 0, false, ""},
		"for now, and it was tried for a week": {"450 4.2.1 later", 1, true, "b@exemple.fr"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t, smtpOptions{reply: on("RCPT TO:<b@", c.reply)})
			p.queue(mail.Digest(aNight(), []string{"a@exemple.fr", "b@exemple.fr", "c@exemple.fr"}, morning))
			if c.late {
				p.now = p.now.AddDate(0, 0, 7)
			}
			r := p.flush()
			left := ""
			for _, refused := range r.Refused {
				left += strings.Join(refused.To, " ")
			}
			if r.Sent != c.sent || left != c.left {
				t.Errorf("result %+v", r)
			}
			for _, m := range p.arrived(c.sent) {
				if got := strings.Join(m.To, " "); got != "a@exemple.fr c@exemple.fr" {
					t.Errorf("went to %s", got)
				}
			}
			p.now = p.now.Add(time.Hour)
			p.flush()
			p.arrived(c.sent)
		})
	}
}

func TestOneBadMailDoesNotStopTheOthers(t *testing.T) {
	p := newPost(t, smtpOptions{reply: on("RCPT TO:<formation@greta", "550 nobody")})
	p.queue(letters()["receipt"], letters()["digest"], letters()["outcome"], letters()["disk"])
	if r := p.flush(); r.Sent != 2 || len(r.Refused) != 2 {
		t.Errorf("result %+v", r)
	}
	p.arrived(2)
	if n := strings.Count(p.server.Talk(), "connect"); n != 1 {
		t.Errorf("%d lines for four mails", n)
	}
}

func TestManySendersOneSpoolEachMailOnce(t *testing.T) {
	p := newPost(t, smtpOptions{})
	const mails, senders = 60, 4
	for i := range mails {
		a := arrival()
		a.Delivery.SHA256 = fmt.Sprintf("%064x", i+1)
		a.Delivery.SHA256 = a.Delivery.SHA256[52:] + a.Delivery.SHA256[:52]
		p.queue(mail.Receipt(a, morning))
	}
	var sent atomic.Int64
	var all sync.WaitGroup
	for range senders {
		all.Go(func() {
			s := mail.Sender{Config: p.Config, Spool: p.spool, Now: func() time.Time { return morning }}
			r, err := s.Flush(t.Context())
			if err != nil {
				t.Error(err)
			}
			sent.Add(int64(r.Sent))
		})
	}
	all.Wait()
	names := map[string]int{}
	for _, m := range p.arrived(mails) {
		names[parse(t, m.Data).Get("Message-Id")]++
	}
	if len(names) != mails || sent.Load() != mails {
		t.Errorf("%d mails, %d names, %d counted", mails, len(names), sent.Load())
	}
}

func TestAMailThatAnotherWorkerHasIsLeftToIt(t *testing.T) {
	p := newPost(t, smtpOptions{})
	m := mail.Receipt(arrival(), morning)
	p.queue(m)
	claimed, err := p.spool.ClaimMail(t.Context(), m.Key, morning, morning.Add(15*time.Minute))
	if !claimed || err != nil {
		t.Fatal(claimed, err)
	}
	p.flush()
	p.arrived(0)
	p.now = morning.Add(15 * time.Minute) // the other one died: its claim is over
	p.flush()
	p.arrived(1)
}

func TestASlowServerIsNotWaitedForForEver(t *testing.T) {
	for step, reply := range map[string]string{"connect": "", "MAIL": "", "RCPT": "", "DATA": ""} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			p := newPost(t, smtpOptions{reply: func(command string) string {
				if strings.HasPrefix(command, step) {
					time.Sleep(1500 * time.Millisecond)
				}
				return reply
			}})
			p.Config.TimeoutSeconds = 1
			p.queue(mail.Receipt(arrival(), morning))
			begun := time.Now()
			r, err := p.Flush(t.Context())
			if r.Sent != 0 || r.Later != 1 || time.Since(begun) > 5*time.Second {
				t.Errorf("result %+v, %v after %s", r, err, time.Since(begun))
			}
			p.arrived(0)
		})
	}
}

func TestStoppingDoesNotWaitForTheServer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := newPost(t, smtpOptions{reply: func(command string) string {
		if strings.HasPrefix(command, "DATA") {
			cancel()
			time.Sleep(500 * time.Millisecond)
		}
		return ""
	}})
	p.Config.TimeoutSeconds = 60
	m := mail.Receipt(arrival(), morning)
	p.queue(m)
	begun := time.Now()
	r, err := p.Flush(ctx)
	if err == nil || r.Later != 1 || time.Since(begun) > 5*time.Second {
		t.Errorf("result %+v, %v after %s", r, err, time.Since(begun))
	}
	if kept := p.kept()[m.Key]; kept.LastError == "" || !kept.NextAt.Equal(morning.Add(time.Minute)) {
		t.Errorf("what came of it is not kept: %+v", kept)
	}
}

func TestNoServerNoMail(t *testing.T) {
	p := newPost(t, smtpOptions{})
	port := p.Config
	p.Config = mail.Config{}
	must(t, p.Config.Check())
	p.queueAny([]mail.Message{letters()["digest"]})
	p.flush()
	if len(p.kept()) != 0 {
		t.Error("a mail waits for a server that does not exist")
	}
	p.Config = port
	nobody := letters()["digest"]
	nobody.To = nil
	p.queueAny([]mail.Message{nobody, letters()["digest"]})
	if len(p.kept()) != 1 {
		t.Error("a mail to nobody stopped the others")
	}
}

func TestTheSamePasswordFromAFile(t *testing.T) {
	p := newPost(t, smtpOptions{user: "passerelle:secret"})
	p.Config.User, p.Config.PasswordFile = "passerelle", filepath.Join(t.TempDir(), "password")
	must(t, os.WriteFile(p.Config.PasswordFile, []byte("secret\n"), 0o600))
	must(t, p.Config.Check())
	must(t, p.Config.Probe(t.Context()))
}

func TestCheck(t *testing.T) {
	for text, want := range map[string]string{
		"port: 2525":                             "",
		"host: smtp.exemple.fr:587":              "its port goes in port",
		"port: 70000":                            "port 70000",
		"security: ssl":                          "one of starttls, tls, opportunistic, none is due",
		"auth: cram":                             "plain or login",
		"user: a":                                "without password",
		"password: x":                            "without a user",
		"user: a\npassword: b\npassword_file: c": "one of the two",
		"user: a\npassword: b\nsecurity: none":   "in clear",
		"user: a\npassword_file: /absent":        "/absent",
		"ca_file: /absent":                       "/absent",
		"from: ''":                               "from",
		"from: \"a@b.fr\\nBcc: c@d.fr\"":         "from",
		"reply_to: offre":                        "reply_to",
		"staff: [offre@exemple]":                 "",
		"staff: [étage@exemple.fr]":              "staff and operators",
		"operators: []":                          "nobody would hear",
		"max_attachment_mib: 500":                "max_attachment_mib",
		"timeout_seconds: -1":                    "timeout_seconds",
		"give_up_days: 90":                       "give_up_days",
	} {
		c := settings()
		c.Host = "smtp.exemple.fr"
		must(t, yamlfile.Decode("p.yaml", []byte(text), &c))
		err := c.Check()
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func BenchmarkCompose(b *testing.B) {
	m := mail.Outcome(answered(), morning)
	m.Attachments[0].Data = bytes.Repeat([]byte("classeur"), 1<<17) // 1 MiB
	b.ReportAllocs()
	b.SetBytes(1 << 20)
	for b.Loop() {
		if _, err := settings().Compose(m); err != nil {
			b.Fatal(err)
		}
	}
}
