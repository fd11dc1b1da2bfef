package mail_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/export/answer"
	"github.com/carif-oref/passerelle/export/mail"
)

// parsed is a message as the one who receives it reads it.
type parsed struct {
	netmail.Header
	Text, HTML  string
	Attachments []attachment
}

type attachment struct {
	Name, Type string
	Data       []byte
}

// parse reads a message strictly: CRLF everywhere, lines of 998 signs at most, ASCII.
func parse(t testing.TB, raw []byte) (p parsed) {
	t.Helper()
	for _, line := range bytes.Split(bytes.TrimSuffix(raw, []byte("\r\n")), []byte("\r\n")) {
		if len(line) > 998 || bytes.ContainsAny(line, "\r\n") || bytes.ContainsFunc(line, func(r rune) bool { return r > '~' || r < ' ' && r != '\t' }) {
			t.Fatalf("a line that SMTP does not take: %q", line)
		}
	}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	must(t, err)
	p.Header = m.Header
	p.part(t, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Header.Get("Content-Disposition"), m.Body)
	return p
}

func (p *parsed) part(t testing.TB, kind, encoding, disposition string, body io.Reader) {
	t.Helper()
	media, params, err := mime.ParseMediaType(kind)
	must(t, err)
	if strings.HasPrefix(media, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			part, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return
			}
			must(t, err)
			p.part(t, part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part.Header.Get("Content-Disposition"), part)
		}
	}
	switch encoding {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	data, err := io.ReadAll(body)
	must(t, err)
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	switch {
	case disposition != "":
		_, params, err := mime.ParseMediaType(disposition)
		must(t, err)
		p.Attachments = append(p.Attachments, attachment{params["filename"], kind, data})
	case media == "text/plain":
		p.Text = text
	case media == "text/html":
		p.HTML = text
	}
}

func composed(t testing.TB, m mail.Message) []byte {
	t.Helper()
	made, err := settings().Compose(m)
	must(t, err)
	return made.Body
}

