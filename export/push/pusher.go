package push

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Journal keeps what was sent.
type Journal interface {
	// Pushes gives the last n sendings of a target, the latest first; all when n is 0.
	Pushes(ctx context.Context, target string, n int) ([]journal.Push, error)
	// KeepPush records where a sending stands: one line a target, destination and hash.
	KeepPush(ctx context.Context, p journal.Push) error
	// KeepFetches records that feeds have reached a partner.
	KeepFetches(ctx context.Context, fetches []journal.Fetch) error
}

// Pusher sends publications. One at a time goes to one destination: whoever shares
// the work sees to that, as for any job.
type Pusher struct {
	Journal Journal
	Now     func() time.Time
}

// Try makes one attempt, if one is due, and says where the sending stands; when it
// waits, next is when it is due. What the other end answered is in the Error of what
// it returns, and its own error is about the journal, or the end of the context.
//
// A publication that the destination received last is sent already. One that was
// given up stays so: see TryNow.
func (p *Pusher) Try(ctx context.Context, d Destination, pub Publication) (state journal.Push, next time.Time, err error) {
	state, err = p.standing(ctx, d, pub)
	if err != nil || state.State != journal.PushWaiting {
		return state, next, p.wrap(d, pub, err)
	}
	if due := state.At.Add(backoff(state.Attempts)); state.Attempts > 0 && p.Now().Before(due) {
		return state, due, nil
	}
	before := state
	state.Attempts, state.At, state.Error = state.Attempts+1, p.Now().UTC(), "interrupted"
	if err := p.Journal.KeepPush(ctx, state); err != nil {
		return state, next, p.wrap(d, pub, err)
	}
	failure := attempt(ctx, d, pub)
	if err := ctx.Err(); err != nil && failure != nil {
		// It is no fault of the other end: the attempt does not count.
		before.Error = "interrupted"
		return before, next, p.wrap(d, pub, errors.Join(err, p.Journal.KeepPush(context.WithoutCancel(ctx), before)))
	}
	state, err = p.record(context.WithoutCancel(ctx), d, pub, state, failure)
	return state, state.At.Add(backoff(state.Attempts)), p.wrap(d, pub, err)
}

// TryNow makes an attempt though none is due yet, or the sending was given up: somebody
// asks for it, who has mended what prevented it. What was sent is not sent again.
func (p *Pusher) TryNow(ctx context.Context, d Destination, pub Publication) (state journal.Push, next time.Time, err error) {
	state, err = p.standing(ctx, d, pub)
	if err == nil && state.State != journal.PushSent && state.Attempts > 0 {
		err = p.Reopen(ctx, state)
	}
	if err != nil {
		return state, next, p.wrap(d, pub, err)
	}
	return p.Try(ctx, d, pub)
}

func (p *Pusher) wrap(d Destination, pub Publication, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("send target %s to %s: %w", pub.Target, d.Name, err)
}

// standing is where a sending stands: sent when this feed is the last that the
// destination received. A feed that comes back after another is sent again.
func (p *Pusher) standing(ctx context.Context, d Destination, pub Publication) (journal.Push, error) {
	fresh := journal.Push{Target: pub.Target, Destination: d.Name, SHA256: pub.SHA256, State: journal.PushWaiting, At: p.Now().UTC()}
	all, err := p.Journal.Pushes(ctx, pub.Target, 0)
	if err != nil {
		return fresh, err
	}
	later := false // another feed was sent there after
	for _, past := range all {
		switch {
		case past.Destination != d.Name:
		case past.SHA256 == pub.SHA256 && later:
			return fresh, nil
		case past.SHA256 == pub.SHA256:
			return past, nil
		case past.State == journal.PushSent:
			later = true
		}
	}
	return fresh, nil
}

// record keeps what came of an attempt. That the partner has the feed is kept first:
// a crash between the two sends it again, and no fetch is forgotten.
func (p *Pusher) record(ctx context.Context, d Destination, pub Publication, state journal.Push, failure error) (journal.Push, error) {
	switch {
	case failure == nil:
		state.State, state.Error = journal.PushSent, ""
		if err := p.Journal.KeepFetches(ctx, reached(d, pub, state.At)); err != nil {
			return state, err
		}
	case errors.Is(failure, errUntrusted) || state.Attempts >= d.attempts():
		state.State, state.Error = journal.PushFailed, failure.Error()
	default:
		state.Error = failure.Error()
	}
	return state, p.Journal.KeepPush(ctx, state)
}

// reached is the fetch that a sending is, when it brought records.
func reached(d Destination, pub Publication, at time.Time) []journal.Fetch {
	files, err := pub.chosen(d)
	if err != nil {
		return nil
	}
	via := map[string]journal.Via{TypeFolder: journal.ViaFolder, TypeSFTP: journal.ViaSFTP}[d.Type]
	fetch := journal.Fetch{Target: pub.Target, Partner: d.partner(), Publication: pub.SHA256, Complete: true, Via: via, At: at}
	for _, f := range files {
		if f.Feed {
			fetch.File, fetch.Bytes = f.Name, fetch.Bytes+f.Size
		}
	}
	if fetch.File == "" {
		return nil
	}
	return []journal.Fetch{fetch}
}

// Reopen lets a sending that was given up be tried again, from its first attempt.
func (p *Pusher) Reopen(ctx context.Context, given journal.Push) error {
	given.State, given.Attempts, given.Error, given.At = journal.PushWaiting, 0, "", p.Now().UTC()
	return p.Journal.KeepPush(ctx, given)
}

func attempt(ctx context.Context, d Destination, pub Publication) error {
	files, err := pub.chosen(d)
	if err != nil {
		return err
	}
	to, err := open(ctx, d, pub)
	if err != nil {
		return advise(err)
	}
	return advise(errors.Join(deliver(ctx, to, d, pub, files), to.close()))
}

func open(ctx context.Context, d Destination, pub Publication) (place, error) {
	if d.Type == TypeSFTP {
		return openServer(ctx, d, pub)
	}
	return openFolder(d, pub)
}

// backoff is how long to wait after a number of attempts: a minute, then twice as
// long each time, half an hour at most.
func backoff(attempts int) time.Duration {
	return min(time.Minute<<min(max(attempts-1, 0), 5), 30*time.Minute)
}
