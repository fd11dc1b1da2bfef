package mail

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Compose makes of a message what the spool keeps: the bytes that go out. The same
// message with the same settings has the same bytes.
func (c Config) Compose(m Message) (journal.Mail, error) {
	body, err := c.compose(m)
	if err != nil {
		return journal.Mail{}, fmt.Errorf("write mail %s: %w", m.Key, err)
	}
	return journal.Mail{Key: m.Key, Kind: m.Kind, Run: m.Run, To: m.To, Subject: line(m.Subject, maxSubject), Body: body, QueuedAt: m.At}, nil
}

func (c Config) compose(m Message) ([]byte, error) {
	headers, err := c.headers(m)
	if err != nil {
		return nil, err
	}
	text, html, err := m.Render(c.signature())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for _, h := range headers {
		fmt.Fprintf(&out, "%s: %s\r\n", h.name, h.value)
	}
	err = writeParts(&out, digest(m.Key), text, html, m.Attachments)
	return out.Bytes(), err
}

type header struct{ name, value string }

func (c Config) headers(m Message) ([]header, error) {
	from, err := address(c.From)
	if err != nil {
		return nil, fmt.Errorf("sender %q: %w", c.From, err)
	}
	to, err := recipients(m.To)
	if err != nil {
		return nil, err
	}
	if m.Key == "" || m.At.IsZero() {
		return nil, errors.New("a key and an instant are due")
	}
	headers := []header{
		{"Date", m.At.Format(time.RFC1123Z)},
		{"From", from.String()},
		{"To", strings.Join(to, ",\r\n ")},
		{"Subject", encodedText(m.Subject)},
		{"Message-ID", messageID(m.Key, from)},
		{"Auto-Submitted", "auto-generated"}, // no answering machine answers (RFC 3834)
		{"X-Auto-Response-Suppress", "All"},  // Exchange asks for this one
		{"MIME-Version", "1.0"},
	}
	if c.ReplyTo == "" {
		return headers, nil
	}
	reply, err := address(c.ReplyTo)
	if err != nil {
		return nil, fmt.Errorf("reply to %q: %w", c.ReplyTo, err)
	}
	return append(headers, header{"Reply-To", reply.String()}), nil
}

func recipients(list []string) (to []string, err error) {
	if len(list) == 0 {
		return nil, errors.New("it goes to nobody: give an address")
	}
	for _, text := range list {
		a, err := address(text)
		if err != nil {
			return nil, fmt.Errorf("recipient %q: %w", text, err)
		}
		to = append(to, a.String())
	}
	return to, nil
}

// messageID is made of the key alone: the same message sent again is seen to be the
// same.
func messageID(key string, from *netmail.Address) string {
	_, domain, _ := strings.Cut(from.Address, "@")
	return "<" + digest("message-id\x00"+key) + "@" + domain + ">"
}
