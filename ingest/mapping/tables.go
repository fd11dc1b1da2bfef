package mapping

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// turnTo tells a row that is the header of another table, below the one being
// read; the binding then reads that table.
func (b *Binding) turnTo(row delivery.Row, place finding.Place) (found []finding.Finding, another bool) {
	if !b.mayBeHeader(row) {
		return nil, false
	}
	m, ok := b.layouts.match(row.Sheet, []head{headOf(row)})
	if !ok || !m.plain() {
		return nil, false
	}
	next, found := bind(m, row.Sheet)
	next.layouts, next.Date1904, next.ByUAI = b.layouts, b.Date1904, b.ByUAI
	*b = *next
	for i := range found {
		found[i].File = place.File
	}
	return append([]finding.Finding{autreTableau.At(place, "Un autre tableau commence à cette ligne : il est lu selon ses propres en-têtes (« "+b.Sheet+" »).")}, found...), true
}

// mayBeHeader is a cheap look at the first cells of a row: of three that are
// filled, two at least are headers of some layout.
func (b *Binding) mayBeHeader(row delivery.Row) bool {
	filled, known := 0, 0
	for _, value := range row.Cells {
		if value == "" || strings.TrimSpace(value) == "" {
			continue
		}
		if len(value) <= 4*maxHeader && b.layouts.knows(value) {
			known++
		}
		if filled++; filled == 3 {
			break
		}
	}
	return known >= 2
}

// knows tells a text that is a header of some layout.
func (l *Layouts) knows(text string) bool {
	if '0' <= text[0] && text[0] <= '9' {
		return false
	}
	folded := key(text)
	return folded != "" && l.headers[folded]
}
