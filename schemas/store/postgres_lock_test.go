package store_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
)

func TestLockRun(t *testing.T) {
	dsn := pgtest.Start(t)
	held, unlock, err := store.LockRun(t.Context(), dsn, "nuit")
	if err != nil {
		t.Fatal(err)
	}
	host, _ := os.Hostname()
	if _, _, err := store.LockRun(t.Context(), dsn, "nuit"); !errors.Is(err, store.ErrInUse) || !strings.Contains(err.Error(), "@"+host) {
		t.Errorf("locked twice, or it is not said by whom: %v", err)
	}
	_, other, err := store.LockRun(t.Context(), dsn, "jour")
	if err != nil {
		t.Fatalf("another job: %v", err)
	}
	other()
	if held.Err() != nil {
		t.Error(context.Cause(held))
	}
	unlock()
	if _, unlock, err = store.LockRun(t.Context(), dsn, "nuit"); err != nil {
		t.Fatalf("once it is free: %v", err)
	}
	unlock()
	if _, _, err := store.LockRun(t.Context(), "a.sqlite", "nuit"); err == nil {
		t.Error("it locks a file")
	}
}

// A run that loses its lock is told at once, and the next that tries has it.
func TestLockRunIsLostWithTheServer(t *testing.T) {
	dsn := pgtest.Start(t)
	held, unlock, err := store.LockRun(t.Context(), dsn, "nuit")
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	server(t, dsn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '% nuit'")
	select {
	case <-held.Done():
		if cause := context.Cause(held); !strings.Contains(cause.Error(), "lost") {
			t.Error(cause)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not know")
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) { // the server frees it soon after
		_, again, err := store.LockRun(t.Context(), dsn, "nuit")
		if errors.Is(err, store.ErrInUse) && time.Now().Before(deadline) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		again()
		return
	}
}

// TestALockIsTakenAgainAtOnce a hundred times: the server learns a little late that the
// one before has left.
func TestALockIsTakenAgainAtOnce(t *testing.T) {
	dsn := pgtest.Start(t)
	for n := range 100 {
		unlock, err := store.LockRuns(t.Context(), dsn)
		if err != nil {
			t.Fatalf("the %dth time: %v", n+1, err)
		}
		unlock()
	}
}
