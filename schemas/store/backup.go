package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
)

// ErrServer says that a store is a database of a server, whose own tools are due.
var ErrServer = errors.New("the store is a database of a server")

// BackupTo writes the store as it is at one moment into a new file at path, while
// others read and write. It is ErrServer for a server of PostgreSQL, which has
// pg_dump.
func (s *Store) BackupTo(ctx context.Context, path string) error {
	if _, embedded := s.dialect.(sqlite); !embedded {
		return fmt.Errorf("back up store %s: %w", s, ErrServer)
	}
	if err := s.vacuumInto(ctx, path); err != nil {
		return fmt.Errorf("back up store %s to %s: %w", s, path, s.dialect.explain(err))
	}
	return nil
}

// vacuumInto has a connection of its own: the others are for one turn, or for reading
// alone. What it cannot finish it removes.
func (s *Store) vacuumInto(ctx context.Context, path string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o640) // SQLite writes into an empty file
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(path)
		}
	}()
	db, err := sql.Open("sqlite", sqliteDSN(s.path))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO $1", path)
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	return f.Sync()
}
