package answer

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxCell is how many characters a spreadsheet admits in a cell.
const maxCell = 32767

// grid writes a worksheet of our own, row after row, and remembers its size.
type grid struct {
	w              io.Writer
	out            []byte
	row            int
	maxRow, maxCol int
	err            error
}

func (g *grid) write(texts ...string) {
	for _, t := range texts {
		g.out = append(g.out, t...)
	}
}

// begin writes what comes before the cells; decor is given in the standard's order.
func (g *grid) begin(decor string, widths []float64) {
	g.write(worksheetHead, decor, "<cols>")
	for i, width := range widths {
		g.write(fmt.Sprintf(`<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, width))
	}
	g.write("</cols><sheetData>")
}

// openRow begins a row; a height of 0 lets the spreadsheet choose.
func (g *grid) openRow(number int, height float64) {
	g.row = number
	g.write(`<row r="`, strconv.Itoa(number), `"`)
	if height > 0 {
		g.write(fmt.Sprintf(` ht="%g" customHeight="1"`, height))
	}
	g.write(">")
}

func (g *grid) closeRow() {
	g.write("</row>")
	if len(g.out) > 32<<10 {
		g.flush()
	}
}

func (g *grid) flush() {
	if g.err == nil {
		_, g.err = g.w.Write(g.out)
	}
	g.out = g.out[:0]
}

func (g *grid) cell(col, style int) {
	g.maxRow, g.maxCol = max(g.maxRow, g.row), max(g.maxCol, col)
	g.out = appendRef(append(g.out, `<c r="`...), g.row, col)
	g.out = strconv.AppendInt(append(g.out, `" s="`...), int64(style), 10)
}

// put writes a text, which is never read as a formula.
func (g *grid) put(col, style int, value string) {
	g.cell(col, style)
	if value == "" {
		g.write(`"/>`)
		return
	}
	g.write(`" t="inlineStr"><is><t xml:space="preserve">`, cellText(value), `</t></is></c>`)
}

// number writes a whole number.
func (g *grid) number(col, style, value int) {
	g.cell(col, style)
	g.write(`"><v>`, strconv.Itoa(value), `</v></c>`)
}

// end writes what comes after the cells.
func (g *grid) end(tail string) error {
	g.write("</sheetData>", tail, "</worksheet>")
	g.flush()
	return g.err
}

// size is the range of the cells that were written.
func (g *grid) size() string { return "A1:" + ref(max(g.maxRow, 1), max(g.maxCol, 1)) }

// cellText makes a text fit for a cell: markup is escaped, and so is what a
// spreadsheet would take for the code of a character (_x000D_).
func cellText(value string) string {
	if strings.Contains(value, "_x") {
		value = strings.ReplaceAll(value, "_x", "_x005F_x")
	}
	if plain(value) {
		return value
	}
	return escape(value)
}

// plain tells whether a text can be written as it stands.
func plain(value string) bool {
	for i := range len(value) {
		switch b := value[i]; {
		case b < ' ', b == '<', b == '>', b == '&', b == '"', b == '\'', b >= 0xEF:
			return false
		}
	}
	return utf8.ValidString(value)
}
