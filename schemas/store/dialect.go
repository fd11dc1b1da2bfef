package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"iter"
	"strings"
)

// dialect is all that differs from one database to another. The rest of the
// package speaks the SQL that they share: numbered parameters ($1), doc ->> 'x',
// ON CONFLICT, row values.
type dialect interface {
	// open connects: one connection that writes, several that only read.
	open(ctx context.Context, path string) (writer, reader *sql.DB, err error)
	// migrations holds its files migrations/*/*.sql, applied in the order of their names.
	migrations() fs.FS
	// bulk inserts many rows, as fast as the database knows how.
	bulk(ctx context.Context, tx *sql.Tx, into target, rows iter.Seq2[[]any, error]) error
	// renumber makes the numbers that the database gives to rows of a table follow the
	// highest that it has, once rows came with their own.
	renumber(ctx context.Context, tx *sql.Tx, table string) error
	// among is the right-hand side of « column IN … » for the strings of the
	// JSON array that is bound to $1.
	among() string
	// lostReference reports that err is a reference to a row that does not exist.
	lostReference(err error) bool
	// explain adds to an error of the database what to try, where there is something.
	explain(err error) error
	// integrity reports damage.
	integrity(ctx context.Context, db *sql.DB) error
}

// dialectOf is the dialect of the store at path: a file of SQLite, unless it is the
// address of a server.
func dialectOf(path string) (dialect, error) {
	for _, scheme := range []string{"postgres://", "postgresql://"} {
		if strings.HasPrefix(path, scheme) {
			return nil, errors.New("this passerelle speaks to no server of PostgreSQL: name a file")
		}
	}
	return sqlite{}, nil
}

// target is where rows are inserted in bulk. A row's slice may be reused as soon
// as the next one is asked for.
type target struct {
	table    string
	columns  []string
	conflict string // ON CONFLICT clause; two rows of one call may conflict, and apply in their order
}
