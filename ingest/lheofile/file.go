package lheofile

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/klauspost/compress/gzip"
)

// DefaultMaxText is how many bytes of XML a delivery may hold once decompressed:
// several times the national base.
const DefaultMaxText = 4 << 30

// File is a feed open for reading. It is used by one goroutine.
type File struct {
	name   string
	closer io.Closer
	text   *limited
}

// Item is one record of the feed, with what decoding found of it.
type Item struct {
	Record   delivery.Record
	Findings []finding.Finding
}

// Looks tells whether a file is XML, compressed or not, by its first bytes.
func Looks(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	in, err := inflate(f)
	if err != nil {
		return false, nil // compressed and damaged: it is no feed that can be read
	}
	start := make([]byte, 512)
	n, err := io.ReadFull(in, start)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return false, nil
	}
	return looksXML(start[:n]), nil
}

// looksXML knows XML in the encodings that LHEO is met in: its first character,
// blanks and byte order mark aside, is <, and what follows it is no HTML.
func looksXML(start []byte) bool {
	text := bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "<\x00?\x00", "\x00<\x00?"} { // UTF-16, with its mark or without
		if bytes.HasPrefix(text, []byte(mark)) {
			text = bytes.ReplaceAll(bytes.TrimPrefix(bytes.TrimPrefix(text, []byte("\xff\xfe")), []byte("\xfe\xff")), []byte{0}, nil)
		}
	}
	text = bytes.ToLower(bytes.TrimSpace(text))
	return bytes.HasPrefix(text, []byte("<")) && !bytes.HasPrefix(text, []byte("<!doctype html")) && !bytes.HasPrefix(text, []byte("<html"))
}

// Open opens the feed at path. maxText of 0 is DefaultMaxText.
func Open(path, name string, maxText int64) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read feed: %w", err)
	}
	in, err := inflate(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read feed %s: %w", name, err), f.Close())
	}
	if maxText == 0 {
		maxText = DefaultMaxText
	}
	return &File{name: name, closer: f, text: &limited{r: in, left: maxText}}, nil
}

// Close closes the file.
func (f *File) Close() error { return f.closer.Close() }

func inflate(r io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	if start, _ := in.Peek(2); !bytes.Equal(start, []byte{0x1f, 0x8b}) {
		return in, nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("decompress: %w", err)
	}
	return z, nil
}

// limited reads until its limit, and fails beyond.
type limited struct {
	r    io.Reader
	left int64
}

var errTooLong = errors.New("the feed is longer than any real one")

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLong
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

// Items yields the records of the feed in its order: what a formation names
// first, then the formation, then its sessions. An organisme that is stated again
// in the same words comes once. A feed that cannot be read to its end yields a
// last item that has no record and says so; an error is about the machine.
func (f *File) Items(ctx context.Context) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		seen := map[string]bool{}
		for d, err := range lheo.Decode(f.text) {
			if ctx.Err() != nil {
				yield(Item{}, ctx.Err())
				return
			}
			if err != nil {
				yield(f.ended(err))
				return
			}
			for _, item := range f.items(d, seen) {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// ended is what ends a feed that cannot be read to its end: a finding about its text,
// an error when the machine did not give it.
func (f *File) ended(err error) (Item, error) {
	broken, machine := (*lheo.Broken)(nil), (*fs.PathError)(nil)
	if errors.As(err, &machine) || !errors.As(err, &broken) {
		return Item{}, fmt.Errorf("read feed %s: %w", f.name, err)
	}
	return f.broken(broken), nil
}
