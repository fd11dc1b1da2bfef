package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// send gives one mail to the server. It is sent when the server has said that it has
// taken it; refused tells for whom it did not. A recipient that is put off puts the
// mail off for all, so that nobody gets it twice, unless it is the last attempt.
func (c *connection) send(ctx context.Context, m journal.Mail, last bool) (refused []Refusal, f *fault) {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	if f := c.open(ctx); f != nil {
		return nil, f
	}
	defer cutAtEnd(ctx, c.wire)()
	refused, f = c.envelope(m, last)
	if f == nil {
		f = c.data(m.Body)
	}
	if f != nil {
		c.reset(f)
		return nil, f
	}
	return refused, nil
}

// envelope says from whom and to whom the mail goes.
func (c *connection) envelope(m journal.Mail, last bool) (refused []Refusal, f *fault) {
	from, err := address(c.config.From)
	if err != nil {
		return nil, faulty("read the sender", err)
	}
	if err := c.client.UpdateDeadline(c.config.timeout()); err != nil {
		return nil, faulty("prepare", err)
	}
	if err := c.client.Mail("<" + from.Address + ">"); err != nil {
		return nil, faulty("give the sender", err) // it is the same for all mails
	}
	for _, text := range m.To {
		to, err := address(text)
		if err != nil {
			refused = append(refused, Refusal{m.Key, []string{text}, err.Error()})
			continue
		}
		if f := c.recipient(to); f != nil && (f.kind == refusal || f.kind == putOff && last && replyCode(f.err) != 0) {
			refused = append(refused, Refusal{m.Key, []string{text}, f.Error()})
		} else if f != nil {
			return nil, f
		}
	}
	if len(refused) == len(m.To) {
		return nil, allRefused(refused)
	}
	return refused, nil
}

func (c *connection) recipient(to *netmail.Address) *fault {
	if err := c.client.UpdateDeadline(c.config.timeout()); err != nil {
		return faulty("prepare", err)
	}
	if err := c.client.Rcpt("<" + to.Address + ">"); err != nil {
		return judged("give the recipient", err)
	}
	return nil
}

func allRefused(refused []Refusal) *fault {
	if len(refused) == 0 {
		return &fault{refusal, "give the recipients", errors.New("it goes to nobody")}
	}
	return &fault{refusal, "give the recipients", fmt.Errorf("none is accepted: %s", refused[0].Cause)}
}

// data gives the message. After an error in the middle, which no reply explains, reset
// cuts the line without the point that would end a message which is not whole.
func (c *connection) data(body []byte) *fault {
	if err := c.client.UpdateDeadline(c.config.timeout()); err != nil {
		return faulty("prepare", err)
	}
	out, err := c.client.Data()
	if err != nil {
		return judged("announce the message", err)
	}
	if err := c.client.UpdateDeadline(attemptTime); err != nil {
		return faulty("prepare", err)
	}
	if _, err := out.Write(body); err != nil {
		return judged("give the message", err)
	}
	if err := out.Close(); err != nil {
		return judged("end the message", err)
	}
	return nil
}

// reset makes the line fit for another mail, or gives it up.
func (c *connection) reset(f *fault) {
	if c.client == nil {
		return
	}
	answered := f.kind == refusal || f.kind == putOff && replyCode(f.err) != 0
	if !answered || c.client.Reset() != nil {
		c.drop()
	}
}
