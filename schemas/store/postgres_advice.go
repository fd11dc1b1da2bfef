package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// postgresAdvice says what to try, by the code of the error or its class.
var postgresAdvice = map[string]string{
	"28":    "the server refuses the user: mend the user or the password (PGPASSWORD, ~/.pgpass), or pg_hba.conf on the server",
	"3D":    "there is no such database: make it with createdb --encoding=UTF8",
	"42501": "the user has no right to: let it own the database, or GRANT it CREATE on the schema",
	"53100": "make room on the disk of the server; what was committed is safe",
	"53300": "the server has no connection left: raise its max_connections, or run fewer programs",
	"53":    "the server lacks resources; see its log",
	"57P03": "the server is starting or stopping: try again in a moment",
	"57":    "the server ended the connection, and nothing of this is kept: try again",
	"58":    "the server could not read or write its files; see its log",
	"XX001": "the database is damaged: restore it from a backup",
	"XX002": "an index is damaged: REINDEX it, or restore the database from a backup",
	"25006": "the server does not let this be written: it is a standby, or the user may only read",
	"42P01": "its tables are not there: run « passerelle migrate »",
}

// explain says what to try where the server's own words do not.
func (postgres) explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	state := sqlState(err)
	for _, code := range []string{state, state[:min(2, len(state))]} {
		if advice := postgresAdvice[code]; advice != "" {
			return advise(err, advice)
		}
	}
	var unconnected *pgconn.ConnectError
	switch {
	case errors.As(err, &unconnected):
		return advise(err, "no server answers there: start it, or mend the address")
	case state == "" && lostConnection(err):
		return advise(err, "the connection to the server is lost; unless the server had just committed, nothing of this is kept: try again")
	}
	return err
}

// lostConnection reports that a connection that was there is no longer.
func lostConnection(err error) bool {
	var network net.Error
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &network) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || strings.Contains(err.Error(), "conn closed")
}
