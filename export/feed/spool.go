package feed

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// spool keeps the records of a feed whose order is not the catalogue's, on the
// disk, with what they are sorted by in memory.
type spool struct {
	target  string
	path    string
	file    *os.File
	out     *bufio.Writer
	size    int64
	records []spooled
}

// spooled is where a record stands in the spool.
type spooled struct {
	siret, id string
	at        int64
	length    int
}

func newSpool(target, dir string) (*spool, error) {
	path := filepath.Join(dir, target+".spool")
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("write feed %s: %w", target, err)
	}
	return &spool{target: target, path: path, file: file, out: bufio.NewWriterSize(file, bufferSize)}, nil
}

func (s *spool) keep(siret, id string, record []byte) error {
	if _, err := s.out.Write(record); err != nil {
		return fmt.Errorf("write feed %s: %w; is the disk full?", s.target, err)
	}
	s.records = append(s.records, spooled{siret: siret, id: id, at: s.size, length: len(record)})
	s.size += int64(len(record))
	return nil
}

// each gives the records by SIRET, then by number.
func (s *spool) each(visit func(r spooled, record []byte) error) error {
	if err := s.out.Flush(); err != nil {
		return fmt.Errorf("write feed %s: %w; is the disk full?", s.target, err)
	}
	slices.SortFunc(s.records, func(a, b spooled) int {
		return cmp.Or(cmp.Compare(a.siret, b.siret), cmp.Compare(a.id, b.id))
	})
	var record []byte
	for _, r := range s.records {
		record = slices.Grow(record[:0], r.length)[:r.length]
		if _, err := io.ReadFull(io.NewSectionReader(s.file, r.at, int64(r.length)), record); err != nil {
			return fmt.Errorf("write feed %s: read back %s: %w", s.target, s.path, err)
		}
		if err := visit(r, record); err != nil {
			return err
		}
	}
	return nil
}

func (s *spool) remove() {
	s.file.Close() // it was only scratch
	os.Remove(s.path)
}
