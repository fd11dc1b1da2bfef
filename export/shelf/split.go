package shelf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"slices"
	"strings"
)

// Entry is one record of a feed: where its bytes stand and what they are. The
// bytes of a record go from its <formation to the next one; those of the last end
// with the blanks that follow it.
type Entry struct {
	Number string
	Hash   [sha256.Size]byte // of the bytes of the record
	Offset int64             // in the feed
	Length int64
}

// maxTag is how many bytes a start tag may take.
const maxTag = 64 << 10

// splitter finds the records of a feed in the bytes written to it, in one pass and
// in the memory of one tag. It takes no XML apart: it relies on what the schema
// has checked or is about to check, that < stands only where markup begins, and on
// our writers giving formation no prefix. What it cannot split is in problem, in
// French; it then reads no further.
type splitter struct {
	entries []Entry
	problem string

	buf     []byte // what has come and is not decided yet
	base    int64  // offset in the feed of buf[0]
	hashed  int    // in buf: what is in the hash of the record
	zone    zone
	depth   int    // open formations within the record
	until   []byte // end of the comment, CDATA section or instruction being skipped
	hash    hash.Hash
	number  string
	start   int64
	tail    int64 // offset of what follows the records
	noOrder bool  // the records do not come in the order of their numbers
}

// zone is where in the feed the splitter stands.
type zone uint8

const (
	inHead   zone = iota // before the first record
	inRecord             // within a record
	between              // after a record: blanks are its own
	inTail               // after the last one
)

func newSplitter() *splitter { return &splitter{hash: sha256.New()} }

func (s *splitter) Write(p []byte) (int, error) {
	if s.problem == "" {
		s.buf = append(s.buf, p...)
		s.advance(false)
	}
	return len(p), nil
}

// advance decides as much of the buffer as it can, and drops it.
func (s *splitter) advance(last bool) {
	at := 0
	for s.problem == "" {
		next, more := s.step(at, last)
		at = next
		if !more {
			break
		}
	}
	s.take(at)
	s.buf = s.buf[:copy(s.buf, s.buf[at:])]
	s.base += int64(at)
	s.hashed = 0
}

// take adds what stands before a position to the hash of the current record.
func (s *splitter) take(to int) {
	if to > s.hashed && (s.zone == inRecord || s.zone == between) {
		s.hash.Write(s.buf[s.hashed:to])
	}
	s.hashed = max(s.hashed, to)
}

const (
	openFormation  = "<formation"
	closeFormation = "</formation"
	lookahead      = len(closeFormation) + 1
)

// step reads one thing from a position. It gives where the next one begins, and
// false when there is nothing more to be read before more bytes come.
func (s *splitter) step(at int, last bool) (int, bool) {
	if s.until != nil {
		return s.skip(at)
	}
	if s.zone == between {
		at += len(s.buf[at:]) - len(bytes.TrimLeft(s.buf[at:], blanks))
	}
	i := bytes.IndexByte(s.buf[at:], '<')
	if i != 0 && s.zone == between && at < len(s.buf) {
		s.close(at)
	}
	if i < 0 {
		return len(s.buf), false
	}
	at += i
	if len(s.buf)-at < lookahead && !last {
		return at, false
	}
	return s.markup(at)
}

// skip passes what is no markup: a comment, a CDATA section, an instruction.
func (s *splitter) skip(at int) (int, bool) {
	i := bytes.Index(s.buf[at:], s.until)
	if i < 0 {
		return max(at, len(s.buf)-len(s.until)+1), false
	}
	at += i + len(s.until)
	s.until = nil
	return at, true
}

// skipped gives the end of what begins with the start.
var skipped = []struct{ start, end []byte }{
	{[]byte("<!--"), []byte("-->")}, {[]byte("<![CDATA["), []byte("]]>")}, {[]byte("<?"), []byte("?>")},
}

