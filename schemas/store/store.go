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
	writer  *sql.DB // one connection
	reader  *sql.DB // several, that cannot write
}

// ErrUnknown says that the catalogue holds no record under the key asked for.
var ErrUnknown = errors.New("unknown record")

// Open opens the store in the file at path, which is made when it is absent,
// and brings its tables up to date. The folder must exist.
func Open(ctx context.Context, path string) (*Store, error) {
	d, err := dialectOf(path)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	s := &Store{path: path, dialect: d}
	if s.writer, s.reader, err = s.dialect.open(ctx, path); err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, s.dialect.explain(err))
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open store %s: %w", path, err), s.Close())
	}
	return s, nil
}

// Close ends the connections. A load under way in another goroutine is undone.
func (s *Store) Close() error {
	if err := errors.Join(s.reader.Close(), s.writer.Close()); err != nil {
		return fmt.Errorf("close store %s: %w", s.path, err)
	}
	return nil
}

// Path is where the store is.
func (s *Store) Path() string { return s.path }

// Integrity reports an error when the database is damaged: pages, indexes,
// references between tables.
func (s *Store) Integrity(ctx context.Context) error {
	if err := s.dialect.integrity(ctx, s.reader); err != nil {
		return fmt.Errorf("check store %s: %w; restore it from a backup", s.path, err)
	}
	return nil
}

// write runs f in a transaction that is committed when f returns nil, and
// undone when it returns an error or panics.
func (s *Store) write(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", s.dialect.explain(err))
	}
	defer tx.Rollback() // does nothing once committed
	if err := f(tx); err != nil {
		return s.dialect.explain(err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", s.dialect.explain(err))
	}
	return nil
}

// read runs f on one consistent state of the store.
func (s *Store) read(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.reader.BeginTx(ctx, snapshot)
	if err != nil {
		return fmt.Errorf("begin reading: %w", err)
	}
	defer tx.Rollback()
	return f(tx)
}

// snapshot asks for a transaction that sees one state from end to end.
var snapshot = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
