package mapping

import (
	"slices"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// Record makes a record of one row of the sheet, named as in its file. The record
// is empty unless the row is Data: its cells are then those of every column that
// the sheet has and the layout reads, blank ones too, and the constants of the
// layout. A row of any other kind has a finding that says why, but for the
// header itself and what stands above it, and for the rows of a sheet that is
// Refused, which the findings of Recognise speak for.
func (b *Binding) Record(file string, row delivery.Row) (delivery.Record, RowKind, []finding.Finding) {
	place := finding.Place{File: file, Sheet: row.Sheet, Row: row.Number}
	kind, found := b.kindOf(row, place)
	if kind != Data {
		return delivery.Record{}, kind, found
	}
	r := delivery.Record{File: file, Sheet: row.Sheet, Number: row.Number, Cells: make(map[layout.Field]delivery.Cell, len(b.columns))}
	found = b.loose(row, place)
	for n := range b.sheet.Columns {
		found = append(found, b.fill(r, row, n, place)...)
	}
	for _, c := range b.sheet.Constants {
		r.Cells[c.Field] = delivery.Cell{Value: c.Value}
	}
	if slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Severity == finding.Error }) {
		return delivery.Record{}, Refused, found
	}
	return r, Data, found
}

// fill gives the fields of the n-th column of the layout their value in the row.
func (b *Binding) fill(r delivery.Record, row delivery.Row, n int, place finding.Place) []finding.Finding {
	c, there := b.boundTo(n)
	if len(c.column.Fields) == 0 || !there && c.column.fallback.kind == 0 {
		return nil
	}
	raw, merged, instead := "", "", []finding.Finding(nil)
	if there {
		raw, merged = cell(row, b.at[n]), row.MergedAt(b.at[n])
	}
	if strings.TrimSpace(raw) == "" && c.column.fallback.kind != 0 {
		raw, instead = b.instead(c, there, row, place)
	}
	value, found := b.change(c, raw, row, place)
	found = append(instead, found...)
	for _, field := range c.column.Fields {
		r.Cells[field] = delivery.Cell{Value: b.inEpoch(field, value), Column: c.letters, Header: c.header, Merged: merged}
	}
	return found
}

// boundTo is the n-th column of the layout as the file has it; where the file has
// not, it stands in the column that its value is first made of.
func (b *Binding) boundTo(n int) (c bound, there bool) {
	if i, there := b.at[n]; there {
		return b.columns[i], true
	}
	c.column = &b.sheet.Columns[n]
	for _, header := range c.column.fallback.of {
		if i, has := b.at[b.sheet.find(header)]; has {
			c.letters, c.header = b.columns[i].letters, b.columns[i].header
			break
		}
	}
	return c, false
}

// instead is the value of a column whose cell is blank. That a column which the
// file has not is made of others goes without saying, but for what was looked up.
func (b *Binding) instead(c bound, there bool, row delivery.Row, place finding.Place) (string, []finding.Finding) {
	value, rule, sentence := b.otherwise(c.column, row)
	if rule == nil || !there && c.column.fallback.kind == joined {
		return value, nil
	}
	before := ""
	if c.column.fallback.kind == siretOf {
		before = b.join(row, c.column.fallback.of)
	}
	return value, []finding.Finding{b.about(*rule, c, place, before, value, sentence)}
}

// change applies the steps of a column to a value.
func (b *Binding) change(c bound, raw string, row delivery.Row, place finding.Place) (string, []finding.Finding) {
	value := strings.TrimSpace(raw)
	if len(c.column.steps) == 0 || value == "" {
		return raw, nil
	}
	var found []finding.Finding
	other := func(header string) string { return b.other(row, header) }
	for _, apply := range c.column.steps {
		after, rule, sentence := apply(value, other)
		if rule != nil {
			found = append(found, b.about(*rule, c, place, value, after, sentence))
		}
		if value = after; value == "" {
			break
		}
	}
	return value, found
}

func (b *Binding) about(rule finding.Rule, c bound, place finding.Place, before, after, sentence string) finding.Finding {
	place.Column, place.Header = c.letters, finding.Cut(c.header, maxHeader)
	f := rule.At(place, sentence)
	f.Field, f.Value = string(c.column.Fields[0]), finding.Cut(before, finding.MaxValue)
	if after != before {
		f.After = finding.Cut(after, finding.MaxValue)
	}
	return f
}

// loose reports cells that stand under no header, once for each column: they are
// not read.
func (b *Binding) loose(row delivery.Row, place finding.Place) (found []finding.Finding) {
	for i, value := range row.Cells {
		headed := i < len(b.columns) && b.columns[i].key != ""
		if headed || b.headerless[i] || strings.TrimSpace(value) == "" {
			continue
		}
		b.headerless[i] = true
		place.Column = delivery.Letters(i)
		f := colonneSansEntete.At(place, "")
		f.Value = finding.Cut(value, finding.MaxValue)
		found = append(found, f)
	}
	return found
}

// days1904 is how many days the epoch of 1904 is after that of 1900.
const days1904 = 1462

// inEpoch counts the serial of a date from 1900 when the workbook counts from
// 1904. Only a number of five digits is a serial: a year or 20260901 is left.
func (b *Binding) inEpoch(field layout.Field, value string) string {
	if !b.Date1904 {
		return value
	}
	column, known := layout.Lookup(field)
	whole, fraction, cut := strings.Cut(value, ".")
	days, err := strconv.Atoi(whole)
	if !known || column.Kind != layout.Day || err != nil || len(whole) != 5 || days < 10000 {
		return value
	}
	if cut {
		fraction = "." + fraction
	}
	return strconv.Itoa(days+days1904) + fraction
}

func isDay(c *Column) bool {
	if len(c.Fields) == 0 {
		return false
	}
	column, known := layout.Lookup(c.Fields[0])
	return known && column.Kind == layout.Day
}