func (s *splitter) markup(at int) (int, bool) {
	rest := s.buf[at:]
	if s.zone == inRecord && len(rest) > 2 && rest[1] != '!' && rest[1] != '?' && rest[1] != 'f' && rest[2] != 'f' {
		return at + 1, true // the tags of nearly everything
	}
	if isTag(rest, openFormation) {
		return s.opened(at)
	}
	if isTag(rest, closeFormation) && s.zone == inRecord {
		return s.closed(at)
	}
	if s.zone == between {
		s.close(at)
	}
	for _, k := range skipped {
		if bytes.HasPrefix(rest, k.start) {
			s.until = k.end
			return at + len(k.start), true
		}
	}
	if bytes.HasPrefix(rest, []byte("<!")) {
		s.fail("il contient une déclaration DOCTYPE")
	}
	return at + 1, true
}

// isTag reports whether a tag of that name begins here.
func isTag(b []byte, tag string) bool {
	return len(b) > len(tag) && string(b[:len(tag)]) == tag && strings.IndexByte(blanks+"/>", b[len(tag)]) >= 0
}

// opened reads the start tag of a formation.
func (s *splitter) opened(at int) (int, bool) {
	end := tagEnd(s.buf[at:])
	if end < 0 {
		if len(s.buf)-at > maxTag {
			s.fail("une balise <formation> ne se termine pas")
		}
		return at, false
	}
	tag := s.buf[at : at+end]
	alone := tag[len(tag)-2] == '/'
	switch s.zone {
	case inRecord:
		if !alone {
			s.depth++
		}
		return at + end, true
	case inTail:
		s.fail("autre chose que des formations se trouve entre deux formations")
		return at, false
	case between:
		s.finish(at)
	}
	s.begin(at, attribute(tag, "numero"))
	if alone {
		s.zone = between
	}
	return at + end, true
}

// closed reads the end tag of a formation.
func (s *splitter) closed(at int) (int, bool) {
	end := bytes.IndexByte(s.buf[at:], '>')
	if end < 0 {
		return at, false
	}
	if s.depth--; s.depth == 0 {
		s.zone = between
	}
	return at + end + 1, true
}

func (s *splitter) begin(at int, number string) {
	if number == "" {
		s.fail(fmt.Sprintf("la formation no %d n'a pas de numéro", len(s.entries)+1))
	}
	s.hash.Reset()
	s.hashed, s.zone, s.depth = at, inRecord, 1
	s.number, s.start = number, s.base+int64(at)
}

// finish ends the current record before a position.
func (s *splitter) finish(at int) {
	s.take(at)
	e := Entry{Number: s.number, Offset: s.start, Length: s.base + int64(at) - s.start}
	s.hash.Sum(e.Hash[:0])
	if n := len(s.entries); n > 0 && s.entries[n-1].Number >= e.Number {
		s.noOrder = true
	}
	s.entries = append(s.entries, e)
}

// close ends the last record before a position, where the tail begins.
func (s *splitter) close(at int) {
	s.finish(at)
	s.zone, s.tail = inTail, s.base+int64(at)
}

func (s *splitter) fail(problem string) {
	if s.problem == "" {
		s.problem = problem
	}
}

// index ends the feed, and gives its records sorted by number. It gives the
// problem, too.
func (s *splitter) index() (*index, string) {
	if s.problem == "" {
		s.advance(true)
	}
	size := s.base + int64(len(s.buf))
	switch s.zone {
	case inHead:
		s.tail = size
	case inRecord:
		s.fail(fmt.Sprintf("la formation %s n'est pas terminée", s.number))
	case between:
		s.close(len(s.buf))
	}
	ix := &index{head: size, tail: s.tail, size: size, sorted: !s.noOrder, entries: s.entries}
	if len(s.entries) > 0 {
		ix.head = s.entries[0].Offset
	}
	slices.SortFunc(ix.entries, byNumber)
	for i := 1; i < len(ix.entries); i++ {
		if ix.entries[i].Number == ix.entries[i-1].Number {
			s.fail(fmt.Sprintf("la formation %s s'y trouve deux fois", ix.entries[i].Number))
			break
		}
	}
	return ix, s.problem
}

func byNumber(a, b Entry) int { return strings.Compare(a.Number, b.Number) }
