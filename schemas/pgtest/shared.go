package pgtest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// sharedCluster is the server that the test binaries of one `go test` share. The
// first that comes starts it and leaves its folder in a file named after the
// process of `go test`; the others read it there.
func sharedCluster() (*Cluster, error) {
	until, since := family()
	name := filepath.Join(os.TempDir(), fmt.Sprintf("pgtest-%d-%s.lock", until, since))
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, err
	}
	if dir, err := io.ReadAll(f); err != nil || len(dir) > 0 {
		return &Cluster{dir: string(dir)}, err
	}
	c, err := newCluster(until, name)
	if err != nil {
		return nil, errors.Join(err, os.Remove(name))
	}
	_, err = f.WriteString(c.dir)
	return c, err
}

// family is the process whose end is the end of the tests, and when it began:
// `go test` when it started us, else ourselves.
func family() (pid int, since string) {
	for _, pid := range []int{os.Getppid(), os.Getpid()} {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		name, rest, found := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest)
		if err != nil || !found || len(fields) < 20 {
			continue
		}
		if pid == os.Getpid() || strings.HasSuffix(name, "(go") {
			return pid, fields[19]
		}
	}
	return os.Getpid(), "0"
}

// watch leaves a shell behind that removes the server when a process ends: a test
// binary that is killed, or that ends by a panic, cleans up nothing itself.
func (c *Cluster) watch(until int, with string) error {
	cmd := exec.Command("/bin/sh", "-c", `
		while kill -0 "$1" && [ -d "$2" ]; do sleep 0.3; done
		if read -r server <"$2/data/postmaster.pid"; then
			kill -QUIT "$server"
			for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$server" || break; sleep 0.3; done
		fi
		rm -rf "$2" || { sleep 2; rm -rf "$2"; } # initdb may be at work still
		[ -z "$3" ] || rm -f "$3"`, "pgtest", strconv.Itoa(until), c.dir, with)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}
