package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// holder is the process that has the lock of the store.
type holder struct {
	PID     string // as our name space numbers it
	Command string // empty when we may not see it
}

func (h holder) String() string {
	if h.Command == "" {
		return "process " + h.PID
	}
	return fmt.Sprintf("process %s (%s)", h.PID, h.Command)
}

// errNoLocks says that the system does not tell who has which lock.
var errNoLocks = errors.New("this system does not tell who holds a lock")

// lockHolder says who has the lock of the store at path. It asks the kernel and takes
// no lock itself, not even for an instant: a run may be about to begin. held is false
// when nobody has it.
func lockHolder(path string) (h holder, held bool, err error) {
	info, err := os.Stat(path + ".lock")
	if errors.Is(err, fs.ErrNotExist) {
		return h, false, nil
	}
	if err != nil {
		return h, false, err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	locks, err := os.ReadFile("/proc/locks")
	if err != nil || !ok {
		return h, false, errNoLocks
	}
	pid, held := findLock(locks, fmt.Sprint(st.Ino))
	if !held {
		return h, false, nil
	}
	return holder{pid, commandOf(pid)}, true, nil
}

// findLock looks for a lock of the kind that lock takes on the file of that inode; the
// number of the device is not compared, for some file systems show another there. A
// line of /proc/locks is « 1: FLOCK  ADVISORY  WRITE 4242 08:01:131077 0 EOF »; of
// those who wait it begins with « -> ».
func findLock(locks []byte, inode string) (pid string, held bool) {
	for lines := bufio.NewScanner(bytes.NewReader(locks)); lines.Scan(); {
		f := strings.Fields(lines.Text())
		if len(f) < 6 || f[1] != "FLOCK" || f[3] != "WRITE" {
			continue
		}
		if place := strings.Split(f[5], ":"); place[len(place)-1] == inode {
			return f[4], true
		}
	}
	return "", false
}

func commandOf(pid string) string {
	line, err := os.ReadFile("/proc/" + pid + "/cmdline")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(string(line), "\x00", " "))
}

// atWork says who does a run on the store, on this machine or, when it is a database,
// on any.
func atWork(ctx context.Context, c config, s *store.Store) (who string, busy bool, err error) {
	if !store.IsServer(c.Store) {
		h, held, err := lockHolder(c.Store)
		return h.String(), held, err
	}
	if s == nil {
		return "", false, nil
	}
	return s.RunHolder(ctx)
}

// checkLock tells who is at work, and whether the last run was killed.
func (x *exam) checkLock(ctx context.Context) []diagnosis {
	what := store.Shown(x.config.Store)
	who, busy, err := atWork(ctx, x.config, x.store)
	switch {
	case errors.Is(err, errNoLocks):
		return []diagnosis{well(what, "%v", err)}
	case err != nil:
		return []diagnosis{ill(broken, what, err.Error(), "see what the message says to try")}
	case busy:
		return []diagnosis{well(what, "%s is at work on it", who)}
	case x.store == nil && store.IsServer(x.config.Store):
		return []diagnosis{well(what, "it was not looked into: whether somebody is at work on it is not known")}
	case x.store == nil:
		return []diagnosis{well(what, "nobody is at work on it")}
	}
	last, ok, err := x.store.LastRun(ctx)
	if err != nil {
		return []diagnosis{ill(broken, what, err.Error(), "see what the message says to try")}
	}
	if ok && last.State == journal.Running {
		return []diagnosis{ill(attention, what, "run "+last.ID+" was killed: nobody is at work and it has not ended", "passerelle run completes it; see dmesg for « out of memory » if nobody stopped it")}
	}
	return []diagnosis{well(what, "nobody is at work on it")}
}
