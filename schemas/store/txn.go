package store

import (
	"context"
	"database/sql"
	"fmt"
)

// txn is a transaction, with the connection that it runs on for what only the
// driver of the database can do.
type txn struct {
	*sql.Tx
	conn    *sql.Conn
	scratch [][]byte       // memory that bulk uses again
	rows    map[string]int // that bulk put in each table
}

func (t *txn) landed(table string) {
	if t.rows == nil {
		t.rows = make(map[string]int)
	}
	t.rows[table]++
}

// within runs f in a transaction, which is committed when commit says so and f
// returns nil, and undone otherwise or when f panics.
func within(ctx context.Context, db *sql.DB, options *sql.TxOptions, commit bool, f func(*txn) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // does nothing once committed
	if err := f(&txn{Tx: tx, conn: conn}); err != nil || !commit {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// QueryContext is that of the transaction, given texts that every dialect takes: those
// asked for may come from anywhere, an address of the service or a cell.
func (t *txn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.Tx.QueryContext(ctx, query, cleanAll(args)...)
}

// ExecContext is that of the transaction, given such texts too.
func (t *txn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.Tx.ExecContext(ctx, query, cleanAll(args)...)
}
