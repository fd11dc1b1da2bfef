package delimited

import "strings"

// quoting splits a record that has quotation marks, fed line by line: a cell that
// begins with a mark ends at the mark before a separator or the end of the
// record, and holds separators, ends of lines and doubled marks as text. A mark
// elsewhere is text.
type quoting struct {
	sep    string
	lazy   bool // a lone mark inside a quoted cell is text, and does not break the record
	cells  []string
	cell   strings.Builder // the quoted cell being read
	open   bool            // its closing mark is yet to come
	broken bool            // a closing mark is followed by something else than a separator
}

// feed reads one line more.
func (q *quoting) feed(s string) {
	for !q.broken {
		if !q.open && !strings.HasPrefix(s, `"`) {
			cell, rest, more := strings.Cut(s, q.sep)
			q.cells = append(q.cells, cell)
			if !more {
				return
			}
			s = rest
			continue
		}
		if !q.open {
			q.open, s = true, s[1:]
		}
		rest, more := q.quoted(s)
		if !more {
			return
		}
		s = rest
	}
}

// quoted reads to the end of a quoted cell; more is false when nothing of the
// line is left to read.
func (q *quoting) quoted(s string) (rest string, more bool) {
	for {
		text, after, found := strings.Cut(s, `"`)
		q.cell.WriteString(text)
		switch {
		case !found:
			return "", false
		case strings.HasPrefix(after, `"`):
			q.cell.WriteByte('"')
			s = after[1:]
		case after == "":
			q.close()
			return "", false
		case strings.HasPrefix(after, q.sep):
			q.close()
			return after[len(q.sep):], true
		case q.lazy:
			q.cell.WriteByte('"')
			s = after
		default:
			q.broken = true
			return "", false
		}
	}
}

func (q *quoting) close() {
	q.cells = append(q.cells, q.cell.String())
	q.cell = strings.Builder{}
	q.open = false
}

// literal splits a line whose marks are text, but takes off those that wrap a cell.
func literal(s, sep string) []string {
	cells := strings.Split(s, sep)
	for i, cell := range cells {
		bare := strings.TrimSpace(cell)
		if len(bare) >= 2 && bare[0] == '"' && bare[len(bare)-1] == '"' {
			cells[i] = strings.ReplaceAll(bare[1:len(bare)-1], `""`, `"`)
		}
	}
	return cells
}

// lazily splits a line whose quoted cells hold lone marks; ok is false when its
// last cell does not close.
func lazily(s, sep string) (cells []string, ok bool) {
	q := quoting{sep: sep, lazy: true}
	q.feed(s)
	return q.cells, !q.open
}
