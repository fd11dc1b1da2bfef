package main

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// spool holds the findings that were made while a delivery was read, in their
// order: the first in memory, the others in a file, since a damaged workbook of
// some megabytes has millions of them.
type spool struct {
	dir     string // of the file
	most    int    // findings held in memory
	held    []finding.Finding
	rest    *os.File
	writer  *bufio.Writer
	encoder *gob.Encoder
	refused bool  // one of them refuses something
	err     error // of writing: told by all and by close
}

// heldFindings is how many findings of a delivery stay in memory, some 50 MB.
const heldFindings = 50_000

func newSpool(dir string) *spool { return &spool{dir: dir, most: heldFindings} }

func (s *spool) add(found ...finding.Finding) {
	s.refused = s.refused || anyError(found)
	if room := s.most - len(s.held); len(found) <= room {
		s.held = append(s.held, found...)
		return
	}
	s.most = len(s.held) // none goes before one that is in the file
	for _, f := range found {
		s.write(f)
	}
}

func (s *spool) write(f finding.Finding) {
	if s.err == nil && s.rest == nil {
		s.err = s.create()
	}
	if s.err == nil {
		s.err = s.encoder.Encode(f)
	}
}

// create makes the file, which has no name from then on: nothing of it is left,
// however the program ends.
func (s *spool) create() (err error) {
	if s.rest, err = os.CreateTemp(s.dir, ".constats-*"); err != nil {
		return err
	}
	s.writer = bufio.NewWriterSize(s.rest, 1<<16)
	s.encoder = gob.NewEncoder(s.writer)
	return os.Remove(s.rest.Name())
}

// all gives the findings, as often as they are asked for.
func (s *spool) all() iter.Seq2[finding.Finding, error] {
	return func(yield func(finding.Finding, error) bool) {
		for _, f := range s.held {
			if !yield(f, nil) {
				return
			}
		}
		if s.rest == nil && s.err == nil {
			return
		}
		if s.err == nil {
			s.err = s.writer.Flush()
		}
		if s.err != nil {
			yield(finding.Finding{}, fmt.Errorf("hold the findings of a delivery in %s: %w", s.dir, s.err))
			return
		}
		decoder := gob.NewDecoder(bufio.NewReaderSize(io.NewSectionReader(s.rest, 0, 1<<62), 1<<16))
		for {
			var f finding.Finding
			err := decoder.Decode(&f)
			if errors.Is(err, io.EOF) || !yield(f, err) || err != nil {
				return
			}
		}
	}
}

// close lets go of the file.
func (s *spool) close() error {
	if s.rest == nil {
		return nil
	}
	return s.rest.Close()
}

// deliveryFindings is all that was found of a delivery: before reading its rows, while
// reading them, and since.
type deliveryFindings struct {
	before []finding.Finding
	read   *spool
	since  []finding.Finding
}

// only is what was found where no row was read.
func only(list ...finding.Finding) deliveryFindings {
	return deliveryFindings{since: list}
}

func (f deliveryFindings) all() iter.Seq2[finding.Finding, error] {
	return func(yield func(finding.Finding, error) bool) {
		parts := []iter.Seq2[finding.Finding, error]{each(f.before), each(f.since)}
		if f.read != nil {
			parts = slices.Insert(parts, 1, f.read.all())
		}
		for _, part := range parts {
			for one, err := range part {
				if !yield(one, err) || err != nil {
					return
				}
			}
		}
	}
}

// anyError reports whether something is refused.
func (f deliveryFindings) anyError() bool {
	return f.read != nil && f.read.refused || anyError(f.before) || anyError(f.since)
}

func anyError(list []finding.Finding) bool {
	return slices.ContainsFunc(list, func(f finding.Finding) bool { return f.Severity == finding.Error })
}

func each(list []finding.Finding) iter.Seq2[finding.Finding, error] {
	return func(yield func(finding.Finding, error) bool) {
		for _, f := range list {
			if !yield(f, nil) {
				return
			}
		}
	}
}
