package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestLockHolderIsFoundWithoutTakingTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	if _, held, err := lockHolder(path); held || err != nil {
		t.Errorf("a store that never was locked: held %v, %v", held, err)
	}
	unlock := holdLock(t, path)
	h, held, err := lockHolder(path)
	if err != nil || !held || h.PID != fmt.Sprint(os.Getpid()) || h.Command == "" {
		t.Errorf("got %v, %v, %v; want this process", h, held, err)
	}
	unlock()
	if _, held, err := lockHolder(path); held || err != nil {
		t.Errorf("once unlocked: held %v, %v", held, err)
	}
}

// holdLock has the lock of a store as another program would.
func holdLock(t *testing.T, path string) (unlock func()) {
	t.Helper()
	f, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() { f.Close() }
}

func TestFindLock(t *testing.T) {
	const locks = `1: FLOCK  ADVISORY  WRITE 12 fe:00:777 0 EOF
2: POSIX  ADVISORY  READ 13 fe:00:999 128 128
3: FLOCK  ADVISORY  WRITE 14 fe:00:9 0 EOF
3: -> FLOCK  ADVISORY  WRITE 15 fe:00:99 0 EOF
4: FLOCK  ADVISORY  READ 16 fe:00:99 0 EOF
5: FLOCK
`
	for inode, want := range map[string]string{"777": "12", "9": "14", "99": "", "999": "", "": ""} {
		if pid, held := findLock([]byte(locks), inode); pid != want || held != (want != "") {
			t.Errorf("inode %q: %q, %v; want %q", inode, pid, held, want)
		}
	}
}
