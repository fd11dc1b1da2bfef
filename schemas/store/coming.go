package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// What follows is declared before it is kept, so that those who need it can be
// written meanwhile.
var errComing = errors.New("not kept yet")

func coming[T any](yield func(T, error) bool) { yield(*new(T), errComing) }

// Whereabouts tells how far records have come: a formation and its sessions by its
// ID; a session by its ID; those that have an organisation's own number; those of
// an organisation, responsable or formateur, by its SIRET. Formations come in the
// order of their IDs, each before its sessions. It is ErrUnknown when there is none.
func (s *Store) Whereabouts(ctx context.Context, what string) ([]journal.Whereabouts, error) {
	return nil, errComing
}

// Ledger yields the verdicts of a target that stand, in the order of formations,
// the formation's own before those of its sessions.
func (s *Store) Ledger(ctx context.Context, target string) iter.Seq2[journal.LedgerLine, error] {
	return coming[journal.LedgerLine]
}

// PublicationFilter says which publications to give; what is zero does not restrict
// them.
type PublicationFilter struct {
	Target string
	SHA256 string
	Before string // run: those of earlier runs
	States []journal.PublicationState
	Limit  int
}

// Publications gives publications, those of the latest run first, then by target.
func (s *Store) Publications(ctx context.Context, f PublicationFilter) ([]journal.Publication, error) {
	return nil, errComing
}

// FetchFilter says which fetches to give; what is zero does not restrict them.
type FetchFilter struct {
	Target, Partner, Publication string
	Complete                     bool // only those that ended with the last byte
	Since                        time.Time
	Limit                        int
}

// KeepFetches records fetches.
func (s *Store) KeepFetches(ctx context.Context, fetches []journal.Fetch) error { return errComing }

// Fetches gives fetches, the latest first.
func (s *Store) Fetches(ctx context.Context, f FetchFilter) ([]journal.Fetch, error) {
	return nil, errComing
}

// LastFetches gives the last complete fetch of each partner in each target, in the
// order of targets and partners.
func (s *Store) LastFetches(ctx context.Context) ([]journal.Fetch, error) { return nil, errComing }

// KeepPush records where a sending stands: one line a target, destination and hash.
func (s *Store) KeepPush(ctx context.Context, p journal.Push) error { return errComing }

// Pushes gives the sendings of a target, of all when it is empty, the latest first.
func (s *Store) Pushes(ctx context.Context, target string, n int) ([]journal.Push, error) {
	return nil, errComing
}

// AcknowledgementFilter says which acknowledgements to give; what is zero does not
// restrict them.
type AcknowledgementFilter struct {
	Target, Record, Run string
	Latest              bool // only the last of each record
	Refused             bool // only those that refuse; with Latest, of the last ones
	Limit               int
}

// KeepAcknowledgements records what a partner answered. A line of a file that is
// read again replaces what it said.
func (s *Store) KeepAcknowledgements(ctx context.Context, all []journal.Acknowledgement) error {
	return errComing
}

// Acknowledgements gives what partners answered, in the order of targets, kinds and
// records, the oldest first.
func (s *Store) Acknowledgements(ctx context.Context, f AcknowledgementFilter) ([]journal.Acknowledgement, error) {
	return nil, errComing
}

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
