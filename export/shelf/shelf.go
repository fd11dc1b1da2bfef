// Package shelf is where the feeds stand for partners to take. A publication is a
// folder that is written once, under the hash of its feed, and never modified;
// publishing is moving one pointer, so that partners see the files of one run or
// of another, whole, and never of two.
//
//	SHELF/aude/8c1f…/          a publication: see below
//	SHELF/aude/latest → 8c1f…  what partners read: SHELF/aude/latest/aude.xml
//	SHELF/aude/2026-09-16 → …  the last publication of that day
//	SHELF/aude/held/           one that was not let through, for staff to look at
//	SHELF/aude/decisions.jsonl what people decided of those that were held
//	SHELF/.tmp-…               work under way; what a crash leaves is swept by Open
//
// In a publication stand the feeds (.xml), their compressed twins (.gz, .zst) and
// their indexes (.index), the twins in other formats, changes.json, the delta if
// one was asked for, manifest.json and, over all of these, SHA256SUMS.
// FORMATS.md describes them to partners.
//
// The shelf has no clock: instants come from the caller, and nothing depends on
// their order. Publications are ordered by a number of their own.
package shelf

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Names within the folder of a target.
const (
	latestName    = "latest"
	heldName      = "held"
	decisionsName = "decisions.jsonl"
	manifestName  = "manifest.json"
	sumsName      = "SHA256SUMS"
	changesName   = "changes.json"
	deltaName     = "delta.json"
	withdrawnName = "withdrawn.csv"
	indexSuffix   = ".index"
	tempPrefix    = ".tmp-"
)

// Shelf is the right to change a shelf, held by one process at a time. Reading
// needs none: see Current, Held, History, Delta and Changes.
type Shelf struct {
	dir     string
	scratch string
	lock    *os.File
}

// Open takes the shelf at dir, made if need be, and puts right what an interrupted
// run left. It fails when another process has it.
func Open(dir string) (*Shelf, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open shelf: %w", advise(err))
	}
	lock, err := acquire(filepath.Join(dir, ".lock"))
	if err != nil {
		return nil, fmt.Errorf("open shelf %s: %w", dir, advise(err))
	}
	s := &Shelf{dir: dir, lock: lock}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(fmt.Errorf("open shelf %s: %w", dir, advise(err)), s.Close())
	}
	return s, nil
}

func (s *Shelf) prepare() (err error) {
	if err := sweep(s.dir); err != nil {
		return err
	}
	if s.scratch, err = os.MkdirTemp(s.dir, tempPrefix); err != nil {
		return err
	}
	return s.recover()
}

// Scratch is a folder on the same disk, in which to write the feeds that Publish
// will take. It is gone after Close.
func (s *Shelf) Scratch() string { return s.scratch }

// Close gives the shelf back.
func (s *Shelf) Close() error {
	var err error
	if s.scratch != "" {
		err = os.RemoveAll(s.scratch)
	}
	return errors.Join(err, s.lock.Close()) // closing the file frees the lock
}

// sweep removes what interrupted runs left, at the top and in each target.
func sweep(dir string) error {
	for _, pattern := range []string{tempPrefix + "*", filepath.Join("*", tempPrefix+"*")} {
		left, err := filepath.Glob(filepath.Join(escape(dir), pattern))
		if err != nil {
			return err
		}
		for _, path := range left {
			if err := os.RemoveAll(path); err != nil {
				return err
			}
		}
	}
	return nil
}

// escape keeps the signs of a path from being read as a pattern.
func escape(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
