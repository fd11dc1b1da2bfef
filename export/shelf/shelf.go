// Package shelf is where the feeds stand for partners to take. A feed is written
// once, under its hash, and never modified; publishing is moving one pointer, so
// that partners see the feed, its compressed twin and its manifest of one run or
// of another, whole, and never of two.
//
//	SHELF/aude/8c1f…/aude.xml, aude.xml.gz, manifest.json
//	SHELF/aude/latest → 8c1f…        what partners read: SHELF/aude/latest/aude.xml
//	SHELF/aude/held/                 a feed that was not let through, for staff to look at
//	SHELF/.tmp-…                     work under way; what a crash leaves is swept by Open
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
	latestName   = "latest"
	heldName     = "held"
	manifestName = "manifest.json"
	tempPrefix   = ".tmp-"
)

// Shelf is the right to change a shelf, held by one process at a time. Reading
// needs none: see Current and Published.
type Shelf struct {
	dir     string
	scratch string
	lock    *os.File
}

// Open takes the shelf at dir, made if need be, and sweeps what an interrupted
// run left. It fails when another process has it.
func Open(dir string) (*Shelf, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open shelf: %w; is the folder writable?", err)
	}
	lock, err := acquire(filepath.Join(dir, ".lock"))
	if err != nil {
		return nil, fmt.Errorf("open shelf %s: %w", dir, err)
	}
	s := &Shelf{dir: dir, lock: lock}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Shelf) prepare() (err error) {
	if err := sweep(s.dir); err != nil {
		return fmt.Errorf("open shelf %s: %w", s.dir, err)
	}
	if s.scratch, err = os.MkdirTemp(s.dir, tempPrefix); err != nil {
		return fmt.Errorf("open shelf: %w; is the folder writable?", err)
	}
	return nil
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
