package workbook

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// Rows streams the rows of a sheet that hold anything, in their order, with the
// numbers that the spreadsheet shows. Values are raw: dates are serials (see
// Date1904), formulas are the values that they last gave, errors are their text
// (#NAME?), true and false are 1 and 0, whole numbers are plain digits. The
// stream ends with an error when the context does.
func (b *Book) Rows(ctx context.Context, sheet string) iter.Seq2[delivery.Row, error] {
	return func(yield func(delivery.Row, error) bool) {
		n := slices.IndexFunc(b.sheets, func(s sheetPart) bool { return s.Name == sheet })
		if n < 0 {
			yield(delivery.Row{}, fmt.Errorf("read workbook %s: no sheet %q", b.name, sheet))
			return
		}
		if err := b.stream(ctx, n, func(row delivery.Row) bool { return yield(row, nil) }); err != nil {
			yield(delivery.Row{}, err)
		}
	}
}

// stream gives the rows of the n-th sheet until visit returns false.
func (b *Book) stream(ctx context.Context, n int, visit func(delivery.Row) bool) error {
	if b.file == nil {
		return fmt.Errorf("read workbook %s: it is closed", b.name)
	}
	rows, err := b.file.Rows(slimName(n))
	if err != nil {
		return b.broken(n, 0, err)
	}
	defer rows.Close()
	number, cuts, spread, across := 0, b.cutter(n), b.spreading(n), b.crossing(n)
	for number < b.facts[n].lastFilled && rows.Next() { // what follows may be a million rows that hold a format and nothing else
		number++
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("read workbook %s, sheet %s: %w", b.name, b.sheets[n].Name, err)
		}
		cells, err := rows.Columns()
		if err != nil {
			return b.broken(n, number, err)
		}
		if !b.clean(cells, number, cuts) {
			continue
		}
		cells = spread.over(cells, number)
		if !visit(delivery.Row{Sheet: b.sheets[n].Name, Number: number, Cells: cells, Merged: across.of(number)}) {
			return nil
		}
	}
	if err := rows.Error(); err != nil || number != b.facts[n].lastFilled {
		return b.broken(n, number, err)
	}
	cuts.sum()
	b.tellMerged(n, spread)
	return nil
}

// cutter is that of the n-th sheet.
func (b *Book) cutter(n int) *cutter {
	if b.cuts[n] == nil {
		b.cuts[n] = &cutter{book: b, sheet: b.sheets[n].Name}
	}
	return b.cuts[n]
}

// clean writes numbers plainly and cuts what is too long, in place; it tells
// whether any cell holds anything.
func (b *Book) clean(cells []string, row int, cuts *cutter) (filled bool) {
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		filled = true
		if len(cell) > b.limits.Cell {
			cells[i] = cuts.cut(cell, row, i+1)
			continue
		}
		cells[i] = b.texts.value(cell)
	}
	return filled
}

// broken is a sheet that the library does not read as the inspection did.
func (b *Book) broken(n, row int, cause error) error {
	last := b.facts[n].lastFilled
	if cause == nil {
		cause = fmt.Errorf("read %d of %d rows", row, last)
	}
	return damaged(cause, "la feuille « %s » ne se lit pas au-delà de la ligne %d", b.sheets[n].Name, row).unreadable(b.name)
}

// cutter cuts the cells of a sheet that are too long, and says so once, however
// often the sheet is read: each of the first ones, then how many others.
type cutter struct {
	book   *Book
	sheet  string
	told   int // cells that have a finding of their own
	others int
	last   int // the last cell seen to be cut, its row before its column
	summed bool
}

const maxCuts = 20 // findings on cut cells in one sheet

func (c *cutter) cut(cell string, row, col int) string {
	limit := c.book.limits.Cell
	length := utf8.RuneCountInString(cell)
	if length <= limit {
		return cell
	}
	if at := row*lastColumn + col; at > c.last {
		c.last = at
		c.tell(cell, length, finding.Place{Sheet: c.sheet, Row: row, Column: delivery.Letters(col - 1)})
	}
	return firstRunes(cell, limit)
}

func (c *cutter) tell(cell string, length int, place finding.Place) {
	if c.told == maxCuts {
		c.others++
		return
	}
	c.told++
	c.book.note(cellCut, place, fmt.Sprintf("Cette cellule compte %d caractères, plus que les %d qu'un tableur admet : la fin est perdue.",
		length, c.book.limits.Cell)).Value = finding.Cut(cell, finding.MaxValue)
}

// sum says, at the end of the sheet, how many cells were cut without a finding
// of their own.
func (c *cutter) sum() {
	if c.others > 0 && !c.summed {
		c.summed = true
		c.book.note(cellCut, finding.Place{Sheet: c.sheet}, fmt.Sprintf("Autres cellules trop longues dont la fin est perdue : %d.", c.others))
	}
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
