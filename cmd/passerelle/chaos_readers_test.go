package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// feedReader reads what partners read, again and again.
type feedReader struct {
	dir   string
	valid map[string]bool // feeds that were validated, by hash
	reads int
}

// watchFeeds reads the feeds in place until the function that it gives is called,
// which tells how many were read. Each must be whole: what its manifest says, byte
// for byte, its compressed twin too, and valid.
func watchFeeds(t *testing.T, dir string) (stop func() int) {
	t.Helper()
	r := &feedReader{dir: dir, valid: map[string]bool{}}
	over := make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			for _, target := range targetNames {
				if err := r.read(t, target); err != nil {
					t.Errorf("%s: %v", target, err)
					return
				}
			}
			select {
			case <-over:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	end := sync.OnceFunc(func() { close(over); reading.Wait() })
	t.Cleanup(end)
	return func() int { end(); return r.reads }
}

// read reads the publication in place of a target. One that was replaced meanwhile,
// and pruned, is read again.
func (r *feedReader) read(t *testing.T, target string) error {
	latest := filepath.Join(r.dir, "feeds", target, "latest")
	for range 50 {
		folder, err := filepath.EvalSymlinks(latest)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // nothing was published yet
		}
		if err == nil {
			err = r.readFolder(t, folder, target)
		}
		now, gone := filepath.EvalSymlinks(latest)
		if err == nil || gone == nil && now == folder || !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return errors.New("it is always replaced")
}

func (r *feedReader) readFolder(t *testing.T, folder, target string) error {
	text, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		return err
	}
	var m shelf.Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return err
	}
	for _, f := range m.Files {
		data, err := os.ReadFile(filepath.Join(folder, f.Name))
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 || int64(len(data)) != f.Size {
			return fmt.Errorf("%s is not what its manifest says", f.Name)
		}
		if f.Name != target+".xml" || r.valid[f.SHA256] {
			continue
		}
		result, err := lheo.Validate(t.Context(), bytes.NewReader(data), lheo.Options{})
		if err != nil || !result.Valid {
			return fmt.Errorf("%s is not valid: %v %+v", f.Name, err, result)
		}
		r.valid[f.SHA256] = true
	}
	r.reads++
	return nil
}
