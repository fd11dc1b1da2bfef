package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// sqlite is the embedded dialect: one file, a write-ahead log beside it, and
// every commit on the disk before it returns.
type sqlite struct{}

//go:embed migrations/sqlite/*.sql
var sqliteMigrations embed.FS

func (sqlite) migrations() fs.FS { return sqliteMigrations }

// sqliteReaders is how many can read at once; one more waits.
const sqliteReaders = 8

// Pages that each connection keeps, in KiB. They take twice that in memory: the
// allocator of the driver rounds a page and its header up to a power of two. The
// system's own cache makes up for small ones.
const (
	sqliteWriterCache = 16 << 10
	sqliteReaderCache = 8 << 10
)

func cacheSize(kib int) string { return fmt.Sprintf("_pragma=cache_size(-%d)", kib) }

func (d sqlite) open(ctx context.Context, path string) (p pools, err error) {
	if err := makeFile(path); err != nil {
		return p, err
	}
	if p.writer, err = sql.Open("sqlite", sqliteDSN(path, "_txlock=immediate", "_pragma=synchronous(FULL)", "_pragma=foreign_keys(1)", "_pragma=journal_size_limit(67108864)", cacheSize(sqliteWriterCache))); err != nil {
		return p, err
	}
	p.notes = p.writer
	p.writer.SetMaxOpenConns(1)
	if err := connect(ctx, p.writer); err != nil {
		return p, errors.Join(err, p.close())
	}
	reading, err := sql.Open("sqlite", sqliteDSN(path, "_query_only=1", cacheSize(sqliteReaderCache)))
	if err != nil {
		return p, errors.Join(err, p.close())
	}
	reading.SetMaxOpenConns(sqliteReaders)
	reading.SetMaxIdleConns(sqliteReaders)
	p.reader = reader{reading, d.explain}
	return p, nil
}

// takeTurn has nothing to do: every transaction that writes begins by waiting for it.
func (sqlite) takeTurn(context.Context, *txn) error { return nil }

// connect waits its turn: of several programs that open a new file at once, one
// gives it its write-ahead log, and SQLite refuses the others without waiting.
func connect(ctx context.Context, db *sql.DB) error {
	for attempt := 0; ; attempt++ {
		err := db.PingContext(ctx)
		if code(err)&0xff != codes.SQLITE_BUSY || attempt == connectAttempts {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(connectPause):
		}
	}
}

const (
	connectAttempts = 100
	connectPause    = 20 * time.Millisecond
)

// makeFile makes the file when it is absent, closed to other users of the
// machine: it holds people's names and telephone numbers.
func makeFile(path string) error {
	if dir := filepath.Dir(path); dir != "." {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("no folder %s: make it first, or mend the path", dir)
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return err
	}
	return f.Close()
}

func sqliteDSN(path string, options ...string) string {
	options = append([]string{"_journal_mode=WAL", "_busy_timeout=15000", "_dqs=0", "_error_rc=1"}, options...)
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(options, "&")
}

func (sqlite) tables() string { return "SELECT name FROM sqlite_schema WHERE type = 'table'" }

// share has nothing to do: who may open the file may read it.
func (sqlite) share(context.Context, *txn) (note string, err error) { return "", nil }

// explain says what to try where the database's own words do not.
func (sqlite) explain(err error) error {
	switch code(err) & 0xff {
	case codes.SQLITE_NOTADB:
		return advise(err, "the file is not a store; move it away, or name another")
	case codes.SQLITE_BUSY:
		return advise(err, "another program has been writing to it for a while; wait for it to end")
	case codes.SQLITE_FULL:
		return advise(err, "make room on the disk; what was committed is safe")
	case codes.SQLITE_CORRUPT:
		return advise(err, "the file is damaged; restore it from a backup")
	}
	return err
}

// rowsPerInsert is how many rows go in one statement: enough that the statement
// itself costs little.
const rowsPerInsert = 100

func (sqlite) bulk(ctx context.Context, tx *txn, into target, rows iter.Seq2[[]any, error]) error {
	full := rowsPerInsert * len(into.columns)
	insert := inserter{tx: tx, into: into}
	args := make([]any, 0, full)
	for row, err := range rows {
		if err != nil {
			return errors.Join(err, insert.close())
		}
		if args = append(args, row...); len(args) < full {
			continue
		}
		if err := insert.full(ctx, args); err != nil {
			return errors.Join(err, insert.close())
		}
		args = args[:0]
	}
	return errors.Join(insert.rest(ctx, args), insert.close())
}

// inserter runs one statement again and again, prepared when enough rows have
// come to fill it.
type inserter struct {
	tx       *txn
	into     target
	prepared *sql.Stmt
}

func (i *inserter) full(ctx context.Context, args []any) (err error) {
	if i.prepared == nil {
		if i.prepared, err = i.tx.PrepareContext(ctx, insertSQL(i.into, rowsPerInsert)); err != nil {
			return err
		}
	}
	_, err = i.prepared.ExecContext(ctx, args...)
	return err
}

func (i *inserter) rest(ctx context.Context, args []any) error {
	if len(args) == 0 {
		return nil
	}
	_, err := i.tx.ExecContext(ctx, insertSQL(i.into, len(args)/len(i.into.columns)), args...)
	return err
}

func (i *inserter) close() error {
	if i.prepared == nil {
		return nil
	}
	return i.prepared.Close()
}

func insertSQL(into target, rows int) string {
	row := "(?" + strings.Repeat(", ?", len(into.columns)-1) + ")"
	return "INSERT INTO " + into.table + " (" + strings.Join(into.columns, ", ") + ") VALUES " +
		row + strings.Repeat(", "+row, rows-1) + " " + into.conflict
}

// tell has nothing to do: plans do not depend on what the tables hold.
func (sqlite) tell(context.Context, *txn) error { return nil }

// renumber has nothing to do: the next number is always one more than the highest.
func (sqlite) renumber(context.Context, *txn, string) error { return nil }

func (sqlite) among() string { return "IN (SELECT value FROM json_each($1))" }

func (sqlite) lostReference(err error) bool { return code(err) == codes.SQLITE_CONSTRAINT_FOREIGNKEY }

// lostKey is not said.
func (sqlite) lostKey(error) string { return "" }

func code(err error) int {
	var e *driver.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return codes.SQLITE_OK
}

func (sqlite) integrity(ctx context.Context, db *sql.DB) error {
	damage, err := column[string](ctx, db, "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'")
	if err != nil {
		return err
	}
	lost, err := column[string](ctx, db, `SELECT DISTINCT "table" || ' refers to a missing ' || parent FROM pragma_foreign_key_check`)
	if err != nil {
		return err
	}
	if damage = append(damage, lost...); len(damage) > 0 {
		return errors.New(strings.Join(damage, "; "))
	}
	return nil
}
