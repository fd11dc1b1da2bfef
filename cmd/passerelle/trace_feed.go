package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/export/target"
	"golang.org/x/text/encoding/charmap"
)

// inFeed is a record as it stands in the feed that partners of a target read.
type inFeed struct {
	Target string    `json:"cible"`
	File   string    `json:"fichier"`
	SHA256 string    `json:"sha256"` // of the file
	Run    string    `json:"run"`
	Date   string    `json:"date"`
	At     time.Time `json:"publie_le"`
	Number string    `json:"numero"` // of its formation there
	Offset int64     `json:"place"`  // of its formation in the file, bytes
	Length int64     `json:"octets"` // of its formation
	Record string    `json:"empreinte"`
	XML    string    `json:"xml"` // of the formation; of the session alone when the record is one
}

// inFeeds finds a formation, or one of its sessions, in the feeds in place.
func inFeeds(dir string, targets []target.Target, formation, session string) (list []inFeed, err error) {
	for _, t := range targets {
		one, ok, err := inFeedOf(dir, t, formation, session)
		if err != nil {
			return list, fmt.Errorf("look for %s in the feed of %s: %w", formation, t.Name, err)
		}
		if ok {
			list = append(list, one)
		}
	}
	return list, nil
}

func inFeedOf(dir string, t target.Target, formation, session string) (one inFeed, ok bool, err error) {
	// The pointer is followed once: it may move meanwhile.
	folder, err := filepath.EvalSymlinks(filepath.Join(dir, t.Name, "latest"))
	if errors.Is(err, fs.ErrNotExist) {
		return one, false, nil
	}
	if err != nil {
		return one, false, err
	}
	m, placed, err := shelf.Current(dir, t.Name)
	if err != nil || !placed {
		return one, false, err
	}
	number := target.Number(t.Numbering.Formation, formation)
	for _, file := range m.Feeds() {
		entry, found, err := lookUp(filepath.Join(folder, file.Name+".index"), number)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !found {
			continue
		}
		if err != nil {
			return one, false, err
		}
		record, err := readRecord(filepath.Join(folder, file.Name), entry)
		if err != nil {
			return one, false, err
		}
		one = inFeed{Target: t.Name, File: file.Name, SHA256: file.SHA256, Run: m.Run, Date: m.Date, At: m.At, Number: number,
			Offset: entry.Offset, Length: entry.Length, Record: hex.EncodeToString(entry.Hash[:])}
		if session != "" {
			record = elementOf(record, "session", target.Number(t.Numbering.Session, session))
		}
		one.XML = readable(record, t.Format.Encoding)
		return one, len(record) > 0, nil
	}
	return one, false, nil
}

// readRecord reads a record of a feed, and makes sure that it is the one that the
// index speaks of.
func readRecord(path string, e shelf.Entry) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	record := make([]byte, e.Length)
	if _, err := f.ReadAt(record, e.Offset); err != nil {
		return nil, fmt.Errorf("read record %s of %s: %w", e.Number, path, err)
	}
	if sha256.Sum256(record) != e.Hash {
		return nil, fmt.Errorf("read record %s of %s: it is not what its index says; publish the feed again", e.Number, path)
	}
	return record, nil
}

// elementOf is the element of that name and number within a record, nothing when
// there is none. Our writers put no such element within itself.
func elementOf(record []byte, name, number string) []byte {
	open, end := []byte("<"+name+" "), []byte("</"+name+">")
	for rest := record; ; {
		i := bytes.Index(rest, open)
		if i < 0 {
			return nil
		}
		rest = rest[i:]
		tag, _, _ := bytes.Cut(rest, []byte(">"))
		stop := bytes.Index(rest, end)
		if stop < 0 {
			return nil
		}
		if bytes.Contains(tag, []byte(` numero="`+number+`"`)) {
			return rest[:stop+len(end)]
		}
		rest = rest[stop:]
	}
}

// readable is a record in UTF-8.
func readable(record []byte, e target.Encoding) string {
	if e == target.ISO88591 {
		if text, err := charmap.ISO8859_1.NewDecoder().Bytes(record); err == nil {
			record = text
		}
	}
	return string(bytes.TrimSpace(record))
}

// lookUp finds a number in the index of a feed, which is sorted by number. Its form
// is told in export/shelf/index.go, and by its first line.
func lookUp(path, number string) (e shelf.Entry, found bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return e, false, err
	}
	defer f.Close()
	x := indexReader{in: bufio.NewReaderSize(f, 64<<10)}
	for count := x.header(); count > 0 && x.err == nil; count-- {
		if e = x.entry(); x.err == nil && e.Number >= number {
			return e, e.Number == number, nil
		}
	}
	if x.err != nil {
		return e, false, fmt.Errorf("read index %s: %w", path, x.err)
	}
	return shelf.Entry{}, false, nil
}

const indexMagic = "passerelle-index-1\n"

// maxNumber bounds the number of a record, against a damaged index.
const maxNumber = 64 << 10

// indexReader reads the numbers of an index, and keeps the first error.
type indexReader struct {
	in  *bufio.Reader
	err error
}

func (x *indexReader) number() uint64 {
	n, err := binary.ReadUvarint(x.in)
	x.fail(err)
	return n
}

func (x *indexReader) fill(b []byte) {
	if x.err == nil {
		_, err := io.ReadFull(x.in, b)
		x.fail(err)
	}
}

func (x *indexReader) fail(err error) {
	if x.err == nil && err != nil {
		x.err = fmt.Errorf("damaged: %w", err)
	}
}

// header gives how many records follow.
func (x *indexReader) header() uint64 {
	magic := make([]byte, len(indexMagic))
	if x.fill(magic); x.err == nil && string(magic) != indexMagic {
		x.err = errors.New("not an index of this version")
	}
	for range 4 { // head, tail, size, sorted
		x.number()
	}
	return x.number()
}

func (x *indexReader) entry() (e shelf.Entry) {
	length := x.number()
	if length > maxNumber {
		x.fail(errors.New("a number too long"))
		return e
	}
	number := make([]byte, length)
	x.fill(number)
	e.Number, e.Offset, e.Length = string(number), int64(x.number()), int64(x.number())
	if x.fill(e.Hash[:]); e.Offset < 0 || e.Length < 0 || e.Length > maxRecordShown {
		x.fail(errors.New("a record out of bounds"))
	}
	return e
}

// maxRecordShown bounds the memory of a record, against a damaged index.
const maxRecordShown = 64 << 20
