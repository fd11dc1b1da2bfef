package workbook

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// markup reads one XML part as a stream of tags, in constant memory, and is
// stricter than encoding/xml: what it reads to the end, encoding/xml reads to the
// end (a fuzz test holds it to that). The library that reads the cells drops
// the errors of encoding/xml, and with them the rest of the sheet; so every part
// passes here first. It is no general parser: UTF-8 only, names in ASCII only,
// no DTD.
type markup struct {
	source
	open  []byte // names of the open elements, one after the other
	marks []int  // where each of them begins in open

	tag     []byte // inside of the current tag, as written
	kind    tagKind
	name    []byte // name of the current tag, without its prefix
	attrs   []attr
	text    []byte // what stood between the last tag and this one, up to keptText bytes, as written
	textLen int    // how long it was
}

type tagKind uint8

const (
	opening tagKind = iota
	closing
	single // <name/>: opens and closes
)

type attr struct{ name, value []byte }

const (
	keptText = 64
	maxTag   = 1 << 20 // bytes of one tag
	maxText  = 8 << 20 // bytes between two tags
	maxDepth = 200
)

var (
	errDTD      = errors.New("document type declaration")
	errTooLong  = errors.New("tag, text or nesting out of proportion")
	errEncoding = errors.New("encoding other than UTF-8")

	errCharacter = errors.New("not allowed in XML")
)

func newMarkup(r io.Reader) *markup { return &markup{source: source{r: r, buf: make([]byte, 64<<10)}} }

// next moves to the next tag; io.EOF says that the document ended where it should.
func (m *markup) next() error {
	m.text, m.textLen = m.text[:0], 0
	for {
		if err := m.readText(); err != nil {
			return m.end(err)
		}
		b, err := m.peek()
		if err != nil {
			return noEOF(err)
		}
		switch b {
		case '?':
			err = m.instruction()
		case '!':
			err = m.declaration()
		default:
			return m.readTag()
		}
		if err != nil {
			return noEOF(err)
		}
	}
}

// end tells an end in its place from a document cut short.
func (m *markup) end(err error) error {
	if err == io.EOF && len(m.marks) > 0 {
		return fmt.Errorf("end of file within <%s>: %w", m.open[m.marks[len(m.marks)-1]:], io.ErrUnexpectedEOF)
	}
	return err
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// depth is how many elements are open, the current one not counted.
func (m *markup) depth() int {
	if m.kind == opening {
		return len(m.marks) - 1
	}
	return len(m.marks)
}

func (m *markup) is(name string) bool { return string(m.name) == name }

// attr is the value of an attribute, as written; nil when there is none.
func (m *markup) attr(name string) []byte {
	for _, a := range m.attrs {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// readText reads up to the next < and past it.
func (m *markup) readText() error {
	var before, last byte // the two bytes before: ]]> is not allowed in text
	for {
		if m.plain() {
			before, last = 0, 0
		}
		if m.textLen > maxText {
			return errTooLong
		}
		b, err := m.byte()
		switch {
		case err != nil:
			return err
		case b == '<':
			return nil
		case b == '&':
			err = m.entity()
		case b == '>' && last == ']' && before == ']':
			return fmt.Errorf("unescaped ]]>")
		case b >= utf8.RuneSelf || b < ' ':
			err = m.rare(b)
		default:
			m.keep(b)
		}
		if err != nil {
			return noEOF(err)
		}
		before, last = last, b
	}
}

// plain reads at once the plain characters that are at hand, as nearly all are.
func (m *markup) plain() bool {
	ahead := m.buf[m.pos:m.source.end]
	n := 0
	for n < len(ahead) && ahead[n] >= ' ' && ahead[n] < utf8.RuneSelf && ahead[n] != '<' && ahead[n] != '&' && ahead[n] != '>' && ahead[n] != ']' {
		n++
	}
	m.text = append(m.text, ahead[:min(n, max(0, keptText-len(m.text)))]...)
	m.textLen, m.pos = m.textLen+n, m.pos+n
	return n > 0
}

func (m *markup) keep(b byte) {
	m.textLen++
	if len(m.text) < keptText {
		m.text = append(m.text, b)
	}
}

// rare reads the rest of a character that is not plain ASCII, and refuses those
// that XML does not allow.
func (m *markup) rare(b byte) error {
	if b < utf8.RuneSelf {
		if b != '\t' && b != '\n' && b != '\r' {
			return fmt.Errorf("control character %#x %w", b, errCharacter)
		}
		m.keep(b)
		return nil
	}
	raw := [utf8.UTFMax]byte{b}
	n := 1
	for n < utf8.UTFMax && !utf8.FullRune(raw[:n]) {
		c, err := m.byte()
		if err != nil {
			return err
		}
		raw[n] = c
		n++
	}
	if err := validRune(raw[:n]); err != nil {
		return err
	}
	for _, c := range raw[:n] {
		m.keep(c)
	}
	return nil
}

// validRune accepts exactly one whole character that XML allows.
func validRune(raw []byte) error {
	r, size := utf8.DecodeRune(raw)
	if r == utf8.RuneError && size == 1 || size != len(raw) {
		return fmt.Errorf("bytes % x: %w", raw, errEncoding)
	}
	if !allowed(r) {
		return fmt.Errorf("character %U %w", r, errCharacter)
	}
	return nil
}

func allowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

const maxEntity = 12 // bytes between & and ;

// entity reads a reference past its &.
func (m *markup) entity() error {
	m.keep('&')
	var name [maxEntity]byte
	for n := 0; ; n++ {
		b, err := m.byte()
		if err != nil {
			return err
		}
		m.keep(b)
		if b == ';' {
			return checkEntity(name[:n])
		}
		if n == maxEntity {
			return fmt.Errorf("entity &%s… too long", name[:])
		}
		name[n] = b
	}
}
