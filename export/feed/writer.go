package feed

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// writer writes the feed of one target.
type writer struct {
	target   target.Target
	options  Options
	profiles map[offre.Dispositif]lheo.Profile // "" is that of mixed and other schemes
	file     *os.File                          // nil once finished
	out      *bufio.Writer
	hash     hash.Hash
	buffer   []byte // one <formation>
	feed     Feed
}

const bufferSize = 256 << 10

func newWriter(t target.Target, o Options) (*writer, error) {
	path := filepath.Join(o.Dir, t.Name+".xml")
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("write feed %s: %w", t.Name, err)
	}
	w := &writer{
		target: t, options: o, file: file, hash: sha256.New(), out: bufio.NewWriterSize(file, bufferSize),
		profiles: map[offre.Dispositif]lheo.Profile{"": t.Profile("")},
		feed:     Feed{Target: t.Name, Path: path, Defaulted: map[string]int{}},
	}
	for scheme := range t.DefaultsFor {
		w.profiles[scheme] = t.Profile(scheme)
	}
	w.feed.Tallies = []journal.Tally{
		{Target: t.Name, Kind: Formation, Excluded: map[string]int{}},
		{Target: t.Name, Kind: Session, Excluded: map[string]int{}},
	}
	return w, w.write(lheo.Header{}.AppendHeader(nil))
}

func (w *writer) write(p []byte) error {
	if _, err := w.out.Write(p); err != nil {
		return fmt.Errorf("write feed %s: %w; is the disk full?", w.target.Name, err)
	}
	w.hash.Write(p) // a hash never fails
	w.feed.Size += int64(len(p))
	return nil
}

// finish ends the file and checks that every record is accounted for.
func (w *writer) finish(seen totals) (Feed, error) {
	if err := w.write(lheo.Header{}.AppendFooter(nil, false)); err != nil {
		return Feed{}, err
	}
	if err := errors.Join(w.out.Flush(), w.file.Close()); err != nil {
		return Feed{}, fmt.Errorf("write feed %s: %w; is the disk full?", w.target.Name, err)
	}
	w.file = nil
	w.feed.SHA256 = hex.EncodeToString(w.hash.Sum(nil))
	return w.feed, w.balance(seen)
}

func (w *writer) balance(seen totals) error {
	formations, sessions := &w.feed.Tallies[0], &w.feed.Tallies[1]
	formations.Total, sessions.Total = seen.formations, seen.sessions
	if err := errors.Join(formations.Check(), sessions.Check()); err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	if formations.Exported != w.feed.Formations || sessions.Exported != w.feed.Sessions {
		return fmt.Errorf("write feed %s: %d formations and %d sessions are in the file but %d and %d in the ledger",
			w.target.Name, w.feed.Formations, w.feed.Sessions, formations.Exported, sessions.Exported)
	}
	return nil
}

// abandon removes the file of a build that failed; what it cannot remove is in
// the caller's folder, and the build has failed with a better reason.
func (w *writer) abandon() {
	if w.file != nil {
		w.file.Close()
	}
	os.Remove(w.feed.Path)
}
