package shelf

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"
)

// index is what is known of the records of a feed, sorted by number.
type index struct {
	head    int64 // bytes before the first record
	tail    int64 // offset of what follows the last one
	size    int64
	sorted  bool // the records come in the order of their numbers, byte by byte
	entries []Entry
}

// indexMagic begins an index file. Then come, as numbers of variable length: the
// size of the head, the offset of the tail, the size of the feed, 1 when the feed
// is sorted, and the count of records; for each record, sorted by number: the length of
// its number, the number, its offset, its length, and its SHA-256 (32 bytes).
const indexMagic = "passerelle-index-1\n"

// maxNumber bounds the number of a record, against a damaged index.
const maxNumber = 64 << 10

// writeIndex writes a new index file, safe from a power cut once its folder is
// synced.
func writeIndex(path string, ix *index) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 64<<10)
	line := ix.appendHeader(nil)
	for _, e := range ix.entries {
		if _, err = out.Write(line); err != nil {
			break
		}
		line = e.append(line[:0])
	}
	_, last := out.Write(line)
	return errors.Join(err, last, out.Flush(), f.Sync(), f.Close())
}

func (ix *index) appendHeader(b []byte) []byte {
	b = append(b, indexMagic...)
	sorted := uint64(0)
	if ix.sorted {
		sorted = 1
	}
	for _, n := range []uint64{uint64(ix.head), uint64(ix.tail), uint64(ix.size), sorted, uint64(len(ix.entries))} {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

func (e Entry) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(e.Number)))
	b = append(b, e.Number...)
	b = binary.AppendUvarint(b, uint64(e.Offset))
	b = binary.AppendUvarint(b, uint64(e.Length))
	return append(b, e.Hash[:]...)
}

// indexFile is an index being read, one entry at a time.
type indexFile struct {
	index // without its entries
	count uint64
	file  *os.File
	in    *bufio.Reader
	name  string
}

func openIndex(path string) (*indexFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	x := &indexFile{file: f, in: bufio.NewReaderSize(f, 64<<10), name: path}
	if err := x.header(); err != nil {
		f.Close()
		return nil, fmt.Errorf("read index %s: %w", path, err)
	}
	return x, nil
}

func (x *indexFile) close() error { return x.file.Close() }

func (x *indexFile) header() error {
	magic := make([]byte, len(indexMagic))
	if _, err := io.ReadFull(x.in, magic); err != nil || string(magic) != indexMagic {
		return errors.Join(errors.New("not an index of this version"), err)
	}
	var n [5]uint64
	for i := range n {
		var err error
		if n[i], err = binary.ReadUvarint(x.in); err != nil {
			return cut(err)
		}
	}
	x.head, x.tail, x.size, x.sorted, x.count = int64(n[0]), int64(n[1]), int64(n[2]), n[3] == 1, n[4]
	if x.head < 0 || x.tail < x.head || x.size < x.tail {
		return errors.New("damaged")
	}
	return nil
}

// all gives the entries, sorted by number, once.
func (x *indexFile) all() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for range x.count {
			e, err := x.next()
			if err != nil {
				yield(Entry{}, fmt.Errorf("read index %s: %w", x.name, err))
				return
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (x *indexFile) next() (e Entry, err error) {
	length, err := binary.ReadUvarint(x.in)
	if err != nil {
		return e, cut(err)
	}
	if length > maxNumber {
		return e, errors.New("damaged")
	}
	number := make([]byte, length)
	_, err = io.ReadFull(x.in, number)
	offset, err2 := binary.ReadUvarint(x.in)
	size, err3 := binary.ReadUvarint(x.in)
	_, err4 := io.ReadFull(x.in, e.Hash[:])
	if err := errors.Join(err, err2, err3, err4); err != nil {
		return e, cut(err)
	}
	e.Number, e.Offset, e.Length = string(number), int64(offset), int64(size)
	if e.Offset < x.head || e.Length < 0 || e.Offset+e.Length > x.tail || e.Offset+e.Length < e.Offset {
		return e, errors.New("damaged")
	}
	return e, nil
}

// cut is the end of a file where there should be more.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// indexOf reads a whole feed and finds its records.
func indexOf(r io.Reader, sum hash.Hash) (*index, error) {
	s := newSplitter()
	if _, err := io.CopyBuffer(io.MultiWriter(s, sum), r, make([]byte, 256<<10)); err != nil {
		return nil, err
	}
	ix, problem := s.index()
	if problem != "" {
		return nil, fmt.Errorf("not a feed whose records can be told apart: %s", problem)
	}
	return ix, nil
}
