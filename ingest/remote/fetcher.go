package remote

import (
	"cmp"
	"context"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"time"
)

// Fetcher fetches sources into a folder. Its zero value, but for Dir, is fit for
// a nightly job. It may be used by several goroutines; one source is fetched by
// one process at a time.
type Fetcher struct {
	Dir string // each source has in it a folder of its own, by its name

	Client       *http.Client  // nil: one of our own. One that has a dialer of its own is not kept from private addresses
	MaxBytes     int64         // of a file, once decoded; 0: 2 GiB
	Timeout      time.Duration // for a whole fetch, waits between attempts included; 0: 30 minutes
	Idle         time.Duration // without a byte, before a connection is given up; 0: one minute
	Retries      int           // attempts in a row that bring nothing more, after the first; 0: 4, negative: none
	Backoff      time.Duration // wait before the first retry, doubled each time; 0: 2 seconds
	MaxWait      time.Duration // longest wait, whatever a server asks for; 0: 5 minutes
	UserAgent    string        // empty: the project's
	AllowPrivate bool          // let a public source redirect to private addresses

	Now   func() time.Time                           // nil: the clock
	Sleep func(context.Context, time.Duration) error // nil: sleeps, or returns early with the context's cause
	Rand  func() float64                             // nil: math/rand; from 0 to 1, spreads the waits

	reach func(netip.Addr) reach // tells public addresses from private; replaced by tests
}

// Source is one file to keep up to date.
type Source struct {
	Name        string // of its folder: letters, digits, - _ and dots
	URL         string // http or https; credentials in it are used and never shown
	SHA256      string // expected, when it is known
	ChecksumURL string // address of a text that states it, when there is one: absolute, relative to URL, or what is added to its path (".sha256")
	MaxBytes    int64  // smaller than the Fetcher's; 0: the same
}

// Fetched is the good file of a source.
type Fetched struct {
	Path         string
	SHA256       string
	Size         int64
	URL          string // the final one, without credentials
	ETag         string
	LastModified string
	Unchanged    bool      // its content is that of the fetch before
	FetchedAt    time.Time // when its content was fetched, or found unchanged
	Attempts     int       // requests to get it; redirects count with the one they belong to
	Notes        []string  // what was odd and was put up with, for the log
}

const (
	defaultMaxBytes  = 2 << 30
	defaultTimeout   = 30 * time.Minute
	defaultIdle      = time.Minute
	defaultRetries   = 4
	defaultBackoff   = 2 * time.Second
	defaultMaxWait   = 5 * time.Minute
	defaultUserAgent = "passerelle (+https://github.com/carif-oref/passerelle)"
)

// settled is the Fetcher with nothing left to choose.
func (f *Fetcher) settled() Fetcher {
	s := *f
	s.MaxBytes = cmp.Or(s.MaxBytes, defaultMaxBytes)
	s.Timeout, s.Idle = cmp.Or(s.Timeout, defaultTimeout), cmp.Or(s.Idle, defaultIdle)
	s.Retries = max(cmp.Or(s.Retries, defaultRetries), 0)
	s.Backoff, s.MaxWait = cmp.Or(s.Backoff, defaultBackoff), cmp.Or(s.MaxWait, defaultMaxWait)
	s.UserAgent = cmp.Or(s.UserAgent, defaultUserAgent)
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Sleep == nil {
		s.Sleep = sleep
	}
	if s.Rand == nil {
		s.Rand = rand.Float64
	}
	if s.reach == nil {
		s.reach = reachOf
	}
	return s
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// Fetch gets the file of a source, or finds that the one it has is still that of
// the source. On any error the last good file stays as it was; its type is *Error.
func (f *Fetcher) Fetch(ctx context.Context, src Source) (Fetched, error) {
	s := f.settled()
	j, err := s.open(src)
	if err != nil {
		return Fetched{}, told(src, nil, err)
	}
	defer j.close()
	ctx, cancel := context.WithTimeoutCause(ctx, s.Timeout, ErrTimeout)
	defer cancel()
	got, err := j.run(ctx)
	if err != nil {
		return Fetched{}, told(src, j, err)
	}
	got.Attempts, got.Notes, got.FetchedAt = j.attempts, j.notes, s.Now()
	return got, nil
}

// Last gives the good file that a source has, without asking anybody; ok is false
// when it has none, or not whole.
func (f *Fetcher) Last(src Source) (last Fetched, ok bool) {
	folder, err := f.folder(src.Name)
	if err != nil {
		return last, false
	}
	r, ok := readRecord(folder)
	if !ok {
		return last, false
	}
	return r.fetched(folder), true
}
