package referentials

import (
	"errors"
	"io"
	"strings"
)

// record is one row of a file.
type record struct {
	line   int // number of its first line
	cells  []string
	ended  bool // an end of line follows it
	mended bool // its quotation marks were at fault, and were read as text
	open   bool // one of its cells was still open at the end of the file
	lost   int  // bytes that could not be decoded
	fault  fault
}

// fault is why a record cannot be used.
type fault uint8

const (
	sound      fault = iota
	tooLong          // longer than a line may be: its cells are not read
	badQuotes        // its quotation marks do not close and its columns are lost
	badColumns       // it has more or fewer columns than the header
)

// records reads the rows of a file of separated values: quotation marks as in
// RFC 4180, and as people write them. One stray mark costs one row at most: it
// never swallows those that follow.
type records struct {
	lines  *lines
	limits limits
	sep    string
	width  int        // columns of the header; 0 before it was read
	excess int        // empty cells that every row has beyond the header
	ahead  []physical // lines read in vain for the end of a quoted cell
	failed int        // times that this happened
	err    error      // met while reading ahead
}

func newRecords(src io.Reader, limits limits) *records {
	return &records{lines: newLines(src, limits.line), limits: limits}
}

// read gives io.EOF after the last record.
func (r *records) read() (record, error) {
	first, err := r.next()
	if err != nil {
		return record{}, err
	}
	rec := record{line: first.number, ended: first.ended, lost: first.lost}
	switch {
	case first.long:
		rec.fault = tooLong
		return rec, nil
	case strings.Contains(first.text, `"`):
		r.quoted(first, &rec)
	default:
		rec.cells = split(first.text, r.sep, r.limits.cells)
	}
	r.settle(&rec)
	return rec, nil
}

// settle judges the columns of a record.
func (r *records) settle(rec *record) {
	switch {
	case rec.fault != sound:
		return
	case !r.fits(rec.cells):
		rec.fault = badColumns
	case r.width > 0:
		rec.cells = rec.cells[:r.width]
	}
}

// quoted reads a record whose first line has a quotation mark.
func (r *records) quoted(first physical, rec *record) {
	if r.strictly(first, rec) {
		return
	}
	rec.mended, rec.ended, rec.lost = true, first.ended, first.lost
	if rec.cells = literal(first.text, r.sep); r.fits(rec.cells) {
		return
	}
	if cells, ok := lazily(first.text, r.sep); ok && r.fits(cells) {
		rec.cells = cells
		return
	}
	rec.fault = badQuotes
}

// strictly reads a record over as many lines as its cells span; it reports false,
// and gives the lines back, when they are not well quoted.
func (r *records) strictly(first physical, rec *record) bool {
	q := quoting{sep: r.sep}
	q.feed(first.text)
	last, taken, size := first, []physical(nil), len(first.text)
	for q.open && !q.broken && !last.long && r.maySpan(len(taken), size) {
		line, err := r.next()
		if err != nil {
			r.err, rec.open = err, errors.Is(err, io.EOF)
			break
		}
		last, taken, size = line, append(taken, line), size+len(line.text)
		rec.lost += line.lost
		q.cell.WriteByte('\n')
		q.feed(line.text)
	}
	rec.cells, rec.ended = q.cells, last.ended
	if !q.open && !last.long && (len(taken) == 0 || r.fits(q.cells)) {
		return true
	}
	r.giveBack(taken)
	return false
}

// maySpan keeps a hostile file from being read over and over.
func (r *records) maySpan(lines, size int) bool {
	return lines < r.limits.span && size <= r.limits.line && r.failed < r.limits.retries
}

func (r *records) giveBack(taken []physical) {
	if len(taken) > 0 {
		r.failed++
		r.ahead = append(taken, r.ahead...)
	}
}

// next gives the lines that were read in vain before those of the file.
func (r *records) next() (physical, error) {
	if len(r.ahead) > 0 {
		line := r.ahead[0]
		r.ahead = r.ahead[1:]
		return line, nil
	}
	if r.err != nil {
		return physical{}, r.err
	}
	return r.lines.next()
}

// fits reports whether a record has the columns of the header, and beyond them
// the empty cells that the other rows of the file have.
func (r *records) fits(cells []string) bool {
	if r.width == 0 {
		return len(cells) <= r.limits.cells
	}
	return len(cells) == r.width+r.excess && blank(cells[r.width:])
}

// split cuts a line without marks in its cells, and no further than past what is allowed.
func split(line, sep string, most int) []string {
	if strings.Count(line, sep) < most {
		return strings.Split(line, sep)
	}
	return strings.SplitN(line, sep, most+1)
}

// separators are those that publishers use, the likeliest first.
var separators = []string{";", ",", "\t"}

// separator is the one that splits a header in most columns.
func separator(header string) string {
	best, most := separators[0], 0
	for _, sep := range separators {
		cells, ok := lazily(header, sep)
		if n := len(cells); ok && n > most {
			best, most = sep, n
		}
	}
	return best
}
