package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Store is an open store. Its methods may be called from several goroutines.
// Writes take turns: a method that writes waits for the one under way, so it
// must not be called from inside another's callback or stream; reads never
// wait, and see what was committed.
type Store struct {
	path    string
	dialect dialect
	pools
}

// pools are the connections to a store.
type pools struct {
	writer *sql.DB // one connection, for what takes turns
	notes  *sql.DB // for what does not; the writer's again, where only one can write
	reader reader  // several, that cannot write
}

func (p pools) close() error {
	var errs []error
	for _, db := range []*sql.DB{p.reader.DB, p.notes, p.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// reader reads outside any transaction.
type reader struct {
	*sql.DB
	explain func(error) error
}

// QueryContext is that of the pool, given texts that every dialect takes; its errors
// say what to try.
func (r reader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := r.DB.QueryContext(ctx, query, cleanAll(args)...)
	if err != nil {
		return nil, r.explain(err)
	}
	return rows, nil
}

// ErrUnknown says that the catalogue holds no record under the key asked for.
var ErrUnknown = errors.New("unknown record")

// Open opens the store at path and brings its tables up to date. It is a file, made
// when it is absent in a folder that exists; or a database of a server of PostgreSQL,
// postgres://user@host/name, which exists.
func Open(ctx context.Context, path string) (*Store, error) {
	s, err := connected(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", Shown(path), err)
	}
	if _, err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open store %s: %w", s, err), s.Close())
	}
	return s, nil
}

// connected is a store as it is found, whatever its tables.
func connected(ctx context.Context, path string) (s *Store, err error) {
	s = &Store{path: path, dialect: dialectOf(path)}
	if s.pools, err = s.dialect.open(ctx, path); err != nil {
		return nil, s.dialect.explain(err)
	}
	return s, nil
}

// Close ends the connections. A load under way in another goroutine is undone.
func (s *Store) Close() error {
	if err := s.pools.close(); err != nil {
		return fmt.Errorf("close store %s: %w", s, err)
	}
	return nil
}

// Path is where the store is, with the password that its address may bear.
func (s *Store) Path() string { return s.path }

// String is where the store is, without a password.
func (s *Store) String() string { return Shown(s.path) }

// Integrity reports an error when the database is damaged: pages, indexes,
// references between tables.
func (s *Store) Integrity(ctx context.Context) error {
	if err := s.dialect.integrity(ctx, s.reader.DB); err != nil {
		return fmt.Errorf("check store %s: %w; restore it from a backup", s, err)
	}
	return nil
}

// write runs f in a transaction that is committed when f returns nil, and
// undone when it returns an error or panics. It waits its turn: no other write of
// this kind, of any program, is under way.
func (s *Store) write(ctx context.Context, f func(*txn) error) error {
	err := within(ctx, s.writer, nil, true, func(tx *txn) error {
		if err := s.dialect.takeTurn(ctx, tx); err != nil {
			return fmt.Errorf("wait for the writer before: %w", err)
		}
		if err := f(tx); err != nil {
			return err
		}
		return s.dialect.tell(ctx, tx)
	})
	return s.dialect.explain(err)
}

// note is write for what is right whatever is written meanwhile: a statement that
// reads what it changes, or nothing. Where the database allows it, it does not wait
// for a load to end.
func (s *Store) note(ctx context.Context, f func(*txn) error) error {
	return s.dialect.explain(within(ctx, s.notes, nil, true, f))
}

// read runs f on one consistent state of the store.
func (s *Store) read(ctx context.Context, f func(*txn) error) error {
	return s.dialect.explain(within(ctx, s.reader.DB, snapshot, false, f))
}

// snapshot asks for a transaction that sees one state from end to end.
var snapshot = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
