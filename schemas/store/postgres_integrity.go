package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// integrity reads every row of every table, looks for what each reference refers to,
// and for constraints and indexes that do not hold.
func (postgres) integrity(ctx context.Context, db *sql.DB) error {
	for _, t := range shapes {
		if _, err := column[int64](ctx, db, "SELECT count(length(t::text)) FROM "+t.name+" t"); err != nil {
			return fmt.Errorf("read table %s: %w", t.name, err)
		}
	}
	damage, err := column[string](ctx, db, notHeld)
	if err != nil {
		return err
	}
	queries, err := column[string](ctx, db, lostReferences)
	if err != nil {
		return err
	}
	for _, query := range queries {
		lost, err := column[string](ctx, db, query)
		if err != nil {
			return err
		}
		damage = append(damage, lost...)
	}
	if len(damage) > 0 {
		return errors.New(strings.Join(damage, "; "))
	}
	return nil
}

// notHeld lists the constraints and indexes that the server knows not to hold.
const notHeld = `SELECT 'constraint ' || conname || ' is not validated' FROM pg_constraint
		WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
	UNION ALL SELECT 'index ' || i.indexrelid::regclass || ' is not valid' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace`

// lostReferences writes, for each reference of one column to another, the query that
// finds whether rows refer to what is missing.
const lostReferences = `SELECT format('SELECT %L WHERE EXISTS (SELECT 1 FROM %s a WHERE a.%I IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s b WHERE b.%I = a.%I))',
		k.conrelid::regclass || ' refers to a missing ' || k.confrelid::regclass, k.conrelid::regclass, a.attname, k.confrelid::regclass, b.attname, a.attname)
	FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
		JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
	WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace ORDER BY k.conname`