func TestAMessageIsWhatTheReceiverReads(t *testing.T) {
	for name, m := range letters() {
		t.Run(name, func(t *testing.T) {
			got := parse(t, composed(t, m))
			text, html, err := m.Render(settings().Signature)
			must(t, err)
			if got.Text != text || got.HTML != html {
				t.Errorf("text %q\nHTML %q", got.Text, got.HTML)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(got.Get("Subject"))
			if err != nil || subject != m.Subject {
				t.Errorf("subject %q, want %q (%v)", subject, m.Subject, err)
			}
			date, err := got.Date()
			if err != nil || !date.Equal(morning) {
				t.Errorf("date %s (%v)", date, err)
			}
			if len(got.Attachments) != len(m.Attachments) {
				t.Fatalf("%d attachments", len(got.Attachments))
			}
			for i, a := range m.Attachments {
				if b := got.Attachments[i]; b.Name != a.Name || !bytes.Equal(b.Data, a.Data) || !strings.HasPrefix(b.Type, "application/vnd.openxml") {
					t.Errorf("attachment %q of type %s, %d bytes", b.Name, b.Type, len(b.Data))
				}
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	got := parse(t, composed(t, letters()["feed_held"]))
	for name, want := range map[string]string{
		"From": `"Le catalogue de Bourbon" <catalogue@carif.exemple>`, "To": "=?utf-8?q?Op=C3=A9rateurs?= <exploitation@carif.exemple>",
		"Reply-To": "<offre@carif.exemple>", "Auto-Submitted": "auto-generated", "Mime-Version": "1.0", "Date": "Mon, 23 Nov 2026 06:30:00 +0100",
	} {
		if got.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.Get(name), want)
		}
	}
	if id := got.Get("Message-Id"); !strings.HasSuffix(id, "@carif.exemple>") || len(id) != 1+32+len("@carif.exemple>") {
		t.Errorf("Message-ID %s", id)
	}
}

func TestTheSameMessageHasTheSameBytesAndTheSameName(t *testing.T) {
	for name, m := range letters() {
		if !bytes.Equal(composed(t, m), composed(t, letters()[name])) {
			t.Errorf("%s differs from itself", name)
		}
	}
	other := arrival()
	other.To = []string{"autre@of.exemple"}
	one, two := parse(t, composed(t, mail.Receipt(arrival(), morning))), parse(t, composed(t, mail.Receipt(other, morning)))
	if one.Get("Message-Id") == two.Get("Message-Id") {
		t.Error("two messages with one name")
	}
}

// TestStrangersTextStaysText gives hostile names everything that a stranger chooses.
func TestStrangersTextStaysText(t *testing.T) {
	for what, name := range map[string]string{
		"a header":            "x.xlsx\r\nBcc: victime@exemple.fr\r\n\r\nCorps",
		"a bare LF":           "x\nBcc: victime@exemple.fr",
		"controls":            "x\x00\x1b[31m\u0085\u2028Bcc: a@b.fr",
		"a turn of direction": "x\u202egpj.xlsx\u200f",
		"an encoded word":     "=?utf-8?q?Virement_re=C3=A7u?=.xlsx",
		"a boundary":          "--=_mixed_0\r\n.xlsx",
		"markup":              `<script>alert(1)</script><img src="http://x/y">.xlsx`,
		"a long word":         strings.Repeat("é", 5000) + ".xlsx",
		"not UTF-8":           "x\xff\xfe.xlsx",
		"a path":              `..\..\../etc/passwd`,
		"nothing":             "",
		"a point alone":       "\r\n.\r\n",
		"emoji":               strings.Repeat("🎓", 300) + ".xlsx",
	} {
		t.Run(what, func(t *testing.T) {
			a, o, n := arrival(), answered(), aNight()
			a.Delivery.Name, n.Unread[0], n.Run.Error, n.Feeds[1].Title = name, name, name, name
			n.Feeds[1].Publication.Error, n.Report = name, name
			o.Text = strings.Replace(outcomeText, "offre été 2026.xlsx\n\n", name+"\n\n", 1)
			o.Files[0].Name = name
			for _, m := range []mail.Message{mail.Receipt(a, morning), mail.Outcome(o, morning), mail.Digest(n, settings().Staff, morning), mail.FeedHeld(n.Feeds[1], morning).Message(settings().Operators, morning)} {
				checkHarmless(t, m)
			}
		})
	}
}

var knownHeaders = map[string]bool{"Date": true, "From": true, "To": true, "Subject": true, "Message-Id": true, "Auto-Submitted": true,
	"X-Auto-Response-Suppress": true, "Mime-Version": true, "Reply-To": true, "Content-Type": true}

func checkHarmless(t testing.TB, m mail.Message) {
	t.Helper()
	made, err := settings().Compose(m)
	must(t, err)
	got := parse(t, made.Body)
	for header := range got.Header {
		if !knownHeaders[header] || len(got.Header[header]) != 1 {
			t.Errorf("header %s: %q", header, got.Header[header])
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(got.Get("Subject"))
	must(t, err)
	for _, text := range []string{subject, made.Subject, got.Text} {
		if strings.ContainsAny(text, "\x00\x1b\r\u202e\u200f\u0085") || !utf8.ValidString(text) {
			t.Errorf("hidden signs in %q", text)
		}
	}
	if strings.Contains(subject, "\n") || utf8.RuneCountInString(subject) > 220 {
		t.Errorf("subject %q", subject)
	}
	if found := remote.FindString(got.HTML); found != "" || got.Text == "" || !strings.HasSuffix(got.HTML, "</html>\n") {
		t.Errorf("%q in the HTML, text %q", found, got.Text)
	}
	if len(got.Attachments) != len(m.Attachments) {
		t.Errorf("%d attachments", len(got.Attachments))
	}
	for _, a := range got.Attachments {
		if a.Name == "" || strings.ContainsAny(a.Name, "/\\\r\n") || strings.HasPrefix(a.Name, ".") {
			t.Errorf("attachment %q", a.Name)
		}
	}
}

func FuzzStrangersTextStaysText(f *testing.F) {
	f.Add("offre.xlsx", "Objet : x\n\nBonjour,\n\n- a\n")
	f.Add("a\r\nBcc: b@c.fr", "\r\n.\r\n")
	f.Add("=?utf-8?q?a?=\x00", "  - =?\xff")
	f.Fuzz(func(t *testing.T, name, text string) {
		a, o := arrival(), answered()
		a.Delivery.Name, o.Text, o.Files[0].Name, o.Run = name, text, name, name
		checkHarmless(t, mail.Receipt(a, morning))
		checkHarmless(t, mail.Outcome(o, morning))
	})
}

func TestWhatCannotBeComposed(t *testing.T) {
	for name, damage := range map[string]func(*mail.Config, *mail.Message){
		"nobody":                    func(_ *mail.Config, m *mail.Message) { m.To = nil },
		"a recipient with a header": func(_ *mail.Config, m *mail.Message) { m.To = []string{"a@b.fr\r\nBcc: c@d.fr"} },
		"two recipients in one":     func(_ *mail.Config, m *mail.Message) { m.To = []string{"a@b.fr, c@d.fr"} },
		"a command for an address":  func(_ *mail.Config, m *mail.Message) { m.To = []string{`"a> RCPT TO:<x"@b.fr`} },
		"no key":                    func(_ *mail.Config, m *mail.Message) { m.Key = "" },
		"no instant": func(_ *mail.Config, m *mail.Message) {
			m.At = m.At.Add(-1<<62).AddDate(-3000, 0, 0)
			*m = mail.Message{Key: "x", To: m.To}
		},
		"no sender":              func(c *mail.Config, _ *mail.Message) { c.From = "" },
		"a sender with a header": func(c *mail.Config, _ *mail.Message) { c.From = "a@b.fr\nBcc: c@d.fr" },
		"an answer to nobody":    func(c *mail.Config, _ *mail.Message) { c.ReplyTo = "personne" },
	} {
		c, m := settings(), letters()["receipt"]
		damage(&c, &m)
		if _, err := c.Compose(m); err == nil {
			t.Errorf("%s: composed", name)
		}
	}
}

func TestAnAnswerTooLargeIsSaidToBeElsewhere(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, n int) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, bytes.Repeat([]byte("x"), n), 0o600))
		return path
	}
	files := answer.Files{Workbook: write("offre-reponse.xlsx", 3<<20), Findings: write("offre-constats.csv", 900), Outcome: filepath.Join(dir, "offre-resultat.txt")}
	must(t, os.WriteFile(files.Outcome, []byte(outcomeText), 0o600))
	for limit, want := range map[int64]string{4 << 20: "offre-reponse.xlsx offre-constats.csv", 3 << 20: "offre-reponse.xlsx", 1 << 20: "offre-constats.csv", 10: ""} {
		a, err := mail.ReadAnswer(files, limit, "https://depot.exemple/8c1f")
		must(t, err)
		var names []string
		for _, f := range a.Files {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); got != want || len(a.Files)+len(a.Left) != 2 {
			t.Errorf("limit %d: %q attached, %q left", limit, got, a.Left)
		}
		a.To, a.Delivery = answered().To, sha
		text := parse(t, composed(t, mail.Outcome(a, morning))).Text
		if said := strings.Count(text, "trop lourd"); said != len(a.Left) || said > 0 && !strings.Contains(text, "https://depot.exemple/8c1f") {
			t.Errorf("limit %d: %s", limit, text)
		}
	}
	if _, err := mail.ReadAnswer(answer.Files{Outcome: filepath.Join(dir, "absent.txt")}, 1, ""); err == nil {
		t.Error("an answer that is not there was read")
	}
}
