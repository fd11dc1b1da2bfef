package pgtest

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Cluster is a PostgreSQL server in a folder of its own.
type Cluster struct {
	dir  string // holds data, the log and the socket
	bin  string
	user *unprivileged // nil: ourselves
}

// settings suit a server that lives for a minute: nothing is awaited from the disk,
// which only matters when the machine dies, and no address of the network is taken.
const settings = `
listen_addresses = ''
unix_socket_directories = '%s'
fsync = off
full_page_writes = off
max_connections = 200
shared_buffers = '64MB'
log_min_messages = warning
timezone = 'Europe/Paris'
`

// newCluster makes a server and starts it. It is removed, with the file of that name
// if any, when the process with that number ends, however it ends.
func newCluster(until int, with string) (*Cluster, error) {
	c := &Cluster{}
	var err error
	if c.bin, err = binaries(); err != nil {
		return nil, err
	}
	if c.user, err = notRoot(); err != nil {
		return nil, err
	}
	if c.dir, err = folder(c.user); err != nil {
		return nil, err
	}
	if err := c.begin(until, with); err != nil {
		c.remove()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) begin(until int, with string) error {
	if err := c.watch(until, with); err != nil {
		return err
	}
	if err := c.initialise(); err != nil {
		return err
	}
	return c.control("start")
}

// folder makes the folder of a server. The path of a socket has a hundred bytes at
// most: a long TMPDIR cannot hold one.
func folder(user *unprivileged) (string, error) {
	parent := os.TempDir()
	if len(parent) > 50 {
		parent = "/tmp"
	}
	dir, err := os.MkdirTemp(parent, "pgtest-")
	if err != nil {
		return "", err
	}
	return dir, user.own(dir)
}

func (c *Cluster) initialise() error {
	err := c.command("initdb", "--pgdata", c.data(), "--username=postgres", "--auth=trust", "--no-sync", "--no-instructions",
		"--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=fr-FR")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, settings, c.dir)
	return errors.Join(err, f.Close())
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// DSN is the address of the server's own database.
func (c *Cluster) DSN() string {
	return "postgres://postgres@/postgres?" + url.Values{"host": {c.dir}}.Encode()
}

// Start starts a server that was stopped.
func (c *Cluster) Start(tb testing.TB) { c.must(tb, "start") }

// Stop stops the server at once, as a crash does: what it had begun is undone when
// it starts.
func (c *Cluster) Stop(tb testing.TB) { c.must(tb, "stop", "-m", "immediate") }

// Restart stops the server as a crash does, and starts it.
func (c *Cluster) Restart(tb testing.TB) { c.must(tb, "restart", "-m", "immediate") }

func (c *Cluster) must(tb testing.TB, args ...string) {
	tb.Helper()
	if err := c.control(args...); err != nil {
		tb.Fatal(err)
	}
}

// control asks pg_ctl, and waits until it is done.
func (c *Cluster) control(args ...string) error {
	return c.command("pg_ctl", append(args, "--pgdata", c.data(), "--log", filepath.Join(c.dir, "log"), "--wait", "--timeout", "60", "--silent")...)
}

// command runs a program of PostgreSQL as its user. What it prints goes to a file,
// and not to a pipe, which the server that it leaves behind would keep open.
func (c *Cluster) command(name string, args ...string) error {
	out, err := os.CreateTemp(c.dir, "out-")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir, cmd.Env = "/", environment()
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = c.user.attributes()
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(out.Name())
		log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
		return fmt.Errorf("%s: %w: %s\n%s", strings.Join(cmd.Args, " "), err, bytes.TrimSpace(said), bytes.TrimSpace(log))
	}
	return nil
}

// environment is ours without what would tell PostgreSQL of another server, and
// with plain messages.
func environment() []string {
	env := []string{"LC_ALL=C", "LC_MESSAGES=C"}
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "PG") && !strings.HasPrefix(e, "LC_") {
			env = append(env, e)
		}
	}
	return env
}

// remove stops the server, if it runs, and leaves nothing of it.
func (c *Cluster) remove() {
	_ = c.control("stop", "-m", "immediate")
	_ = os.RemoveAll(c.dir)
}
