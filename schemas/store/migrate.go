package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"sort"
)

// migrationTable holds what was applied. Migrations go forward only, each in a
// transaction of its own with the line that says so; an applied one never changes.
const migrationTable = `
CREATE TABLE IF NOT EXISTS migration (
  nom    TEXT NOT NULL CONSTRAINT migration_cle PRIMARY KEY,
  sha256 TEXT NOT NULL
)`

type migration struct{ name, sql, sha256 string }

func (s *Store) migrate(ctx context.Context) error {
	ours, err := readMigrations(s.dialect.migrations())
	if err != nil {
		return err
	}
	if err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, migrationTable)
		return err
	}); err != nil {
		return fmt.Errorf("make the table of migrations: %w", err)
	}
	for i, m := range ours {
		if err := s.write(ctx, func(tx *sql.Tx) error { return m.apply(ctx, tx) }); err != nil {
			return fmt.Errorf("apply migration %s (%d of %d): %w", m.name, i+1, len(ours), err)
		}
	}
	return s.refuseNewer(ctx, len(ours))
}

// apply looks again whether m has been applied, for another program may have
// just done it.
func (m migration) apply(ctx context.Context, tx *sql.Tx) error {
	applied, err := column[string](ctx, tx, "SELECT sha256 FROM migration WHERE nom = $1", m.name)
	if err != nil {
		return err
	}
	if len(applied) > 0 {
		if applied[0] != m.sha256 {
			return fmt.Errorf("it is not the one that made this store: use the passerelle that made it, or a later one")
		}
		return nil
	}
	if _, err := tx.ExecContext(ctx, m.sql); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO migration (nom, sha256) VALUES ($1, $2)", m.name, m.sha256)
	return err
}

func (s *Store) refuseNewer(ctx context.Context, known int) error {
	applied, err := column[string](ctx, s.reader, "SELECT nom FROM migration ORDER BY nom")
	if err != nil {
		return err
	}
	if len(applied) > known {
		return fmt.Errorf("it was brought to %s by a later passerelle: use that one", applied[len(applied)-1])
	}
	return nil
}

func readMigrations(dir fs.FS) ([]migration, error) {
	names, err := fs.Glob(dir, "migrations/*/*.sql")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	all := make([]migration, len(names))
	for i, name := range names {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		all[i] = migration{name: path.Base(name), sql: string(text), sha256: hex.EncodeToString(sum[:])}
	}
	return all, nil
}
