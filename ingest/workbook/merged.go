package workbook

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// span is the first column of cells merged over several rows: their value stands
// in the first of them alone.
type span struct{ col, from, to int }

// What is kept of them: more merges, or longer ones, are no table that people
// filled in, and are left as they are.
const (
	maxSpans    = 10_000
	maxSpanRows = 5_000
)

// merge takes cells that are merged over several rows or columns; what is no place is passed
// over, since nothing depends on it.
func (f *facts) merge(ref []byte) {
	start, end, _ := bytes.Cut(ref, []byte(":"))
	col, from, ok := placeOf(start)
	right, to, also := placeOf(end)
	if ok && also && right > col && to >= from && to-from < maxSpanRows && len(f.across) < maxSpans {
		f.across = append(f.across, area{span{col, from, to}, right, string(ref)})
	}
	if ok && also && to > from && to-from < maxSpanRows && len(f.merged) < maxSpans {
		f.merged = append(f.merged, span{col, from, to})
	}
}

// spreading repeats the values of merged cells over their rows, going down.
type spreading struct {
	spans []span // by first row
	live  []spanning
	row   int64 // bytes that may be repeated in one row
	left  int64 // bytes that may be repeated in the sheet

	filled int           // cells that were given the value of one above
	first  finding.Place // the first of them
}

type spanning struct {
	span
	value string
}

func (b *Book) spreading(n int) *spreading {
	spans := slices.Clone(b.facts[n].merged)
	slices.SortStableFunc(spans, func(a, b span) int { return a.from - b.from })
	return &spreading{spans: spans, row: b.limits.RowText, left: b.limits.Text}
}

// over fills the blank cells of a row that are merged with one above.
func (s *spreading) over(cells []string, row int) []string {
	if len(s.spans)+len(s.live) == 0 {
		return cells
	}
	s.live = slices.DeleteFunc(s.live, func(l spanning) bool { return l.to < row })
	budget := min(s.row, s.left)
	for _, l := range s.live {
		size := int64(len(l.value))
		if size > budget || l.col <= len(cells) && cells[l.col-1] != "" {
			continue
		}
		budget, s.left = budget-size, s.left-size
		for len(cells) < l.col {
			cells = append(cells, "")
		}
		cells[l.col-1] = l.value
		if s.filled++; s.filled == 1 {
			s.first = finding.Place{Row: row, Column: delivery.Letters(l.col - 1)}
		}
	}
	s.begin(cells, row)
	return cells
}

// begin takes up the merges whose first row this is.
func (s *spreading) begin(cells []string, row int) {
	for len(s.spans) > 0 && s.spans[0].from <= row {
		next := s.spans[0]
		if s.spans = s.spans[1:]; next.from == row && next.col <= len(cells) && cells[next.col-1] != "" {
			s.live = append(s.live, spanning{next, cells[next.col-1]})
		}
	}
}

// tellMerged says, once for a sheet that was read to its end, which cells have the
// value of one above.
func (b *Book) tellMerged(n int, s *spreading) {
	if s.filled == 0 || b.merged[n] {
		return
	}
	b.merged[n] = true
	s.first.Sheet = b.sheets[n].Name
	b.note(mergedCells, s.first, fmt.Sprintf("Cellules fusionnées avec celles du dessus, dont elles reprennent la valeur : %d, la première ici.", s.filled))
}
