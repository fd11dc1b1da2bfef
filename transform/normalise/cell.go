package normalise

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/misread"
)

// cell is the cell of a row being read; one serves for a whole row.
type cell struct {
	row    *Row
	field  layout.Field
	column layout.Column
	typed  string // as it was typed, for findings
	read   string // typed, where letters that were misread are put right
	raw    string // read, without invisible characters nor needless spaces; lines kept
	value  Value
	lost   bool // it could not be read, and a finding says so
	left   int  // items of a list that could not be read
	asIs   bool // its text is kept to the letter: it is too tangled to be cleaned
}

// begin turns to the next cell of the row.
func (c *cell) begin(field layout.Field, raw delivery.Cell) {
	column, ok := layout.Lookup(field)
	if !ok {
		column = layout.Column{Field: field, Header: raw.Header, Kind: foreignKinds[field]}
	}
	*c = cell{
		row: c.row, field: field, column: column,
		typed: raw.Value, read: raw.Value,
		value: Value{Column: raw.Column, Header: raw.Header},
	}
	if ok && column.Kind != layout.Key { // identifiers, and what a feed says beside the fields, are kept to the letter
		c.read = misread.Mend(raw.Value)
	}
	c.raw = scrub(c.read)
	if c.read != c.typed {
		before, after := firstMended(c.typed, c.read)
		c.info(codageRetabli, c.raw, fmt.Sprintf("Des lettres lues dans un autre codage ont été rétablies : « %s » est devenu « %s ».", before, after))
	}
}

// firstMended is the first word that mending changed, before and after. Mending
// neither adds nor takes away a plain space.
func firstMended(typed, read string) (before, after string) {
	was, is := strings.Split(typed, " "), strings.Split(read, " ")
	for i := range min(len(was), len(is)) {
		if was[i] != is[i] {
			return finding.Cut(oneLine(was[i]), 60), finding.Cut(oneLine(is[i]), 60)
		}
	}
	return "", ""
}

// foreignKinds gives the kinds of fields that the own workbook has no column for.
var foreignKinds = map[layout.Field]layout.Kind{
	layout.SessionAction: layout.Key,
}

// keep makes text the value.
func (c *cell) keep(text string) { c.value.Text = text }

// repaired makes text the value and says what was repaired.
func (c *cell) repaired(r finding.Rule, text, message string) {
	c.value.Text = text
	c.info(r, text, message)
}

// info says a repair that leaves nothing to do.
func (c *cell) info(r finding.Rule, after, message string) {
	c.say(r, finding.Info, after, message)
}

// warn says something to look at in a value that is kept.
func (c *cell) warn(r finding.Rule, after, message string) {
	c.say(r, finding.Warning, after, message)
}

// refuse says that the value cannot be kept; the row is refused with it when
// the column must be filled.
func (c *cell) refuse(r finding.Rule, message string) {
	severity := finding.Warning
	if c.column.Required {
		severity = finding.Error
	}
	c.lost = true
	c.say(r, severity, "", message)
}

// say adds a finding about the cell.
func (c *cell) say(r finding.Rule, severity finding.Severity, after, message string) {
	c.row.Findings = append(c.row.Findings, finding.Finding{
		Rule: r.Code, Severity: severity, Place: c.place(), Field: string(c.field),
		Value: finding.Cut(c.typed, finding.MaxValue), After: finding.Cut(after, finding.MaxValue),
		Message: message, Remedy: r.Remedy,
	})
}

func (c *cell) place() finding.Place {
	return finding.Place{
		File: c.row.File, Sheet: c.row.Sheet, Row: c.row.Number,
		Column: c.value.Column, Header: c.value.Header,
	}
}

// header is the column's name for a sentence.
func (c *cell) header() string {
	if c.value.Header != "" {
		return finding.Cut(oneLine(c.value.Header), 60)
	}
	return c.column.Header
}

// quoted is the value as typed, short enough for a sentence.
func (c *cell) quoted() string { return "« " + finding.Cut(oneLine(c.raw), 60) + " »" }
