package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrInUse says that another run holds the store, or the job.
var ErrInUse = errors.New("another passerelle is at work")

// LockRuns keeps other runs away from the store in a database, from whatever
// machine, until unlock is called. The server drops it when the process dies. It is
// LockRun for all jobs together, for a run that is too short to care to lose it.
func LockRuns(ctx context.Context, path string) (unlock func(), err error) {
	_, unlock, err = LockRun(ctx, path, "")
	return unlock, err
}

// LockRun keeps other programs, of this machine and others, from the job of that name
// on the store at path, the address of a server, until unlock is called. The server
// drops the lock when the program dies or can no longer be reached; held is then done,
// and what runs under it must stop: another may have begun. It is ErrInUse, and says
// who, when another has it. To lock a file is the affair of its machine.
func LockRun(ctx context.Context, path, job string) (held context.Context, unlock func(), err error) {
	if !IsServer(path) {
		return nil, nil, fmt.Errorf("lock job %s: %s is a file, which no server locks", job, path)
	}
	conn, err := lockingConn(ctx, path, job)
	if err == nil {
		err = takeLock(ctx, conn, job)
	}
	if err != nil {
		if conn != nil {
			_ = conn.Close(ctx)
		}
		return nil, nil, fmt.Errorf("lock %s on store %s: %w", lockName(job), Shown(path), postgres{}.explain(err))
	}
	held, lost := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		lost(watchLock(held, conn))
	}()
	return held, func() {
		lost(context.Canceled)
		<-ended
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockAlive)
		defer cancel()
		_ = conn.Close(closing) // with it goes the lock
	}, nil
}

// lockName is how an error names the lock of a job, or of all of them.
func lockName(job string) string {
	if job == "" {
		return "all jobs"
	}
	return fmt.Sprintf("job %q", job)
}

// lockingConn is a connection that says to those who look who it is.
func lockingConn(ctx context.Context, path, job string) (*pgx.Conn, error) {
	config, err := postgresConfig(path)
	if err != nil {
		return nil, err
	}
	host, err := os.Hostname()
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["application_name"] = strings.TrimSpace(fmt.Sprintf("passerelle %d@%s %s", os.Getpid(), host, job))
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	return conn, settle(ctx, conn, false)
}

// jobLock is the pair of numbers of the job bound to $2; RunHolder knows that of none.
const jobLock = "$1::int, hashtext(concat_ws(' ', current_schema(), nullif($2::text, '')))"

// leaving is how long a program that has ended may still seem to hold its lock: the
// server learns of it after the program is gone.
const leaving = time.Second

// takeLock tries until one that is leaving has left.
func takeLock(ctx context.Context, conn *pgx.Conn, job string) error {
	for began := time.Now(); ; {
		err := tryLock(ctx, conn, job)
		if !errors.Is(err, ErrInUse) || time.Since(began) > leaving {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(leaving / 20):
		}
	}
}

func tryLock(ctx context.Context, conn *pgx.Conn, job string) error {
	var taken bool
	if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock("+jobLock+")", lockRuns, job).Scan(&taken); err != nil || taken {
		return err
	}
	var who string
	var since time.Time
	err := conn.QueryRow(ctx, `SELECT a.application_name || coalesce(' from ' || host(a.client_addr), ''), a.backend_start
		FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
		WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND (l.classid::bigint, l.objid::bigint) = (SELECT k.a::bigint, k.b::bigint & 4294967295 FROM (SELECT `+jobLock+`) k (a, b))`, lockRuns, job).Scan(&who, &since)
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("%w, or has just been: try again", ErrInUse)
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("%w: %s, since %s: wait for it to end", ErrInUse, who, since.UTC().Format(time.DateTime+" UTC"))
}

// lockAlive is how long the server may be silent before the lock is held to be lost.
const lockAlive = 15 * time.Second

// watchLock returns when held is done or the connection is lost, and why.
func watchLock(held context.Context, conn *pgx.Conn) error {
	for {
		err := briefly(held, func(ctx context.Context) error {
			_, err := conn.WaitForNotification(ctx) // none comes: it ends with the connection
			return err
		})
		if held.Err() != nil {
			return context.Cause(held)
		}
		if errors.Is(err, context.DeadlineExceeded) {
			err = briefly(held, conn.Ping)
		}
		if err != nil {
			return fmt.Errorf("the lock is lost with the connection to the server: %w", err)
		}
	}
}

func briefly(ctx context.Context, f func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, lockAlive)
	defer cancel()
	return f(limited)
}
