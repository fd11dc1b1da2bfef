package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrInUse says that another run holds the store.
var ErrInUse = errors.New("another passerelle is at work")

// LockRuns keeps other runs away from the store in a database, from whatever
// machine, until unlock is called. The server drops it when the process dies.
func LockRuns(ctx context.Context, path string) (unlock func(), err error) {
	config, err := postgresConfig(path)
	if err != nil {
		return nil, fmt.Errorf("lock the store: %w", err)
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("lock the store: %w", postgres{}.explain(err))
	}
	unlock = func() {
		ended, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer stop()
		_ = conn.Close(ended) // the lock goes with the connection, closed well or not
	}
	held := false
	err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1, hashtext(current_schema()))", lockRuns).Scan(&held)
	if err == nil && !held {
		err = fmt.Errorf("%w on %s; wait for it to end", ErrInUse, Shown(path))
	}
	if err != nil {
		unlock()
		return nil, fmt.Errorf("lock the store: %w", err)
	}
	return unlock, nil
}
