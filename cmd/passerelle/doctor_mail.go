package main

import (
	"context"
	"fmt"
)

// checkMail connects to the mail server as sending would, and sends nothing.
func (x *exam) checkMail(ctx context.Context) (found []diagnosis) {
	c := x.config.Mail
	if !c.Enabled() {
		return []diagnosis{well("mail", "no server is configured: no mail is sent")}
	}
	if err := c.Check(); err != nil {
		return []diagnosis{ill(broken, c.Host, err.Error(), "mend mail in "+x.path)}
	}
	if err := c.Probe(ctx); err != nil {
		found = append(found, ill(broken, c.Host, err.Error(), "look at the name, the port, security, user and password of mail in "+x.path+", and at the firewall; mails wait meanwhile and none is lost"))
	} else {
		found = append(found, well(c.Host, "answers, and accepts us"))
	}
	if x.store == nil {
		return found
	}
	counts, err := x.store.Counts(ctx)
	if err != nil {
		return append(found, ill(broken, "mails", err.Error(), "see what the message says to try"))
	}
	told := fmt.Sprintf("%d sent, %d wait (%d of them tried in vain), %d given up", counts.Mails.Sent, counts.Mails.Waiting, counts.Mails.Late, counts.Mails.GivenUp)
	if counts.Mails.Late+counts.Mails.GivenUp > 0 {
		return append(found, ill(attention, "mails", told, "the view v_courrier of the store says why; mend the addresses"))
	}
	return append(found, well("mails", "%s", told))
}
