package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/carif-oref/passerelle/schemas/store"
)

// lock keeps a second run away from the store at path until the returned function
// is called: from all machines when it is a database. It drops by itself when the
// process dies, however it dies.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	if store.IsServer(path) {
		return store.LockRuns(ctx, path)
	}
	return lockFile(path)
}

// lockFile holds a lock of the kernel on a file beside the store.
func lockFile(path string) (unlock func(), err error) {
	name := path + ".lock"
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, fmt.Errorf("lock the store: %w", err)
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock the store: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("lock the store: %w on %s; wait for it to end, or look for it with `fuser %s`", store.ErrInUse, path, name)
		}
		return nil, fmt.Errorf("lock the store: %s: %w", name, err)
	}
	return func() { _ = f.Close() }, nil
}
