package answer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
)

// eventKind is what a scanner meets.
type eventKind uint8

const (
	opening eventKind = iota
	closing
	single // <name/>: opens and closes
	text
)

const (
	maxTag   = 1 << 20 // bytes of one tag
	maxText  = 8 << 20 // bytes between two tags
	maxDepth = 200
)

// errUnsuitable is a workbook that cannot be rewritten part by part. Its cells
// are then copied from its rows.
var errUnsuitable = errors.New("not a workbook that can be copied")

func unsuitable(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errUnsuitable, fmt.Sprintf(format, args...))
}

// scanner reads the markup of one part as a stream, in memory that does not grow
// with it. It names elements without their prefix. Texts and values are given as
// they are written, escaped.
type scanner struct {
	r     *bufio.Reader
	kind  eventKind
	name  []byte
	text  []byte
	tag   []byte // inside of the tag, after its name
	buf   []byte
	depth int
}

func newScanner(r io.Reader) *scanner { return &scanner{r: bufio.NewReaderSize(r, 64<<10)} }

// next moves to the next tag or text; io.EOF comes once every element is closed.
func (s *scanner) next() error {
	for {
		b, err := s.r.ReadByte()
		switch {
		case err == io.EOF && s.depth == 0:
			return io.EOF
		case err != nil:
			return cutShort(err)
		case b != '<':
			return s.readText(b)
		}
		seen, err := s.readMarkup()
		if err != nil || seen {
			return err
		}
	}
}

func cutShort(err error) error {
	if err == io.EOF {
		return unsuitable("a part is cut short")
	}
	return err
}

// readText reads up to the next tag.
func (s *scanner) readText(first byte) error {
	s.kind, s.text = text, append(s.text[:0], first)
	for {
		piece, err := s.r.ReadSlice('<')
		s.text = append(s.text, piece...)
		switch {
		case err == nil:
			s.text = s.text[:len(s.text)-1]
			return s.r.UnreadByte()
		case err == io.EOF && s.depth == 0:
			return nil
		case err != bufio.ErrBufferFull:
			return cutShort(err)
		case len(s.text) > maxText:
			return unsuitable("a text is out of proportion")
		}
	}
}

// readMarkup reads what follows <; seen is false for what is passed over.
func (s *scanner) readMarkup() (seen bool, err error) {
	head, err := s.r.Peek(1)
	if err != nil {
		return false, cutShort(err)
	}
	switch head[0] {
	case '?':
		return false, s.until("?>", maxTag)
	case '!':
		return s.declaration()
	}
	return true, s.readTag()
}

// declaration passes over comments, reads CDATA as text and refuses the rest: no
// spreadsheet writes a document type.
func (s *scanner) declaration() (seen bool, err error) {
	head, _ := s.r.Peek(8)
	switch {
	case bytes.HasPrefix(head, []byte("!--")):
		return false, s.until("-->", maxText)
	case string(head) == "![CDATA[":
		if err := s.until("]]>", maxText); err != nil {
			return false, err
		}
		raw := s.buf[len("![CDATA[") : len(s.buf)-len("]]>")]
		s.kind, s.text = text, append(s.text[:0], html.EscapeString(string(raw))...)
		return true, nil
	}
	return false, unsuitable("a part declares a document type")
}

// until reads up to and with an end, into buf.
func (s *scanner) until(end string, most int) error {
	s.buf = s.buf[:0]
	for {
		piece, err := s.r.ReadSlice('>')
		s.buf = append(s.buf, piece...)
		switch {
		case err == nil && bytes.HasSuffix(s.buf, []byte(end)):
			return nil
		case err != nil && err != bufio.ErrBufferFull:
			return cutShort(err)
		case len(s.buf) > most:
			return unsuitable("a tag is out of proportion")
		}
	}
}

// readTag reads a tag up to the > that is in none of its values.
func (s *scanner) readTag() error {
	s.buf = s.buf[:0]
	for {
		piece, err := s.r.ReadSlice('>')
		s.buf = append(s.buf, piece...)
		switch {
		case err == nil && !quoted(s.buf):
			return s.named(s.buf[:len(s.buf)-1])
		case err != nil && err != bufio.ErrBufferFull:
			return cutShort(err)
		case len(s.buf) > maxTag:
			return unsuitable("a tag is out of proportion")
		}
	}
}

// quoted tells whether a tag so far ends within a value.
func quoted(tag []byte) bool {
	var quote byte
	for _, b := range tag {
		switch {
		case quote == 0 && (b == '"' || b == '\''):
			quote = b
		case b == quote:
			quote = 0
		}
	}
	return quote != 0
}

// named tells what kind of tag it is, and its name without its prefix.
func (s *scanner) named(tag []byte) error {
	s.kind = opening
	if len(tag) > 0 && tag[0] == '/' {
		s.kind, tag = closing, tag[1:]
	} else if n := len(tag); n > 0 && tag[n-1] == '/' {
		s.kind, tag = single, tag[:n-1]
	}
	end := bytes.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	s.name, s.tag = tag[:end], tag[end:]
	if i := bytes.IndexByte(s.name, ':'); i >= 0 {
		s.name = s.name[i+1:]
	}
	return s.count()
}

func (s *scanner) count() error {
	switch s.kind {
	case opening:
		s.depth++
	case closing:
		s.depth--
	}
	if s.depth < 0 || s.depth > maxDepth {
		return unsuitable("elements are badly nested")
	}
	return nil
}

// attrs gives the attributes of the tag that have no prefix but xml:space, until
// visit returns false.
func (s *scanner) attrs(visit func(name, value []byte) bool) {
	rest := s.tag
	for {
		name, after, ok := bytes.Cut(rest, []byte("="))
		if !ok {
			return
		}
		name, after = bytes.TrimSpace(name), bytes.TrimLeft(after, " \t\r\n")
		if len(after) == 0 || after[0] != '"' && after[0] != '\'' {
			return
		}
		end := bytes.IndexByte(after[1:], after[0])
		if end < 0 {
			return
		}
		if (bytes.IndexByte(name, ':') < 0 || string(name) == "xml:space") && !visit(name, after[1:end+1]) {
			return
		}
		rest = after[end+2:]
	}
}

// attr is the value of an attribute; nil when there is none.
func (s *scanner) attr(wanted string) (found []byte) {
	s.attrs(func(name, value []byte) bool {
		if string(name) == wanted {
			found = value
		}
		return found == nil
	})
	return found
}

// skip passes over the rest of the element whose tag was just read.
func (s *scanner) skip() error {
	if s.kind != opening {
		return nil
	}
	for outside := s.depth - 1; s.depth > outside; {
		if err := s.next(); err != nil {
			return cutShort(err)
		}
	}
	return nil
}
