package partners

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
)

// deltas makes the deltas that are asked for, each once, and keeps the last ones in
// the folder of the server.
type deltas struct {
	dir   string // holds nothing else, and can be emptied
	shelf string
	gone  func(target, number string) string
	s     *Server

	mu      sync.Mutex
	making  map[string]*making // by folder
	oneAtA  chan struct{}      // time: they read whole feeds
	waiting time.Duration      // that a request waits for one
}

// making is a delta under way.
type making struct {
	done chan struct{}
	err  error
}

// What is kept of deltas, the newest always.
const (
	maxDeltas     = 64
	maxDeltaBytes = 4 << 30
	maxMaking     = 8                // that wait or are under way at once
	makingTimeout = 15 * time.Minute // for one
)

// newDeltas forgets those of an earlier server: a version of the program may make
// others.
func newDeltas(s *Server) (*deltas, error) {
	d := &deltas{dir: filepath.Join(s.Work, "deltas"), shelf: s.Shelf, gone: s.Gone, s: s, making: map[string]*making{}, oneAtA: make(chan struct{}, 1),
		waiting: 45 * time.Second}
	if err := os.RemoveAll(d.dir); err != nil {
		return nil, err
	}
	return d, os.MkdirAll(d.dir, 0o750)
}

// folder gives the folder of the delta from one publication to another that is in
// place, made if need be.
func (d *deltas) folder(ctx context.Context, since, to shelf.Shelved) (string, error) {
	sum := sha256.Sum256([]byte(to.Target + "/" + since.Folder + "/" + to.Folder))
	dir := filepath.Join(d.dir, hex.EncodeToString(sum[:]))
	if _, err := os.Stat(filepath.Join(dir, deltaName)); err == nil {
		return dir, nil
	}
	m, err := d.begin(dir, since, to)
	if err != nil {
		return "", err
	}
	select {
	case <-m.done:
		return dir, m.err
	case <-ctx.Done():
		return "", ctx.Err()
	case <-time.After(d.waiting):
		return "", busy(http.StatusServiceUnavailable, 30*time.Second, "Ce delta est en préparation : revenez dans trente secondes.",
			"This delta is being made: come back in thirty seconds.")
	}
}

// begin makes a delta beside the requests that wait for it, unless it is being made.
func (d *deltas) begin(dir string, since, to shelf.Shelved) (*making, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if m := d.making[dir]; m != nil {
		return m, nil
	}
	if len(d.making) >= maxMaking || d.s.ctx.Err() != nil {
		return nil, busy(http.StatusServiceUnavailable, time.Minute, "Trop de deltas sont en préparation : revenez dans une minute, ou prenez le flux entier.",
			"Too many deltas are being made: come back in a minute, or take the full feed.")
	}
	m := &making{done: make(chan struct{})}
	d.making[dir] = m
	d.s.work.Go(func() {
		m.err = d.make(dir, since, to)
		d.mu.Lock()
		delete(d.making, dir)
		d.mu.Unlock()
		close(m.done)
	})
	return m, nil
}

// end lets no delta begin any more.
func (d *deltas) end(stop func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	stop()
}

func (d *deltas) make(dir string, since, to shelf.Shelved) error {
	ctx, cancel := context.WithTimeout(d.s.ctx, makingTimeout)
	defer cancel()
	select {
	case d.oneAtA <- struct{}{}:
		defer func() { <-d.oneAtA }()
	case <-ctx.Done():
		return ctx.Err()
	}
	var gone func(string) string
	if d.gone != nil {
		gone = func(number string) string { return d.gone(to.Target, number) }
	}
	info, err := shelf.Delta(ctx, d.shelf, to.Target, since.Folder, dir, gone)
	if err != nil {
		return err
	}
	if info.To.SHA256 != to.SHA256 { // another was published meanwhile: the request is to look again
		return errors.Join(errMoved, os.RemoveAll(dir))
	}
	return d.prune(dir)
}

// errMoved says that another publication came into place.
var errMoved = fmt.Errorf("%w: another was published meanwhile", fs.ErrNotExist)

// prune keeps the newest deltas, within bounds.
func (d *deltas) prune(newest string) error {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return err
	}
	type kept struct {
		path  string
		at    time.Time
		bytes int64
	}
	var all []kept
	for _, e := range entries {
		path := filepath.Join(d.dir, e.Name())
		info, err := e.Info()
		if err != nil || path == newest {
			continue
		}
		all = append(all, kept{path, info.ModTime(), folderSize(path)})
	}
	slices.SortFunc(all, func(a, b kept) int { return cmp.Or(b.at.Compare(a.at), cmp.Compare(a.path, b.path)) })
	bytes := folderSize(newest)
	for i, k := range all {
		if bytes += k.bytes; i+1 >= maxDeltas || bytes > maxDeltaBytes {
			err = errors.Join(err, os.RemoveAll(k.path))
		}
	}
	return err
}

func folderSize(dir string) (n int64) {
	entries, _ := os.ReadDir(dir) // none: it is gone
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			n += info.Size()
		}
	}
	return n
}

func readDelta(dir string) (info shelf.DeltaInfo, err error) {
	data, err := os.ReadFile(filepath.Join(dir, deltaName))
	if err == nil {
		err = json.Unmarshal(data, &info)
	}
	return info, err
}
