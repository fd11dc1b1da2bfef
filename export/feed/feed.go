// Package feed writes the feeds: one pass over the catalogue decides for every
// target what it takes, writes it as LHEO and accounts for every record, taken
// or not. Memory is that of one formation, whatever the size of the catalogue.
package feed

import (
	"context"
	"iter"
	"time"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Kinds of record that verdicts and tallies are about.
const (
	Formation = "formation"
	Session   = "session"
)

// Reasons that come from LHEO rather than from a target.
const (
	Incomplete = "lheo-incomplet" // an element that LHEO demands is neither in the catalogue nor in the defaults
	Invalid    = "lheo-invalide"  // what was written does not follow LHEO
)

// Feed is one feed as it was written, before anybody may see it.
type Feed struct {
	Target     string
	Path       string // the file, uncompressed; empty when the feed is split
	SHA256     string // of the file, lower-case hexadecimal; of the list of files when the feed is split
	Size       int64  // bytes, of all files of the feed
	Formations int    // none: the file is not LHEO, which wants at least one, and must not be published
	Actions    int
	Sessions   int
	Defaulted  map[string]int  // LHEO element → how many times it was written from a default
	Tallies    []journal.Tally // of formations, then of sessions
	Unsaid     map[string]int  // character that the encoding has not → how many times it was written otherwise
	Files      []File          // those of the feed, then its twins
}

// Publication is the feed as the journal keeps it, its state still to be said.
func (f Feed) Publication(run string, at time.Time) journal.Publication {
	return journal.Publication{Target: f.Target, Run: run, SHA256: f.SHA256, Size: f.Size,
		Formations: f.Formations, Actions: f.Actions, Sessions: f.Sessions, Defaulted: f.Defaulted, At: at}
}

// Options is what the caller says of a build. Date and Dir are needed.
type Options struct {
	Date time.Time // the day as of which targets decide
	Dir  string    // existing folder in which the files are written

	Stamp time.Time // instant that feeds bear as that of their export; Date when it is zero
	// Last gives earlier feeds of a target, such as the one in place: a feed that is
	// otherwise the same as one of them bears its instant again. May be nil.
	Last func(target string) []Earlier
	// Blocs gives the numbers of the skill blocks of a certification of the RNCP, by
	// its number with its prefix. May be nil; it is called by several goroutines.
	Blocs func(rncp string) []string

	// What follows is called by the goroutine that builds, in the order of the catalogue.
	Verdict  func(journal.Verdict) error                  // called for every record and target, a formation before its sessions; may be nil
	Finding  func(target string, f finding.Finding) error // called for each text that LHEO's limits cut short; may be nil
	Progress func(formations int)                         // called after each formation of the catalogue; may be nil
}

// Earlier is a feed that was written before, by its hash, and the instant that it
// bears.
type Earlier struct {
	SHA256 string
	Stamp  time.Time
}

// BuildAll writes the feeds of several targets in one pass. Offers must come in
// strictly increasing order of formation ID, byte by byte: feeds are sorted, and a
// number appears once; what was yielded must not change afterwards. Several
// processors share the work; the files are the same whatever their number. On error
// the files are removed.
func BuildAll(ctx context.Context, targets []target.Target, offers iter.Seq2[offre.Offre, error], o Options) (feeds []Feed, err error) {
	writers := make([]*writer, 0, len(targets))
	defer func() {
		if err != nil {
			feeds = nil
			for _, w := range writers {
				w.abandon()
			}
		}
	}()
	for i, c := range classes(targets, o) {
		w, err := newWriter(targets[i], c, i, o)
		if err != nil {
			return nil, err
		}
		writers = append(writers, w)
	}
	totals, err := newLine(writers, o).run(ctx, offers)
	if err != nil {
		return nil, err
	}
	for _, w := range writers {
		f, err := w.finish(totals)
		if err != nil {
			return nil, err
		}
		feeds = append(feeds, f)
	}
	return feeds, nil
}
