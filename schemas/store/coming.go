package store

import (
	"context"
	"errors"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// What follows is declared before it is kept, so that those who need it can be
// written meanwhile.
var errComing = errors.New("not kept yet")

// KeepPartner adds a partner, or replaces the one of that name.
func (s *Store) KeepPartner(ctx context.Context, p journal.Partner) error { return errComing }

// Partners gives all of them, revoked ones included, by name.
func (s *Store) Partners(ctx context.Context) ([]journal.Partner, error) { return nil, errComing }

// PartnerByHash gives the partner whose token has that hash, be it expired or
// revoked; ok is false when there is none.
func (s *Store) PartnerByHash(ctx context.Context, hash string) (p journal.Partner, ok bool, err error) {
	return p, false, errComing
}

// TouchPartner records when a partner came last.
func (s *Store) TouchPartner(ctx context.Context, name string, at time.Time) error { return errComing }

// ClaimFiring takes a firing for the worker that it names: claimed is true for one
// alone. One that was claimed can be claimed again with a higher attempt, unless it
// is done: to try again, or to take over from a worker that died.
func (s *Store) ClaimFiring(ctx context.Context, f journal.Firing) (claimed bool, err error) {
	return false, errComing
}

// FinishFiring records how a firing ended. It is ErrUnknown when the attempt is no
// longer the worker's: another took over.
func (s *Store) FinishFiring(ctx context.Context, f journal.Firing) error { return errComing }

// Firings gives the last n firings of a job, of all when it is empty, those due last
// first.
func (s *Store) Firings(ctx context.Context, job string, n int) ([]journal.Firing, error) {
	return nil, errComing
}

// LastFirings gives the last firing of each job, by name.
func (s *Store) LastFirings(ctx context.Context) ([]journal.Firing, error) { return nil, errComing }

// QueueMail keeps a message to send; queued is false when its key is known already.
func (s *Store) QueueMail(ctx context.Context, m journal.Mail) (queued bool, err error) {
	return false, errComing
}

// PendingMails gives the first n messages to be tried at that time, the oldest first.
func (s *Store) PendingMails(ctx context.Context, at time.Time, n int) ([]journal.Mail, error) {
	return nil, errComing
}

// ClaimMail takes a message to try until a time after which another may: claimed is
// true for one alone.
func (s *Store) ClaimMail(ctx context.Context, key string, at, until time.Time) (claimed bool, err error) {
	return false, errComing
}

// MarkSent records that a message is sent.
func (s *Store) MarkSent(ctx context.Context, key string, at time.Time) error { return errComing }

// MarkFailed records why an attempt failed, and when to try again; a zero time gives
// up.
func (s *Store) MarkFailed(ctx context.Context, key, cause string, next time.Time) error {
	return errComing
}

// Mails gives the last n messages, the latest first.
func (s *Store) Mails(ctx context.Context, n int) ([]journal.Mail, error) { return nil, errComing }

// CopyTo copies all that the store holds, as it is, to another, which must be empty.
func (s *Store) CopyTo(ctx context.Context, other *Store) error { return errComing }
