package delimited

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Line is one line of a file, which may be part of a record or hold several cells.
type Line struct {
	Text   string // in UTF-8, without its end of line
	Number int    // 1 for the first
	Ended  bool   // an end of line follows it
	Long   bool   // it was longer than allowed and is cut
	Lost   int    // bytes that could not be decoded
}

// lines gives the lines of a file one by one, in memory that does not depend on it.
type lines struct {
	src     *bufio.Reader
	decoder decoder
	max     int // bytes of a line
	number  int
	buf     []byte
}

func newLines(src io.Reader, max int) *lines {
	return &lines{src: bufio.NewReaderSize(src, 64<<10), max: max}
}

// next gives io.EOF after the last line.
func (l *lines) next() (Line, error) {
	raw, size, ended, err := l.raw()
	if err != nil {
		return Line{}, err
	}
	if l.number++; l.number == 1 {
		raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	}
	text, lost := l.decoder.text(bytes.TrimSuffix(raw, []byte("\r")))
	return Line{Text: text, Number: l.number, Ended: ended, Long: size > l.max, Lost: lost}, nil
}

// raw reads to the end of the line and keeps no more of it than allowed; size is
// its whole length.
func (l *lines) raw() (text []byte, size int, ended bool, err error) {
	l.buf = l.buf[:0]
	for {
		chunk, err := l.src.ReadSlice('\n')
		size += len(chunk)
		l.buf = append(l.buf, chunk[:min(len(chunk), max(0, l.max+2-len(l.buf)))]...)
		switch {
		case err == nil:
			return bytes.TrimSuffix(l.buf, []byte("\n")), size - 1, true, nil
		case errors.Is(err, io.EOF) && size > 0:
			return l.buf, size, false, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, 0, false, err
		}
	}
}
