package acknowledge

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding"
)

// Limits of the rows of a CSV.
const (
	maxLine    = 1 << 20 // bytes of a line; the rest of it is not read
	maxSpan    = 50      // lines that a cell between quotes may take
	maxColumns = 500
	maxOpen    = 20 // quotes that may turn out never to be closed before all are read as text
)

// row is one record of a CSV.
type row struct {
	line  int // where it begins; 1 is the first
	cells []string
	long  bool // it was cut
	other bool // it was not in the encoding that was due
}

// line is one line of the file.
type line struct {
	number int
	text   string
	long   bool
	other  bool
}

// rows cuts a file into rows. A quote that is never closed is read as text: it
// costs no more than the lines that it could have spanned.
type rows struct {
	in        *bufio.Reader
	encoding  encoding.Encoding
	separator byte
	ahead     []line // read and not given
	number    int
	vain      int // quotes that were never closed
}

// next gives the next row that is not blank; false at the end of the file.
func (r *rows) next() (row, bool) {
	for {
		first, ok := r.line(0)
		if !ok {
			return row{}, false
		}
		used := 1
		cells, open := splitCells(first.text, r.separator)
		if open {
			if joined, n, closed := r.span(first.text); closed {
				cells, used = joined, n
			} else {
				cells = splitPlain(first.text, r.separator)
				r.vain++
			}
		}
		out := row{line: first.number, cells: cells, long: first.long}
		for _, l := range r.ahead[:used] {
			out.other = out.other || l.other
		}
		r.ahead = r.ahead[used:]
		if strings.TrimSpace(strings.Join(cells, "")) != "" {
			return out, true
		}
	}
}

// span reads the lines that a cell between quotes takes.
func (r *rows) span(text string) (cells []string, lines int, closed bool) {
	var whole strings.Builder
	whole.WriteString(text)
	for n := 1; n < maxSpan && whole.Len() < maxLine && r.vain < maxOpen; n++ {
		l, ok := r.line(n)
		if !ok {
			break
		}
		whole.WriteByte('\n')
		whole.WriteString(l.text)
		if strings.Count(l.text, `"`)%2 == 0 { // it closes nothing
			continue
		}
		if cells, open := splitCells(whole.String(), r.separator); !open {
			return cells, n + 1, true
		}
	}
	return nil, 0, false
}

// line gives the n-th line that is not given yet.
func (r *rows) line(n int) (line, bool) {
	for len(r.ahead) <= n {
		raw, long, err := r.read()
		if err != nil && len(raw) == 0 {
			return line{}, false
		}
		r.number++
		text, other := textOf(raw, r.encoding)
		r.ahead = append(r.ahead, line{r.number, text, long, other})
	}
	return r.ahead[n], true
}

// read reads a line without its end; what is beyond maxLine is dropped.
func (r *rows) read() (raw []byte, long bool, err error) {
	for {
		piece, e := r.in.ReadSlice('\n')
		if room := maxLine - len(raw); len(piece) > room {
			piece, long = piece[:room], true
		}
		raw = append(raw, piece...)
		if errors.Is(e, bufio.ErrBufferFull) {
			continue
		}
		if e != nil && e != io.EOF {
			return nil, false, e
		}
		end := len(raw)
		for end > 0 && (raw[end-1] == '\n' || raw[end-1] == '\r') {
			end--
		}
		if e == nil && end == 0 {
			return raw[:0:0], long, nil
		}
		return raw[:end], long, e
	}
}

// splitCells cuts a row. open says that its last quote is not closed.
func splitCells(text string, separator byte) (cells []string, open bool) {
	for len(cells) < maxColumns {
		if !strings.HasPrefix(text, `"`) {
			cell, rest, more := strings.Cut(text, string(separator))
			cells = append(cells, cell)
			if !more {
				return cells, false
			}
			text = rest
			continue
		}
		cell, rest, closed := quoted(text)
		if !closed {
			return cells, true
		}
		tail, rest, more := strings.Cut(rest, string(separator))
		cells = append(cells, cell+tail)
		if !more {
			return cells, false
		}
		text = rest
	}
	return cells, false
}

// quoted reads a cell between quotes, in which a quote is written twice.
func quoted(text string) (cell, rest string, closed bool) {
	var b strings.Builder
	for text = text[1:]; ; {
		before, after, found := strings.Cut(text, `"`)
		if !found {
			return "", "", false
		}
		b.WriteString(before)
		if !strings.HasPrefix(after, `"`) {
			return b.String(), after, true
		}
		b.WriteByte('"')
		text = after[1:]
	}
}

// splitPlain cuts a row whose quotes mean nothing.
func splitPlain(text string, separator byte) []string {
	return strings.SplitN(text, string(separator), maxColumns)
}
