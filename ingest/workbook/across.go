package workbook

import (
	"slices"

	"github.com/carif-oref/passerelle/schemas/delivery"
)

// area is cells merged over several columns: their value stands in the first.
type area struct {
	span
	right int // last column
	ref   string
}

// maxAcross is how many of them one row may have: no table has more.
const maxAcross = 256

// crossing tells which cells of each row are merged with those to their left, going
// down.
type crossing struct {
	next []area // by first row
	live []area
}

func (b *Book) crossing(n int) *crossing {
	next := slices.Clone(b.facts[n].across)
	slices.SortStableFunc(next, func(a, b area) int { return a.from - b.from })
	return &crossing{next: next}
}

func (c *crossing) of(row int) (merged []delivery.Merge) {
	if len(c.next)+len(c.live) == 0 {
		return nil
	}
	c.live = slices.DeleteFunc(c.live, func(a area) bool { return a.to < row })
	for ; len(c.next) > 0 && c.next[0].from <= row; c.next = c.next[1:] {
		if c.next[0].to >= row && len(c.live) < maxAcross {
			c.live = append(c.live, c.next[0])
		}
	}
	for _, a := range c.live {
		merged = append(merged, delivery.Merge{From: a.col, To: a.right - 1, Range: a.ref})
	}
	return merged
}
