package lheo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"unicode/utf8"
)

// Limits beyond which a document is refused, so that a hostile one costs little.
const (
	maxDepth  = 256        // open elements
	maxAttrs  = 256        // attributes of one tag
	maxTag    = 1 << 20    // bytes of one tag
	maxText   = 10_000_000 // bytes of one text, comment or processing instruction
	windowLen = 64 << 10   // bytes read at once
	history   = 256        // bytes kept behind the current position
)

// scanner cuts an XML document, in UTF-8, into tokens. It holds no more of it
// than a window, which grows for a tag that does not fit. It knows nothing of
// LHEO. What is not well-formed goes to problem, and is then read as best it can
// be; after a problem that stops, next gives tokEOF.
type scanner struct {
	ctx     context.Context
	src     io.Reader // nil when the window holds the whole
	buf     []byte    // window; its length is what has been read
	pos     int       // next byte to read
	eof     bool      // nothing comes after buf
	err     error     // of the source
	problem func(p problem)
	stopped bool

	base   int64 // offset in the document of buf[0]
	mark   int   // position up to which lines have been counted
	line   int   // lines that ended before mark
	column int   // characters between the last of them and mark

	at    int        // position of the current token
	name  []byte     // tokStart, tokEnd: as written
	attrs []attrSpan // tokStart
	empty bool       // tokStart: <name/>
	chunk []byte     // tokText, tokCDATA: raw characters

	inCDATA  bool
	run      int   // bytes of text since the last tag
	afterBad int64 // offset of what follows the last wrong character
}

// token is what the scanner stands on.
type token uint8

const (
	tokEOF token = iota
	tokStart
	tokEnd
	tokText  // part of a text, up to markup or to the end of the window
	tokCDATA // part of a CDATA section
	tokOther // a comment or a processing instruction
)

// attrSpan is one attribute of a tag, as written.
type attrSpan struct {
	name, value []byte
	at          int
}

// problem is where a document is not well-formed.
type problem struct {
	rule   rule
	at     int // position in the window
	detail string
	stop   bool // nothing can be read after it
}

// reset makes the scanner read src; when src is nil, the whole is in whole.
func (s *scanner) reset(ctx context.Context, src io.Reader, whole []byte) {
	buf := s.buf
	if src == nil {
		buf = whole
	} else if cap(buf) < windowLen {
		buf = make([]byte, 0, 2*windowLen)
	} else {
		buf = buf[:0]
	}
	*s = scanner{ctx: ctx, src: src, buf: buf, eof: src == nil, attrs: s.attrs[:0], problem: s.problem, afterBad: -1}
}

// fill reads more into the window, keeping what follows from and a little
// before it. It gives where from has moved, and false when there was no more.
func (s *scanner) fill(from int) (int, bool) {
	if s.eof {
		return from, false
	}
	from = s.slide(from)
	if len(s.buf) == cap(s.buf) {
		if cap(s.buf) >= 2*maxTag {
			return from, false
		}
		s.buf = append(make([]byte, 0, 2*cap(s.buf)), s.buf...)
	}
	return from, s.read()
}

// slide drops what stands well before from from a window that is full.
func (s *scanner) slide(from int) int {
	drop := from - history
	if len(s.buf) < cap(s.buf) || drop < len(s.buf)/2 {
		return from
	}
	for n := 0; n < utf8.UTFMax && s.buf[drop]&0xC0 == 0x80; n++ { // not in the middle of a character
		drop--
	}
	s.count(drop)
	s.buf = append(s.buf[:0], s.buf[drop:]...)
	s.base += int64(drop)
	s.mark -= drop
	s.pos -= drop
	s.at -= drop
	return from - drop
}

// read appends to the window what the source has ready.
func (s *scanner) read() bool {
	if s.err = s.ctx.Err(); s.err != nil {
		s.eof = true
		return false
	}
	for range 100 {
		n, err := s.src.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if err != nil {
			s.eof = true
			if !errors.Is(err, io.EOF) {
				s.err = err
			}
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
	s.eof, s.err = true, io.ErrNoProgress
	return false
}

// count counts the lines and characters up to a position.
func (s *scanner) count(to int) {
	if to <= s.mark {
		return
	}
	between := s.buf[s.mark:to]
	if n := bytes.Count(between, newline); n > 0 {
		s.line += n
		s.column = 0
		between = between[bytes.LastIndexByte(between, '\n')+1:]
	}
	s.column += utf8.RuneCount(between)
	s.mark = to
}

var newline = []byte{'\n'}

// place is a position as people know it. The zero place is none.
type place struct{ line, column int } // in lines and characters, from 1

// where is the place of a position.
func (s *scanner) where(at int) place {
	at = max(0, min(at, len(s.buf)))
	if at < s.mark {
		return s.whereBefore(at)
	}
	s.count(at)
	return place{s.line + 1, s.column + 1}
}

// whereBefore is where, for a position up to which lines were counted already.
func (s *scanner) whereBefore(at int) place {
	back := s.buf[at:s.mark]
	lines := bytes.Count(back, newline)
	if start := bytes.LastIndexByte(s.buf[:at], '\n'); start >= 0 || s.base == 0 {
		return place{s.line - lines + 1, utf8.RuneCount(s.buf[start+1:at]) + 1}
	}
	return place{s.line - lines + 1, max(0, s.column-utf8.RuneCount(back)) + 1}
}

// bad reports what is not well-formed at a position.
func (s *scanner) bad(r rule, at int, detail string) {
	s.problem(problem{rule: r, at: at, detail: detail})
}

// stop reports what nothing can be read after.
func (s *scanner) stop(r rule, at int, detail string) token {
	s.problem(problem{rule: r, at: at, detail: detail, stop: true})
	s.stopped = true
	return tokEOF
}
