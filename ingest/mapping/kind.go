package mapping

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// RowKind says what a row of a sheet is.
type RowKind uint8

const (
	Data    RowKind = iota // it gives a record
	Blank                  // nothing but spaces
	Example                // shows how to fill in
	Heading                // the header, what stands above it, or the header repeated
	Refused                // its sheet lacks a column that must be there, or a finding of severity Error says why
)

func (b *Binding) kindOf(row delivery.Row, place finding.Place) (RowKind, []finding.Finding) {
	first := firstFilled(row)
	aside := func(kind RowKind, rule finding.Rule) (RowKind, []finding.Finding) {
		return kind, []finding.Finding{rule.At(place, "")}
	}
	switch {
	case row.Number <= b.HeaderRow:
		return Heading, nil
	case first < 0:
		return aside(Blank, ligneVide)
	case b.repeatsHeader(row, first):
		return aside(Heading, ligneEntete)
	case saysExample(row.Cells[first]) || b.isTemplateExample(row):
		return aside(Example, ligneExemple)
	}
	if found, another := b.turnTo(row, place); another {
		return Heading, found
	}
	if b.Refused {
		return Refused, nil
	}
	return Data, nil
}

func firstFilled(row delivery.Row) int {
	for i, c := range row.Cells {
		if strings.TrimSpace(c) != "" {
			return i
		}
	}
	return -1
}

// saysExample tells « Exemple », « Exemple : CAP cuisine », « Ex. : … ».
func saysExample(value string) bool {
	start := strings.TrimSpace(finding.Cut(value, 40))
	word, rest, _ := strings.Cut(key(start), " ")
	return word == "exemple" || word == "exemples" || word == "par" && strings.HasPrefix(rest, "exemple") ||
		word == "ex" && (len(start) == 2 || strings.ContainsRune(".: ", rune(start[2])) && strings.Contains(start, ":"))
}

// repeatsHeader tells a row that holds at least two headers under themselves,
// and little else.
func (b *Binding) repeatsHeader(row delivery.Row, first int) bool {
	if !b.isHeader(row, first) {
		return false
	}
	same, filled := 0, 0
	for i, value := range row.Cells {
		if strings.TrimSpace(value) == "" {
			continue
		}
		filled++
		if b.isHeader(row, i) {
			same++
		}
	}
	return same >= 2 && 2*same > filled
}

func (b *Binding) isHeader(row delivery.Row, i int) bool {
	return i < len(b.columns) && b.columns[i].key != "" && len(row.Cells[i]) <= 4*maxHeader && key(row.Cells[i]) == b.columns[i].key
}

// isTemplateExample tells the row of examples of our own template: at least three
// cells, and every one what the template shows, but for dates, which a
// spreadsheet may have made numbers.
func (b *Binding) isTemplateExample(row delivery.Row) bool {
	same := 0
	for i, c := range b.columns {
		value := strings.TrimSpace(cell(row, i))
		if value == "" || c.column == nil {
			continue
		}
		switch {
		case value == c.column.Example:
			same++
		case !isDay(c.column):
			return false
		}
	}
	return same >= 3
}
