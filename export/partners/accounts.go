package partners

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// flushEvery is after how long at most what was taken is recorded, when the store
// is free; flushAt is the number of fetches that does not wait for it.
const (
	flushEvery   = 2 * time.Second
	flushAt      = 500
	flushTimeout = 20 * time.Second
)

// maxPending is how many fetches may wait for the store. A store that is away for so
// long is an incident of its own; the oldest are then dropped, and counted in the log.
const maxPending = 100_000

// accounts records fetches in batches, away from the requests. Each is first a line
// of a file, which the store's record empties: a killed server loses none, and the
// next one may record a few twice.
type accounts struct {
	store interface {
		Fetches
		Tokens
	}
	log  *slog.Logger
	path string
	wake chan struct{}

	mu      sync.Mutex
	file    *os.File
	pending []journal.Fetch
	seen    map[string]time.Time // partner → when it came last
	dropped int
}

// openAccounts takes up what an earlier server could not record.
func openAccounts(path string, st Store, log *slog.Logger) (*accounts, error) {
	a := &accounts{store: st, log: log, path: path, wake: make(chan struct{}, 1), seen: map[string]time.Time{}}
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read fetches to record: %w", err)
	}
	for line := range bytes.Lines(data) {
		var f journal.Fetch
		if json.Unmarshal(line, &f) == nil { // half a line was being written when the server was killed
			a.pending = append(a.pending, f)
		}
	}
	if a.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o640); err != nil {
		return nil, fmt.Errorf("open the file of fetches to record: %w", err)
	}
	if len(data) > 0 && data[len(data)-1] != '\n' {
		_, err = io.WriteString(a.file, "\n")
	}
	return a, err
}

// asNamed is the file as the partner named it, below the target.
func asNamed(v *visit) string {
	return shorten(strings.TrimPrefix(v.r.URL.Path, "/feeds/"+v.target+"/"))
}

func (a *accounts) add(f journal.Fetch) {
	line, err := json.Marshal(f)
	a.mu.Lock()
	defer a.mu.Unlock()
	if err == nil {
		_, err = a.file.Write(append(line, '\n'))
	}
	if err != nil {
		a.log.Error("a fetch waits in memory only", "error", err, "path", a.path)
	}
	if a.pending = append(a.pending, f); len(a.pending) > maxPending {
		a.pending, a.dropped = a.pending[1:], a.dropped+1
	}
	if len(a.pending) >= flushAt {
		a.nudge()
	}
}

func (a *accounts) nudge() {
	select {
	case a.wake <- struct{}{}:
	default: // it is awake
	}
}

// touch notes that a partner came.
func (a *accounts) touch(partner string, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.seen[partner] = at
}

// run records, until ctx ends, what close has not.
func (a *accounts) run(ctx context.Context) {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-a.wake:
		}
		limited, cancel := context.WithTimeout(ctx, flushTimeout)
		if err := a.flush(limited); err != nil && ctx.Err() == nil {
			a.log.Error("fetches wait to be recorded", "error", err, "path", a.path)
		}
		cancel()
	}
}

// flush records all that waits. What the store does not take waits on.
func (a *accounts) flush(ctx context.Context) error {
	a.mu.Lock()
	batch, seen := a.pending, a.seen
	a.pending, a.seen = nil, map[string]time.Time{}
	a.mu.Unlock()
	var err error
	if len(batch) > 0 {
		err = a.store.KeepFetches(ctx, batch)
	}
	if err != nil {
		a.putBack(batch, seen)
		return err
	}
	for partner, at := range seen {
		if e := a.store.TouchPartner(ctx, partner, at); e != nil && !errors.Is(e, store.ErrUnknown) {
			err = errors.Join(err, e)
		}
	}
	return errors.Join(err, a.settle(len(batch)))
}

func (a *accounts) putBack(batch []journal.Fetch, seen map[string]time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pending = append(batch, a.pending...)
	for partner, at := range seen {
		if a.seen[partner].Before(at) {
			a.seen[partner] = at
		}
	}
}

// settle empties the file of what is recorded.
func (a *accounts) settle(recorded int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.dropped > 0 {
		a.log.Error("fetches were dropped: the store did not take them for too long", "count", a.dropped)
		a.dropped = 0
	}
	if recorded == 0 {
		return nil
	}
	var left bytes.Buffer
	for _, f := range a.pending { // came meanwhile
		line, err := json.Marshal(f)
		if err != nil {
			return err
		}
		left.Write(append(line, '\n'))
	}
	if err := a.file.Truncate(0); err != nil {
		return fmt.Errorf("empty the file of fetches to record: %w", err)
	}
	_, err := a.file.Write(left.Bytes())
	return err
}

func (a *accounts) close(ctx context.Context) error {
	err := a.flush(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	if err != nil {
		err = fmt.Errorf("record %d fetches: %w; they stay in %s and will be recorded by the next server", len(a.pending), err, a.path)
	}
	return errors.Join(err, a.file.Close())
}
