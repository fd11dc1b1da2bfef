// Package pgtest gives tests a PostgreSQL of their own: a real server, started for
// one run of `go test` in a temporary folder on a Unix socket, or the one that
// PASSERELLE_TEST_DATABASE_URL names. It sorts as French servers do, so that what
// leans on the order of a server shows.
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// variable names a server to use instead of a private one. Its user must be allowed
// to create databases or, failing that, schemas.
const variable = "PASSERELLE_TEST_DATABASE_URL"

// Start gives the address of a new, empty database, dropped when the test ends. The
// server behind it is shared by all the packages of one `go test`: a test that stops
// it wants Private. Where PostgreSQL is absent the test is skipped, and says so; in
// CI, which has it, it fails instead.
func Start(tb testing.TB) string {
	tb.Helper()
	server := os.Getenv(variable)
	if server == "" {
		c, err := shared()
		c.orAbsent(tb, err)
		server = c.DSN()
	}
	dsn, drop, err := fresh(context.Background(), server)
	if err != nil {
		tb.Fatalf("make a database for the test: %v", err)
	}
	tb.Cleanup(func() {
		if err := drop(context.Background()); err != nil {
			tb.Errorf("drop the database of the test: %v", err)
		}
	})
	return dsn
}

// Private gives a server for this test alone, which it may stop and start. It is
// skipped, or fails, as Start is.
func Private(tb testing.TB) *Cluster {
	tb.Helper()
	c, err := newCluster(os.Getpid(), "")
	c.orAbsent(tb, err)
	tb.Cleanup(c.remove)
	return c
}

// orAbsent ends the test when there is no server.
func (c *Cluster) orAbsent(tb testing.TB, err error) {
	tb.Helper()
	switch {
	case err == nil:
	case errors.Is(err, errAbsent) && os.Getenv("CI") == "":
		tb.Skipf("skipped: %v; install PostgreSQL 15 or later, or set %s", err, variable)
	default:
		tb.Fatalf("start PostgreSQL: %v", err)
	}
}

// shared is the server of this run of `go test`.
var shared = sync.OnceValues(sharedCluster)

// fresh makes a database beside the one that the address names or, for a user who
// may not, a schema in it.
func fresh(ctx context.Context, server string) (dsn string, drop func(context.Context) error, err error) {
	name := "passerelle_" + strings.ToLower(rand.Text()[:12])
	dsn, undo := with(server, "dbname", name), "DROP DATABASE "+name+" WITH (FORCE)"
	err = run(ctx, server, "CREATE DATABASE "+name)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == insufficientPrivilege {
		dsn, undo = with(server, "search_path", name), "DROP SCHEMA "+name+" CASCADE"
		err = run(ctx, server, "CREATE SCHEMA "+name)
	}
	return dsn, func(ctx context.Context) error { return run(ctx, server, undo) }, err
}

// insufficientPrivilege is what PostgreSQL answers to who may not.
const insufficientPrivilege = "42501"

// with is an address with one setting replaced. An address is a URL, or keywords
// and values, of which the last said holds.
func with(server, key, value string) string {
	u, err := url.Parse(server)
	if err != nil || u.Scheme == "" {
		return server + " " + key + "=" + value
	}
	q := u.Query()
	if key == "dbname" {
		u.Path, value = "/"+value, ""
	}
	q.Set(key, value)
	if value == "" {
		q.Del(key)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

func run(ctx context.Context, dsn, statement string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	if err != nil {
		err = fmt.Errorf("%s: %w", statement, err)
	}
	return errors.Join(err, conn.Close(ctx))
}
