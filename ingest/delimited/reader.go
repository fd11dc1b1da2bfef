package delimited

import (
	"errors"
	"io"
	"slices"
	"strings"
)

// Record is one row of a text of separated values.
type Record struct {
	Line   int // number of its first line
	Cells  []string
	Ended  bool // an end of line follows it
	Mended bool // its quotation marks were at fault, and were read as text
	Open   bool // one of its cells was still open at the end of the file
	Lost   int  // bytes that could not be decoded
	Fault  Fault
}

// Fault is why a record cannot be used.
type Fault uint8

// What may be wrong with a record.
const (
	Sound      Fault = iota
	TooLong          // longer than a line may be: its cells are not read
	BadQuotes        // its quotation marks do not close and its columns are lost
	BadColumns       // it has more or fewer columns than the header
)

// Bounds are what a text may ask of the machine.
type Bounds struct {
	Line    int // bytes of one line, and of one record that spans several
	Cells   int // cells of one record
	Span    int // lines of one record
	Retries int // records whose quotation marks never close, before marks stop spanning lines
}

// Reader reads the rows of a text of separated values: quotation marks as in
// RFC 4180, and as people write them. One stray mark costs one row at most: it
// never swallows those that follow.
type Reader struct {
	Sep string // what separates the cells; to be set before Read and Learn

	lines  *lines
	bounds Bounds
	width  int    // columns of the header; 0 when rows may be of any width
	excess int    // empty cells that every row has beyond the header
	ahead  []Line // lines read in vain for the end of a quoted cell
	failed int    // times that this happened
	err    error  // met while reading ahead
}

// NewReader reads a text in UTF-8 or Windows-1252.
func NewReader(src io.Reader, bounds Bounds) *Reader {
	return &Reader{lines: newLines(src, bounds.Line), bounds: bounds}
}

// Read gives io.EOF after the last record.
func (r *Reader) Read() (Record, error) {
	first, err := r.Next()
	if err != nil {
		return Record{}, err
	}
	rec := Record{Line: first.Number, Ended: first.Ended, Lost: first.Lost}
	switch {
	case first.Long:
		rec.Fault = TooLong
		return rec, nil
	case strings.Contains(first.Text, `"`):
		r.quoted(first, &rec)
	default:
		rec.Cells = split(first.Text, r.Sep, r.bounds.Cells)
	}
	r.settle(&rec)
	return rec, nil
}

// settle judges the columns of a record.
func (r *Reader) settle(rec *Record) {
	switch {
	case rec.Fault != Sound:
		return
	case !r.fits(rec.Cells):
		rec.Fault = BadColumns
	case r.width > 0:
		rec.Cells = rec.Cells[:r.width]
	}
}

// quoted reads a record whose first line has a quotation mark.
func (r *Reader) quoted(first Line, rec *Record) {
	if r.strictly(first, rec) {
		return
	}
	rec.Mended, rec.Ended, rec.Lost = true, first.Ended, first.Lost
	if rec.Cells = literal(first.Text, r.Sep); r.fits(rec.Cells) {
		return
	}
	if cells, ok := lazily(first.Text, r.Sep); ok && r.fits(cells) {
		rec.Cells = cells
		return
	}
	rec.Fault = BadQuotes
}

// strictly reads a record over as many lines as its cells span; it reports false,
// and gives the lines back, when they are not well quoted.
func (r *Reader) strictly(first Line, rec *Record) bool {
	q := quoting{sep: r.Sep}
	q.feed(first.Text)
	last, taken, size := first, []Line(nil), len(first.Text)
	for q.open && !q.broken && !last.Long && r.maySpan(len(taken), size) {
		line, err := r.Next()
		if err != nil {
			r.err, rec.Open = err, errors.Is(err, io.EOF)
			break
		}
		last, taken, size = line, append(taken, line), size+len(line.Text)
		rec.Lost += line.Lost
		q.cell.WriteByte('\n')
		q.feed(line.Text)
	}
	rec.Cells, rec.Ended = q.cells, last.Ended
	if !q.open && !last.Long && (len(taken) == 0 || r.fits(q.cells)) {
		return true
	}
	r.giveBack(taken)
	return false
}

// maySpan keeps a hostile file from being read over and over.
func (r *Reader) maySpan(lines, size int) bool {
	return lines < r.bounds.Span && size <= r.bounds.Line && r.failed < r.bounds.Retries
}

func (r *Reader) giveBack(taken []Line) {
	if len(taken) > 0 {
		r.failed++
		r.GiveBack(taken...)
	}
}

// GiveBack puts lines before those that are yet to be read.
func (r *Reader) GiveBack(lines ...Line) { r.ahead = append(slices.Clip(lines), r.ahead...) }

// Next gives the next line, whatever the marks in it: first those that were given back.
func (r *Reader) Next() (Line, error) {
	if len(r.ahead) > 0 {
		line := r.ahead[0]
		r.ahead = r.ahead[1:]
		return line, nil
	}
	if r.err != nil {
		return Line{}, r.err
	}
	return r.lines.next()
}

// fits reports whether a record has the columns of the header, and beyond them
// the empty cells that the other rows of the file have.
func (r *Reader) fits(cells []string) bool {
	if r.width == 0 {
		return len(cells) <= r.bounds.Cells
	}
	return len(cells) == r.width+r.excess && Blank(cells[r.width:])
}

// split cuts a line without marks in its cells, and no further than past what is allowed.
func split(line, sep string, most int) []string {
	if strings.Count(line, sep) < most {
		return strings.Split(line, sep)
	}
	return strings.SplitN(line, sep, most+1)
}

// Blank reports that no cell holds anything but spaces.
func Blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// Legacy reports whether a line read so far was in Windows-1252.
func (r *Reader) Legacy() bool { return r.lines.decoder.legacy }
