package store

import (
	"context"
	"database/sql"
	"io/fs"
	"iter"
)

// dialect is all that differs from one database to another. The rest of the
// package speaks the SQL that they share: numbered parameters ($1), doc ->> 'x',
// ON CONFLICT, row values.
type dialect interface {
	// open connects.
	open(ctx context.Context, path string) (pools, error)
	// takeTurn waits, in a transaction that has just begun, until no other program
	// writes, and keeps others waiting until it ends.
	takeTurn(ctx context.Context, tx *txn) error
	// migrations holds its files migrations/*/*.sql, applied in the order of their names.
	migrations() fs.FS
	// tables lists the names of the tables that there are.
	tables() string
	// share lets those read the views who may. It gives what to try, if anything, where
	// the user has no right to; its transaction is then undone.
	share(ctx context.Context, tx *txn) (note string, err error)
	// bulk inserts many rows, as fast as the database knows how.
	bulk(ctx context.Context, tx *txn, into target, rows iter.Seq2[[]any, error]) error
	// tell makes the planner of queries know of what bulk did, before it is committed.
	tell(ctx context.Context, tx *txn) error
	// renumber makes the numbers that the database gives to rows of a table follow the
	// highest that it has, once rows came with their own.
	renumber(ctx context.Context, tx *txn, table string) error
	// among follows a column, and holds where its value is one of the strings of the
	// JSON array that is bound to $1.
	among() string
	// lostReference reports that err is a reference to a row that does not exist.
	lostReference(err error) bool
	// lostKey is the key of the row that err says does not exist, when the database
	// says it; otherwise it can still be asked.
	lostKey(err error) string
	// explain adds to an error of the database what to try, where there is something.
	explain(err error) error
	// integrity reports damage.
	integrity(ctx context.Context, db *sql.DB) error
}

// dialectOf is the dialect of the store at path: a file of SQLite, unless it is the
// address of a server.
func dialectOf(path string) dialect {
	if IsServer(path) {
		return postgres{}
	}
	return sqlite{}
}

// target is where rows are inserted in bulk. A row's slice may be reused as soon
// as the next one is asked for.
type target struct {
	table    string
	columns  []string
	conflict string // ON CONFLICT clause; two rows of one call may conflict, and apply in their order
}
