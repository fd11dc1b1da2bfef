package main

import (
	"context"
	"path/filepath"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/export/mail"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// acknowledgeDeposit writes to a partner who has an address that its delivery is here,
// and when it is dealt with. A mail that cannot be kept does not undo the delivery.
func (s *service) acknowledgeDeposit(ctx context.Context, from journal.Partner, d journal.Delivery, known bool) {
	if !s.Mail.Enabled() || from.Courriel == "" {
		return
	}
	at := s.app.now().In(s.zone())
	arrival := mail.Arrival{Delivery: d, To: []string{from.Courriel}, Due: s.nextLoad(at), Again: known}
	if _, err := s.Mail.Queue(context.WithoutCancel(ctx), s.store, mail.Receipt(arrival, at)); err != nil {
		s.log.Error("the receipt of a delivery is not kept", "partner", from.Name, "sha256", d.SHA256, "error", err)
	}
}

// answered tells whether a run has written the answer to a delivery.
func (s *service) answered(sender, sha256 string) bool {
	answers, err := filepath.Glob(filepath.Join(s.Answers, "*", sender, sha256[:answerName]))
	return err == nil && len(answers) > 0
}

// nextLoad is when what arrives now is loaded; zero when no job of the service says.
func (s *service) nextLoad(at time.Time) (next time.Time) {
	if s.WatchInbox > 0 {
		return at.Add(s.WatchInbox)
	}
	for _, turns := range schedule.Upcoming(s.jobs, at, 1) {
		loads := turns.Job.Run == "run" || turns.Job.Run == "load"
		if loads && len(turns.At) > 0 && (next.IsZero() || turns.At[0].Before(next)) {
			next = turns.At[0]
		}
	}
	return next
}
