package partners

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Config is where things stand and what is allowed.
type Config struct {
	Shelf string // folder of the shelf, which is read
	Work  string // folder of this server alone: deltas made on demand, fetches to record
	Inbox string // in which each sender has a folder; empty: no delivery is accepted

	Receipts string // folder of what is known of deliveries, which the servers of one inbox share; in Work when empty

	Publisher string            // who publishes, in pages and in the log of changes
	PublicURL string            // https://flux.exemple.fr, as partners see the server; empty: addresses are given without a host
	Titles    map[string]string // of targets, for people
	Zone      *time.Location    // of the dates on pages; UTC when nil

	// Received is told of each delivery that a partner leaves; known says that the same
	// bytes of the same sender were there already. May be nil.
	Received func(ctx context.Context, from journal.Partner, d journal.Delivery, known bool)

	// Answered tells whether a delivery was answered: one that the store has not loaded was
	// then refused whole. May be nil.
	Answered func(sender, sha256 string) bool

	Gone func(target, number string) string // why a formation is no longer in a feed, one French sentence; may be nil

	Trusted  []netip.Prefix // proxies whose X-Forwarded-For and X-Request-Id are believed
	CertFile string         // TLS by files, read again when they change; empty: behind a proxy
	KeyFile  string
	Limits   Limits

	Log     *slog.Logger     // nothing is logged when nil
	Metrics Metrics          // nothing is counted when nil
	Now     func() time.Time // the clock that tokens expire by; the system's when nil
}

// Server is the door. It is an http.Handler; Serve is the whole of it.
type Server struct {
	Config
	store     Store
	limits    Limits
	routes    *http.ServeMux
	shelf     *catalogue
	deltas    *deltas
	throttle  *throttle
	familiar  familiar
	transfers *transfers
	questions chan struct{} // places for questions to the catalogue
	accounts  *accounts
	holdings  *holdings
	deposits  *deposits
	changes   changeLogs
	certs     *certificates // nil without TLS
	leaving   atomic.Bool   // it stops: /readyz says so
	visits    atomic.Int64  // under way
	lock      *os.File      // of the folder of the server

	ctx  context.Context // of the work that outlives a request
	stop context.CancelFunc
	work sync.WaitGroup
}

// maxQuestions is how many look-ups in the catalogue are under way at once.
const maxQuestions = 8

// New opens the door. It begins a goroutine that records fetches: Close ends it.
func New(ctx context.Context, c Config, st Store) (*Server, error) {
	s := &Server{Config: c.orDefaults(), store: st}
	s.limits = s.Config.Limits
	s.ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.prepare(ctx); err != nil {
		s.stop()
		return nil, errors.Join(fmt.Errorf("open the door to partners: %w", err), s.unlock())
	}
	s.work.Go(func() { s.accounts.run(s.ctx) })
	return s, nil
}

func (c Config) orDefaults() Config {
	c.Limits = c.Limits.orDefaults()
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Metrics == nil {
		c.Metrics = unmeasured{}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	return c
}

func (s *Server) prepare(ctx context.Context) (err error) {
	if s.Shelf == "" || s.Work == "" {
		return errors.New("a folder of the shelf and one to work in are due")
	}
	if s.lock, err = lockFolder(s.Work); err != nil {
		return err
	}
	s.shelf = newCatalogue(s.Shelf)
	s.throttle = newThrottle(s.limits.Failures, forgiveEvery)
	s.transfers = newTransfers(s.limits)
	s.questions = make(chan struct{}, maxQuestions)
	if s.deltas, err = newDeltas(s); err != nil {
		return err
	}
	if s.deposits, err = newDeposits(s.Config); err != nil {
		return err
	}
	if s.holdings, err = readHoldings(ctx, s.store); err != nil {
		return err
	}
	if s.CertFile != "" || s.KeyFile != "" {
		if s.certs, err = newCertificates(s.CertFile, s.KeyFile, s.Log); err != nil {
			return err
		}
	}
	s.routes = s.mux()
	s.accounts, err = openAccounts(filepath.Join(s.Work, "fetches.jsonl"), s.store, s.Log) // last: it holds a file open
	return err
}

// Close ends what goes on beside requests, and records the fetches that are not
// recorded yet. Those that the store does not take before ctx ends stay in the
// folder of the server: the next one records them.
func (s *Server) Close(ctx context.Context) error {
	s.leaving.Store(true)
	s.lastVisits(ctx)
	s.deltas.end(s.stop)
	s.work.Wait()
	if err := errors.Join(s.accounts.close(ctx), s.unlock()); err != nil {
		return fmt.Errorf("close the door to partners: %w", err)
	}
	return nil
}

// lastVisits waits for the requests whose connections were closed to notice.
func (s *Server) lastVisits(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	for s.visits.Load() > 0 && limited.Err() == nil {
		time.Sleep(5 * time.Millisecond)
	}
}

// ServeHTTP answers one request, and tells of it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.visits.Add(1)
	defer s.visits.Add(-1)
	v := s.receive(w, r)
	defer s.tell(v)
	err := s.answer(v)
	switch {
	case err == nil:
	case v.status > 0:
		v.cause = err // it came when the answer had begun
	case r.Context().Err() != nil && errors.Is(err, context.Canceled):
		v.status, v.cause = statusGone, nil
	default:
		p := asProblem(err)
		v.cause = p.cause
		p.write(v)
	}
}

// statusGone is what the log says of a client that left before its answer began, as
// nginx does.
const statusGone = 499

func (s *Server) receive(w http.ResponseWriter, r *http.Request) *visit {
	v := &visit{s: s, w: w, under: http.NewResponseController(w), r: r, began: time.Now(), from: clientAddress(r, s.Trusted)}
	v.id = s.requestID(r)
	if r.ContentLength == 0 {
		_ = v.under.SetReadDeadline(time.Time{}) // of the request that was read: it must not end a long answer
	}
	v.extend(0)
	h := w.Header()
	h.Set("X-Request-Id", v.id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if r.TLS != nil {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	return v
}

func (s *Server) answer(v *visit) error {
	if err := checkPath(v.r); err != nil {
		return err
	}
	s.routes.ServeHTTP(v, v.r)
	return v.cause
}
