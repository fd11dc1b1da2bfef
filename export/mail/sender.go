package mail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Sender sends what waits in a spool. Several may work on one spool, on one machine
// or on many.
type Sender struct {
	Config Config
	Spool  Spool
	Now    func() time.Time
}

// How long things last, at most.
const (
	attemptTime = 10 * time.Minute // one attempt at one mail
	claimTime   = 15 * time.Minute // the claim of a mail: longer than any attempt
	batch       = 4                // mails held in memory at once, with their attachments
)

// Result is what a Flush did.
type Result struct {
	Sent    int
	Later   int       // put off
	Refused []Refusal // for ever: the log and the status tell of them, no mail does
}

// Refusal is a mail that the server refuses for all or for some of those it goes to,
// or that it has put off for too long.
type Refusal struct {
	Key   string
	To    []string // who did not get it
	Cause string
}

// Error says which mail, to whom, and what the server answered.
func (r Refusal) Error() string {
	return fmt.Sprintf("mail %s not delivered to %v: %s", r.Key, r.To, r.Cause)
}

// Flush tries each mail that is due, once. It stops at once, with an error, when the
// server cannot be reached or refuses us, or when the spool does not answer: what
// waits is tried by a later call. What the server says of one mail is in the result.
func (s *Sender) Flush(ctx context.Context) (r Result, err error) {
	if !s.Config.Enabled() {
		return r, nil
	}
	server := &connection{config: s.Config}
	defer server.close()
	for ctx.Err() == nil {
		due, err := s.Spool.PendingMails(ctx, s.Now(), batch)
		if err != nil {
			return r, fmt.Errorf("send mails: %w", err)
		}
		if len(due) == 0 {
			return r, nil
		}
		for _, m := range due {
			if err := s.try(ctx, server, m, &r); err != nil {
				return r, fmt.Errorf("send mails through %s: %w", s.Config.server(), err)
			}
		}
	}
	return r, ctx.Err()
}

// try claims one mail and attempts it. Its error is about the server or the spool.
func (s *Sender) try(ctx context.Context, server *connection, m journal.Mail, r *Result) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	at := s.Now()
	claimed, err := s.Spool.ClaimMail(ctx, m.Key, at, at.Add(claimTime))
	if err != nil || !claimed {
		return err
	}
	// What came of the attempt is recorded even when the process is asked to stop.
	keep := context.WithoutCancel(ctx)
	refused, fault := server.send(ctx, m, s.tooLate(m, at))
	if fault == nil {
		return s.sent(keep, m, refused, r)
	}
	return s.failed(keep, m, fault, r)
}

// tooLate says that a mail which the server puts off has been tried for long enough.
func (s *Sender) tooLate(m journal.Mail, at time.Time) bool {
	return at.Sub(m.QueuedAt) >= s.Config.giveUpAfter()
}

func (s *Sender) sent(ctx context.Context, m journal.Mail, refused []Refusal, r *Result) error {
	r.Sent++
	r.Refused = append(r.Refused, refused...)
	return s.Spool.MarkSent(ctx, m.Key, s.Now())
}

// failed records a failure, and passes on what is not about this mail.
func (s *Sender) failed(ctx context.Context, m journal.Mail, f *fault, r *Result) error {
	now, next := s.Now(), time.Time{}
	if f.kind == refusal || f.kind == putOff && s.tooLate(m, now) {
		r.Refused = append(r.Refused, Refusal{m.Key, m.To, f.Error()})
	} else {
		r.Later++
		next = now.Add(backoff(m.Attempts))
	}
	err := s.Spool.MarkFailed(ctx, m.Key, f.Error(), next)
	if f.kind == serverFault {
		return errors.Join(f, err)
	}
	return err
}

// backoff is how long to wait after a failure: a minute, then twice as long each
// time, an hour at most.
func backoff(attempts int) time.Duration {
	return min(time.Minute<<min(attempts, 6), time.Hour)
}
