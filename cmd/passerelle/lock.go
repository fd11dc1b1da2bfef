package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lock keeps a second writer away from the store at path until the returned
// function is called. The kernel drops it when the process dies, however it dies.
func lock(path string) (unlock func(), err error) {
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
			return nil, fmt.Errorf("lock the store: another passerelle is at work on %s; wait for it to end, or look for it with `fuser %s`", path, name)
		}
		return nil, fmt.Errorf("lock the store: %s: %w", name, err)
	}
	return func() { _ = f.Close() }, nil
}
