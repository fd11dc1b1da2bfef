package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"sort"
)

// migrationTable holds what was applied. Migrations go forward only, each in a
// transaction of its own with the line that says so; an applied one never changes.
const migrationTable = `
CREATE TABLE IF NOT EXISTS migration (
  nom    TEXT NOT NULL CONSTRAINT migration_cle PRIMARY KEY,
  sha256 TEXT NOT NULL
)`

// Migration is one change of the tables of a store.
type Migration struct {
	Name    string `json:"nom"`
	Applied bool   `json:"appliquee"`

	sql, sha256 string
}

// Migrated is what Migrate did.
type Migrated struct {
	Applied []string `json:"appliquees"`
	Notes   []string `json:"remarques,omitempty"` // what could not be done and does not prevent working
}

// Migrate brings the tables of the store at path up to date, as Open does, and lets
// those read who may.
func Migrate(ctx context.Context, path string) (done Migrated, err error) {
	s, err := connected(ctx, path)
	if err != nil {
		return done, fmt.Errorf("migrate store %s: %w", Shown(path), err)
	}
	done, err = s.migrate(ctx)
	if err == nil {
		done.Notes, err = s.share(ctx)
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return done, fmt.Errorf("migrate store %s: %w", s, err)
	}
	return done, nil
}

// MigrationStatus gives the migrations of the store at path, in their order, and says
// which it has. It makes and changes nothing.
func MigrationStatus(ctx context.Context, path string) (all []Migration, err error) {
	if all, err = readMigrations(dialectOf(path).migrations()); err != nil {
		return nil, err
	}
	if _, absent := os.Stat(path); !IsServer(path) && errors.Is(absent, fs.ErrNotExist) {
		return all, nil
	}
	s, err := connected(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("look for the migrations of store %s: %w", Shown(path), err)
	}
	if err := errors.Join(s.compare(ctx, all), s.Close()); err != nil {
		return nil, fmt.Errorf("look for the migrations of store %s: %w", s, err)
	}
	return all, nil
}

// migrate applies what is missing. A store that lacks nothing is only read: a load may
// be under way, and its user may have no right to make tables.
func (s *Store) migrate(ctx context.Context) (done Migrated, err error) {
	ours, err := readMigrations(s.dialect.migrations())
	if err != nil {
		return done, err
	}
	if err := s.compare(ctx, ours); err != nil {
		return done, err
	}
	if !slices.ContainsFunc(ours, func(m Migration) bool { return !m.Applied }) {
		return done, nil
	}
	if err := s.write(ctx, func(tx *txn) error {
		_, err := tx.ExecContext(ctx, migrationTable)
		return err
	}); err != nil {
		return done, fmt.Errorf("make the table of migrations: %w", err)
	}
	for i, m := range ours {
		if err := s.write(ctx, func(tx *txn) error { return m.apply(ctx, tx, &done) }); err != nil {
			return done, fmt.Errorf("apply migration %s (%d of %d): %w", m.Name, i+1, len(ours), err)
		}
	}
	done.Notes, err = s.share(ctx)
	return done, err
}

// share lets the users of the database read the views who may. It is not said of an
// error that the store works all the same.
func (s *Store) share(ctx context.Context) (notes []string, err error) {
	err = s.write(ctx, func(tx *txn) error {
		note, err := s.dialect.share(ctx, tx)
		if note != "" {
			notes = append(notes, note)
			return errRehearsed
		}
		return err
	})
	if err != nil && !errors.Is(err, errRehearsed) {
		return notes, fmt.Errorf("let the views be read: %w", err)
	}
	return notes, nil
}

// compare marks the migrations that were applied. It is an error when one is not as it
// is known here, and when there are more.
func (s *Store) compare(ctx context.Context, ours []Migration) error {
	tables, err := column[string](ctx, s.reader, s.dialect.tables())
	if err != nil || !slices.Contains(tables, "migration") {
		return err
	}
	applied, err := list(ctx, s.reader, func(rows *sql.Rows) (m Migration, err error) {
		return m, rows.Scan(&m.Name, &m.sha256)
	}, "SELECT nom, sha256 FROM migration ORDER BY nom")
	if err != nil {
		return err
	}
	for i := range ours {
		at := slices.IndexFunc(applied, func(m Migration) bool { return m.Name == ours[i].Name })
		if ours[i].Applied = at >= 0; at >= 0 && applied[at].sha256 != ours[i].sha256 {
			return fmt.Errorf("migration %s: %w", ours[i].Name, errOtherMigration)
		}
	}
	if len(applied) > len(ours) {
		return fmt.Errorf("it was brought to %s by a later passerelle: use that one", applied[len(applied)-1].Name)
	}
	return nil
}

var errOtherMigration = errors.New("it is not the one that made this store: use the passerelle that made it, or a later one")

// apply looks again whether m has been applied, for another program may have
// just done it.
func (m Migration) apply(ctx context.Context, tx *txn, done *Migrated) error {
	applied, err := column[string](ctx, tx, "SELECT sha256 FROM migration WHERE nom = $1", m.Name)
	if err != nil {
		return err
	}
	if len(applied) > 0 {
		if applied[0] != m.sha256 {
			return errOtherMigration
		}
		return nil
	}
	if _, err := tx.ExecContext(ctx, m.sql); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO migration (nom, sha256) VALUES ($1, $2)", m.Name, m.sha256)
	done.Applied = append(done.Applied, m.Name)
	return err
}

func readMigrations(dir fs.FS) ([]Migration, error) {
	names, err := fs.Glob(dir, "migrations/*/*.sql")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	all := make([]Migration, len(names))
	for i, name := range names {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		all[i] = Migration{Name: path.Base(name), sql: string(text), sha256: hex.EncodeToString(sum[:])}
	}
	return all, nil
}
