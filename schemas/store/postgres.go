package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgres is the dialect for teams and several machines: a database of a server of
// PostgreSQL, 15 or later, that holds the store alone or in a schema of its own.
//
// What takes turns (write) holds an advisory lock of the transaction, so that one
// program writes the catalogue at a time as in a file of SQLite; what does not (note)
// goes on meanwhile. Readers see one state and wait for nobody.
type postgres struct{}

//go:embed migrations/postgres/*.sql
var postgresMigrations embed.FS

func (postgres) migrations() fs.FS { return postgresMigrations }

// Connections of each kind that a program has at most. They are few: a server has a
// hundred by default, for all programs and machines together.
const (
	postgresNotes   = 4
	postgresReaders = 8
)

// oldestPostgres is the first version that is spoken to, as the server numbers it.
const oldestPostgres = 15_00_00

func (d postgres) open(ctx context.Context, path string) (p pools, err error) {
	config, err := postgresConfig(path)
	if err != nil {
		return p, err
	}
	p.writer, p.notes = postgresPool(config, 1, false), postgresPool(config, postgresNotes, false)
	p.reader = reader{postgresPool(config, postgresReaders, true), d.explain}
	if err := d.refuseUnfit(ctx, p.writer); err != nil {
		return p, errors.Join(err, p.close())
	}
	return p, nil
}

// postgresConfig reads the address of a server, what it omits coming from the
// environment (PGPASSWORD, PGSSLMODE…) and ~/.pgpass.
func postgresConfig(path string) (*pgx.ConnConfig, error) {
	if err := CheckAddress(path); err != nil {
		return nil, fmt.Errorf("read the address: %w", err)
	}
	config, err := pgx.ParseConfig(path)
	if err != nil {
		return nil, fmt.Errorf("read the address: %w", err)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 15 * time.Second
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "passerelle"
	}
	return config, nil
}

// postgresPool makes connections as they are needed. One that has not served for a
// while is tried before it is: the server may have been restarted.
func postgresPool(config *pgx.ConnConfig, size int, readOnly bool) *sql.DB {
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		return settle(ctx, conn, readOnly)
	}), stdlib.OptionShouldPing(func(_ context.Context, c stdlib.ShouldPingParams) bool {
		return c.IdleDuration > pingAfter
	}))
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return db
}

const pingAfter = 100 * time.Millisecond

// settle gives a connection the settings that the store counts on, whatever those of
// the server and the user; those that its version does not have are left out. A load
// may last, and think between two statements, as long as it needs; a machine that no
// longer answers is given up within a minute, with its locks.
func settle(ctx context.Context, conn *pgx.Conn, readOnly bool) error {
	_, err := conn.Exec(ctx, `SELECT set_config(s.name, w.value, false) FROM pg_settings s JOIN (VALUES
		('client_encoding', 'UTF8'), ('TimeZone', 'UTC'), ('DateStyle', 'ISO'), ('bytea_output', 'hex'), ('jit', 'off'),
		('default_transaction_isolation', 'read committed'), ('default_transaction_read_only', $1),
		('statement_timeout', '0'), ('lock_timeout', '0'), ('idle_in_transaction_session_timeout', '0'),
		('transaction_timeout', '0'), ('idle_session_timeout', '0'), ('client_connection_check_interval', '10s'),
		('tcp_keepalives_idle', '30'), ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3')) w (name, value) ON s.name = w.name`,
		map[bool]string{true: "on", false: "off"}[readOnly])
	return err
}

// refuseUnfit refuses a server or a database that cannot hold a store.
func (postgres) refuseUnfit(ctx context.Context, db *sql.DB) error {
	var version int
	var named, encoding, schema string
	var standby bool
	err := db.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_version'),
		current_setting('server_encoding'), coalesce(current_schema(), ''), pg_is_in_recovery()`).Scan(&version, &named, &encoding, &schema, &standby)
	switch {
	case err != nil:
		return err
	case version < oldestPostgres:
		return fmt.Errorf("the server is PostgreSQL %s: bring it to 15 or later", named)
	case encoding != "UTF8":
		return fmt.Errorf("the database is encoded in %s: make one with createdb --encoding=UTF8 --template=template0", encoding)
	case schema == "":
		return errors.New("its search_path names no schema that exists: make one with CREATE SCHEMA, or mend the address")
	case standby:
		return errors.New("the server is a standby, which cannot be written: name the primary")
	}
	return nil
}

// Advisory locks of a store: the first number says what is locked, the second in which
// schema of the database.
const (
	lockWriter = 7_045_001
	lockRuns   = 7_045_002
)

// takeTurn waits as long as the writer before needs: its own lock ends with it,
// however it ends.
func (postgres) takeTurn(ctx context.Context, tx *txn) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))", lockWriter)
	return err
}

func (postgres) tables() string {
	return "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
}

// renumber gives the sequence of a table the highest number that the table has.
func (postgres) renumber(ctx context.Context, tx *txn, table string) error {
	_, err := tx.ExecContext(ctx, "SELECT setval(pg_get_serial_sequence($1, 'numero'), max(numero)) FROM "+table+" HAVING max(numero) IS NOT NULL", table)
	return err
}

// among makes the array once: a plan may look each of its strings up in an index, and
// never reads it anew for each row, whatever it expects of tables that were just filled.
func (postgres) among() string {
	return "= ANY (ARRAY(SELECT json_array_elements_text(coalesce(nullif($1::text, 'null'), '[]')::json)))"
}

// foreignKeyViolation is the code of a reference to a row that does not exist.
const foreignKeyViolation = "23503"

func (postgres) lostReference(err error) bool { return sqlState(err) == foreignKeyViolation }

// lostKey reads « Key (formation)=(F404) is not present in table "formation" », whose
// words depend on the language of the server.
func (postgres) lostKey(err error) string {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return ""
	}
	_, key, _ := strings.Cut(e.Detail, ")=(")
	if end := strings.LastIndex(key, ")"); end >= 0 {
		return key[:end]
	}
	return ""
}

func sqlState(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
