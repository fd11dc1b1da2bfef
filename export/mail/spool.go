package mail

import (
	"context"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Queuer is the spool, as those who write see it.
type Queuer interface {
	// QueueMail keeps a mail to send; queued is false, and nothing changes, when its
	// key is known already.
	QueueMail(ctx context.Context, m journal.Mail) (queued bool, err error)
}

// Spool is the spool, as the one who sends sees it.
type Spool interface {
	// PendingMails gives the first n mails that can be tried at that time, the oldest first.
	PendingMails(ctx context.Context, at time.Time, n int) ([]journal.Mail, error)
	// ClaimMail takes a mail to try until a time after which another may: claimed is
	// true for one alone.
	ClaimMail(ctx context.Context, key string, at, until time.Time) (claimed bool, err error)
	// MarkSent records that a mail is sent.
	MarkSent(ctx context.Context, key string, at time.Time) error
	// MarkFailed records why an attempt failed, and when to try again; a zero time
	// gives up.
	MarkFailed(ctx context.Context, key, cause string, next time.Time) error
}

// Queue puts messages in the spool, and says how many were not there already. Those
// that go to nobody are left out; without a server none is kept.
func (c Config) Queue(ctx context.Context, spool Queuer, messages ...Message) (queued int, err error) {
	if !c.Enabled() {
		return 0, nil
	}
	for _, m := range messages {
		if len(m.To) == 0 {
			continue
		}
		composed, err := c.Compose(m)
		if err != nil {
			return queued, err
		}
		kept, err := spool.QueueMail(ctx, composed)
		if err != nil {
			return queued, fmt.Errorf("put mail %s in the spool: %w", m.Key, err)
		}
		if kept {
			queued++
		}
	}
	return queued, nil
}
