package acknowledge

import (
	"bufio"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// declared is the encoding in the declaration of an XML.
var declared = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// xmlText gives an XML as its decoder takes it: in UTF-8 when it says so, or says
// nothing; in what it declares otherwise. What is not UTF-8 where it should be goes
// through mended.
func (r *reader) xmlText(in *bufio.Reader, mended *mended) io.Reader {
	text, marked := decoded(in, "")
	if marked {
		return text
	}
	head, _ := in.Peek(1024)
	name := r.file.Encoding
	m := declared.FindSubmatch(head)
	if m != nil {
		name = string(m[1])
	}
	e, known := encodings[strings.ToLower(name)]
	switch {
	case !known || m != nil && e != nil:
		return text // the decoder asks charsetReader
	case e != nil:
		return e.NewDecoder().Reader(text)
	}
	mended.r = text
	return mended
}

// mended reads what should be UTF-8; bytes that are not are taken for
// Windows-1252, as they nearly always are.
type mended struct {
	r    io.Reader
	raw  []byte // read, not decided yet
	out  []byte // decided, not given yet
	err  error
	done bool // some were not
}

func (m *mended) Read(p []byte) (int, error) {
	for len(m.out) == 0 && m.err == nil {
		m.fill()
	}
	if len(m.out) == 0 {
		return 0, m.err
	}
	n := copy(p, m.out)
	m.out = m.out[n:]
	return n, nil
}

func (m *mended) fill() {
	block := make([]byte, 16<<10)
	n, err := m.r.Read(block)
	m.raw, m.err = append(m.raw, block[:n]...), err
	m.out = m.out[:0]
	for len(m.raw) > 0 {
		if !utf8.FullRune(m.raw) && m.err == nil {
			return
		}
		r, size := utf8.DecodeRune(m.raw)
		if r == utf8.RuneError && size == 1 {
			m.done = true
			r = charmap.Windows1252.DecodeByte(m.raw[0])
		}
		m.out = utf8.AppendRune(m.out, r)
		m.raw = m.raw[size:]
	}
}
