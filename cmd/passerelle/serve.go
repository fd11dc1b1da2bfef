package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/queue"
	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/export/mail"
	"github.com/carif-oref/passerelle/export/metrics"
	"github.com/carif-oref/passerelle/export/partners"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

func (a *app) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use: "serve", Short: "Run the jobs of the schedule, and serve feeds to partners over HTTP",
		Long: "Run the jobs of the configuration when they are due, and serve feeds, deposits and « is my session exported? » over\n" +
			"HTTP. With PostgreSQL any number of machines may do so, and of `worker`s: each turn is done once. On SIGTERM the\ntransfers and jobs under way have some time to end; what is cut is completed by the next.",
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), true) },
	}
}

func (a *app) workerCommand() *cobra.Command {
	return &cobra.Command{
		Use: "worker", Short: "Do jobs that other machines of the same PostgreSQL have made due",
		Long: `Take turns of jobs from the queue of the PostgreSQL store, and parts of them, one delivery or one target, as they come;
do them, and write into the same catalogue, landing and shelf as the other machines: those folders must be shared. It
keeps no schedule and answers no partner. On SIGTERM what is under way has some time to end; another takes up the rest.

Exit status: 0 it was told to stop, 1 the database cannot be reached, 2 the store is a file of this machine.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			if !store.IsServer(c.Store) {
				return misused("worker: the store %s is this machine's own; `serve` does its jobs", c.Store)
			}
			return a.serve(cmd.Context(), false)
		},
	}
}

// service is what serve and worker are made of.
type service struct {
	config
	app      *app
	log      *slog.Logger
	told     *slog.Logger // what is said whatever log_level is: that it is at work, and where
	jobs     []schedule.Job
	store    *store.Store
	queue    queue.Queue
	run      *schedule.Runner
	requests *metrics.Requests // of partners
}

// serve works until the context ends. Without a door it is a worker: it neither
// watches the clock nor serves partners.
func (a *app) serve(ctx context.Context, door bool) (err error) {
	s, err := a.openService(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, s.queue.Close(), s.store.Close()); err == nil {
			s.told.Info("the service has stopped")
		} else {
			s.told.Error("the service has stopped", "error", err)
		}
	}()
	s.told.Info("the service is at work", append([]any{"jobs", len(s.jobs), "version", version}, s.next(door)...)...)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.queue.Work(ctx) })
	if door {
		loop := schedule.Loop{Jobs: s.jobs, Journal: s.store, Log: s.log, Clock: a.clock, Missed: s.missed, Insert: s.insert}
		group.Go(func() error { return loop.Run(ctx) })
		group.Go(func() error { return s.serveDoor(ctx) })
		group.Go(func() error { return s.serveMetrics(ctx) })
		group.Go(func() error { return s.flush(ctx) })
		group.Go(func() error { return s.watchInbox(ctx) })
	}
	return group.Wait()
}

// next says which job is due first, and when; nothing of a worker, which keeps no
// schedule.
func (s *service) next(door bool) []any {
	var first schedule.Tick
	for _, turns := range schedule.Upcoming(s.jobs, s.app.now().In(s.zone()), 1) {
		if len(turns.At) > 0 && (first.Job == "" || turns.At[0].Before(first.Due)) {
			first = schedule.Tick{Job: turns.Job.Name, Due: turns.At[0]}
		}
	}
	if !door || first.Job == "" {
		return nil
	}
	return []any{"next", first.Job, "due", first.Due.In(s.zone()).Format(time.RFC3339)}
}

func (a *app) openService(ctx context.Context) (*service, error) {
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	s := &service{config: c, app: a, log: a.logger(c), told: a.announcer(c), requests: metrics.NewRequests()}
	if s.jobs, err = c.schedule(); err != nil {
		return nil, err
	}
	if _, err := readTargets(c); err != nil {
		return nil, misuse{err}
	}
	if s.store, err = store.Open(ctx, c.Store); err != nil {
		return nil, err
	}
	if err := s.openQueue(ctx); err != nil {
		return nil, errors.Join(err, s.store.Close())
	}
	return s, nil
}

// openQueue makes the queue of this process, or joins that of the database.
func (s *service) openQueue(ctx context.Context) (err error) {
	worker := schedule.Worker(s.app.now())
	s.run = &schedule.Runner{Jobs: s.jobs, Journal: s.store, Worker: worker, Log: s.log, Clock: s.app.clock, Follow: s.insert}
	options := queue.Options{Policy: queue.PolicyOf(s.jobs, rand.Float64), Workers: s.Workers, Lease: s.WorkerLease, Log: s.log, Clock: s.app.clock}
	if !store.IsServer(s.Store) {
		s.run.Do = func(ctx context.Context, job schedule.Job, _ journal.Firing) (schedule.Result, error) {
			return s.app.once(ctx, job.Name, job.Run, job.Targets)
		}
		s.queue = queue.NewInline(s.handle, options)
		return schedule.Recover(ctx, s.store, s.jobs, worker, s.app.now())
	}
	s.run.Do = s.shared
	if _, err := queue.Migrate(ctx, s.Store); err != nil {
		return err
	}
	s.queue, err = queue.Open(ctx, s.Store, s.handle, options)
	return err
}

// handle does a task of the queue: a turn of a job, or a part of one.
func (s *service) handle(ctx context.Context, t queue.Task) (queue.Outcome, error) {
	if t.Kind == queue.Turn {
		return s.run.Attempt(ctx, t.Tick())
	}
	return s.app.part(ctx, t)
}

func (s *service) insert(ctx context.Context, t schedule.Tick) error {
	_, err := s.queue.Insert(ctx, queue.Of(t))
	return err
}

// missed tells of turns that nobody took: the service was down.
func (s *service) missed(ctx context.Context, m schedule.Missed) {
	at := s.app.now().In(s.zone())
	alarm := mail.RunMissed(m.Job, m.Last, fmt.Sprintf("Le service était arrêté ; %s en tout.", plural(m.Turns, "passage manqué")), at)
	if _, err := s.Mail.Queue(ctx, s.store, alarm.Message(s.Mail.Operators, at)); err != nil {
		s.log.Error("the alarm of a missed run is not kept", "error", err)
	}
}

// flush tries, every minute, to send what waits: mails that a server put off or that
// were written while it was down.
func (s *service) flush(ctx context.Context) error {
	if !s.Mail.Enabled() {
		return nil
	}
	sender := mail.Sender{Config: s.Mail, Spool: s.store, Now: s.app.now}
	for ctx.Err() == nil {
		result, err := sender.Flush(ctx)
		if ctx.Err() == nil {
			tellMails(s.log, result, err)
		}
		schedule.ClockOr(s.app.clock).Wait(ctx, time.Minute, nil)
	}
	return nil
}

// serveDoor serves partners, if an address is configured.
func (s *service) serveDoor(ctx context.Context) (err error) {
	if s.Listen == "" {
		return nil
	}
	door, err := s.openDoor(ctx)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.Listen)
	if err != nil {
		ended, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer stop()
		return errors.Join(fmt.Errorf("serve partners on %s: %w%s", s.Listen, err, portHint(err)), door.Close(ended))
	}
	s.told.Info("partners are served", "address", listener.Addr())
	return door.Serve(ctx, listener)
}

func (s *service) openDoor(ctx context.Context) (*partners.Server, error) {
	targets, err := readTargets(s.config)
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for _, t := range targets {
		titles[t.Name] = t.Title
	}
	proxies, err := s.proxies()
	if err != nil {
		return nil, err
	}
	return partners.New(ctx, partners.Config{
		Shelf: s.Shelf, Work: s.Work, Inbox: s.Inbox, Publisher: s.Publisher, PublicURL: s.PublicURL, Titles: titles, Zone: s.zone(),
		Gone: s.reasons(ctx), Received: s.acknowledgeDeposit, Answered: s.answered,
		Trusted: proxies, CertFile: s.TLSCert, KeyFile: s.TLSKey, Log: s.log, Metrics: s.requests, Now: s.app.now,
	}, s.store)
}

// proxies are the addresses of the proxies that the configuration trusts.
func (c config) proxies() (all []netip.Prefix, err error) {
	for _, p := range c.Proxies {
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			return nil, misused("read configuration: proxies: %w; write 10.0.0.0/8 or 192.0.2.1/32", err)
		}
		all = append(all, prefix)
	}
	return all, nil
}

// reasons says why formations left the feed of a target: the ledger is read again
// once it may have changed.
func (s *service) reasons(ctx context.Context) func(target, number string) string {
	var mu sync.Mutex
	type answer struct {
		at  time.Time
		why func(string) string
	}
	known := map[string]answer{}
	return func(target, number string) string {
		mu.Lock()
		defer mu.Unlock()
		if now := s.app.now(); now.Sub(known[target].at) > time.Minute {
			known[target] = answer{now, goneFrom(ctx, s.store, target)}
		}
		return known[target].why(number)
	}
}

// announcer is the log of what a service says of itself, unless it is asked to be
// quiet.
func (a *app) announcer(c config) *slog.Logger {
	if a.quiet {
		return a.logger(c)
	}
	return a.loggerFrom(c, min(c.LogLevel, slog.LevelInfo))
}

// portHint is what to try when an address cannot be listened on.
func portHint(err error) string {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "; another process has the port"
	case errors.Is(err, syscall.EACCES):
		return "; ports below 1024 are the administrator's: choose another, and put a proxy before it"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "; this machine does not have that address"
	}
	return ""
}
