package queue

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
)

// River is a queue in PostgreSQL, shared by every process that opens it.
type River struct {
	handler Handler
	Options

	pool   *pgxpool.Pool
	client *river.Client[pgx.Tx]
	id     string // of this process, unlike that of any other

	mu    sync.Mutex
	tasks map[int64]*task // in this process, by number
}

// The lanes of the queue: turns wait for their parts, and must not take their place.
const (
	turns = "passerelle_turns"
	parts = "passerelle_parts"
)

// mostTurns is how many turns one process works at once: most of them wait.
const mostTurns = 50

// keep is how long River remembers tasks that are over: as long as a missed turn may
// be made up for, and a day.
const keep = 8 * 24 * time.Hour

// River itself takes over a task, whatever its worker seems to do, beyond the longest
// time that an attempt may take. See watch for what does before.
const (
	longest    = schedule.MaxMaxTime + 30*time.Minute
	lastResort = longest + 30*time.Minute
)

// enough attempts never to be the limit: failures and takeovers are counted apart.
const enough = 1000

// Open opens the queue of a database that was migrated. Through a pooler of
// connections, that pooler must keep sessions.
func Open(ctx context.Context, dsn string, h Handler, o Options) (*River, error) {
	q := &River{handler: h, Options: o.orDefaults(), id: name(), tasks: map[int64]*task{}}
	if err := q.open(ctx, dsn); err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	return q, nil
}

// name is that of this process. PostgreSQL keeps 63 bytes of it.
func name() string {
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "localhost"
	}
	host = strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r
		}
		return '_'
	}, host)
	return fmt.Sprintf("passerelle_%.20s_%d_%s", host, os.Getpid(), rand.Text()[:8])
}

func (q *River) open(ctx context.Context, dsn string) error {
	config, err := poolConfig(dsn, q.id)
	if err != nil {
		return err
	}
	if q.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return err
	}
	if err := q.ready(ctx); err != nil {
		q.pool.Close()
		return err
	}
	return nil
}

// ready checks the database, and makes the client of River.
func (q *River) ready(ctx context.Context) error {
	status, err := statusOf(ctx, q.pool)
	if err != nil {
		return err
	}
	if len(status.Missing) > 0 {
		return fmt.Errorf("its tables lack %d migrations (%s); run `passerelle migrate`", len(status.Missing), strings.Join(status.Missing, ", "))
	}
	workers := river.NewWorkers()
	err = errors.Join(river.AddWorkerSafely(workers, &worker[turn]{queue: q}), river.AddWorkerSafely(workers, &worker[part]{queue: q}))
	if err != nil {
		return err
	}
	q.client, err = river.NewClient(riverpgxv5.New(q.pool), &river.Config{
		ID:                          q.id,
		Workers:                     workers,
		Queues:                      map[string]river.QueueConfig{turns: {MaxWorkers: mostTurns}, parts: {MaxWorkers: q.Workers}},
		Logger:                      dampen(q.Log),
		JobTimeout:                  -1, // each task says its own
		SoftStopTimeout:             q.Grace,
		RescueStuckJobsAfter:        lastResort,
		CancelledJobRetentionPeriod: keep, CompletedJobRetentionPeriod: keep, DiscardedJobRetentionPeriod: keep,
	})
	return err
}

// poolConfig names the connections after the process, which is how others know that
// it lives, and has the server notice within half a minute when its machine is gone.
func poolConfig(dsn, name string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	config.MaxConns, config.MinConns = max(config.MaxConns, 8), 1
	p := config.ConnConfig.RuntimeParams
	p["application_name"] = name
	p["tcp_keepalives_idle"], p["tcp_keepalives_interval"], p["tcp_keepalives_count"] = "10", "5", "3"
	return config, nil
}

// Insert adds a task. A turn that was ever there is there already; a part may come
// again once it failed for good.
func (q *River) Insert(ctx context.Context, t Task) (bool, error) {
	args, options := t.insertion()
	inserted, err := q.client.Insert(ctx, args, options)
	if err != nil {
		return false, fmt.Errorf("insert %s: %w", t, err)
	}
	return !inserted.UniqueSkippedAsDuplicate, nil
}

func (t Task) insertion() (river.JobArgs, *river.InsertOpts) {
	options := &river.InsertOpts{MaxAttempts: enough, UniqueOpts: river.UniqueOpts{ByArgs: true}}
	if t.Kind == Turn {
		options.Queue, options.UniqueOpts.ByState = turns, rivertype.JobStates()
		return turn{t.normal()}, options
	}
	options.Queue = parts
	return part{t.normal()}, options
}

// Work does tasks until the context ends.
func (q *River) Work(ctx context.Context) error {
	if err := q.client.Start(ctx); err != nil {
		return fmt.Errorf("work the queue: %w", err)
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	var watch sync.WaitGroup
	watch.Go(func() { q.watch(watching) })
	<-q.client.Stopped()
	stop()
	watch.Wait()
	return nil
}

// Depth counts the tasks of all processes.
func (q *River) Depth(ctx context.Context) (waiting, running int, err error) {
	err = q.pool.QueryRow(ctx, `SELECT count(*) FILTER (WHERE state <> 'running'), count(*) FILTER (WHERE state = 'running')
		FROM river_job WHERE queue = ANY($1) AND finalized_at IS NULL`, []string{turns, parts}).Scan(&waiting, &running)
	if err != nil {
		return 0, 0, fmt.Errorf("count the tasks of the queue: %w", err)
	}
	return waiting, running, nil
}

// Close releases the database, once Work has returned.
func (q *River) Close() error {
	q.pool.Close()
	return nil
}
