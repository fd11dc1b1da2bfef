package queue

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// Migrations says where the tables of the queue stand.
type Migrations struct {
	Applied []string
	Missing []string // in the order in which they are to be applied
}

// migrating is the number of the lock that lets one process migrate at a time.
const migrating = 0x7061737365 // passe

// Migrate brings the tables of the queue up to date, and names what it applied.
// Several processes may do so at once.
func Migrate(ctx context.Context, dsn string) (applied []string, err error) {
	err = withPool(ctx, dsn, func(pool *pgxpool.Pool) error {
		lock, err := pool.Acquire(ctx)
		if err != nil {
			return err
		}
		defer lock.Release()
		if _, err := lock.Exec(ctx, "SELECT pg_advisory_lock($1)", migrating); err != nil {
			return err
		}
		defer func() { _, _ = lock.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrating) }()
		applied, err = migrate(ctx, pool)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("migrate the tables of the queue: %w", err)
	}
	return applied, nil
}

func migrate(ctx context.Context, pool *pgxpool.Pool) (applied []string, err error) {
	m, err := migrator(pool)
	if err != nil {
		return nil, err
	}
	done, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil {
		return nil, err
	}
	for _, v := range done.Versions {
		applied = append(applied, title(v.Version, v.Name))
	}
	return applied, nil
}

// Status says where the tables of the queue stand, and changes nothing.
func Status(ctx context.Context, dsn string) (s Migrations, err error) {
	err = withPool(ctx, dsn, func(pool *pgxpool.Pool) error {
		s, err = statusOf(ctx, pool)
		return err
	})
	if err != nil {
		return s, fmt.Errorf("look at the tables of the queue: %w", err)
	}
	return s, nil
}

func statusOf(ctx context.Context, pool *pgxpool.Pool) (s Migrations, err error) {
	m, err := migrator(pool)
	if err != nil {
		return s, err
	}
	there, err := m.ExistingVersions(ctx)
	if err != nil {
		return s, err
	}
	for _, v := range m.AllVersions() {
		if slices.ContainsFunc(there, func(a rivermigrate.Migration) bool { return a.Version == v.Version }) {
			s.Applied = append(s.Applied, title(v.Version, v.Name))
		} else {
			s.Missing = append(s.Missing, title(v.Version, v.Name))
		}
	}
	return s, nil
}

func title(version int, name string) string { return fmt.Sprintf("river %03d %s", version, name) }

func migrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	return rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
}

func withPool(ctx context.Context, dsn string, use func(*pgxpool.Pool) error) error {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	return use(pool)
}
