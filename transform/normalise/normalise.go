package normalise

import (
	"cmp"
	"slices"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// Normaliser makes clean rows of records. It is safe for use by several
// goroutines.
type Normaliser struct {
	communes Communes
	tables   map[string]*table
	words    vocabulary
	ranks    map[layout.Field]int // place of each field in the own workbook
}

// New makes a Normaliser that reads codes in tables and towns in communes;
// without communes (nil) no town is looked up.
func New(tables Tables, communes Communes) *Normaliser {
	return &Normaliser{
		communes: communes,
		tables:   compileTables(tables),
		words:    readVocabulary(),
		ranks:    ranks(),
	}
}

// Normalise reads every cell of a record by the kind of its column. The row's
// findings follow the order of the own workbook's columns, then what the row as
// a whole gives rise to.
func (n *Normaliser) Normalise(rec delivery.Record) Row {
	row := Row{
		File: rec.File, Sheet: rec.Sheet, Number: rec.Number,
		Values: make(map[layout.Field]Value, len(rec.Cells)+2),
	}
	fields, c := n.order(rec.Cells), cell{row: &row}
	for _, field := range fields {
		n.read(&c, field, rec.Cells[field])
	}
	n.locate(&row)
	checkPeriod(&row)
	demand(&row, fields, rec.Cells)
	warnOfMerged(&row, fields, rec.Cells)
	row.Refused = slices.ContainsFunc(row.Findings, func(f finding.Finding) bool {
		return f.Severity == finding.Error
	})
	return row
}

// read puts the clean value of one cell in the row, unless it could not be read.
func (n *Normaliser) read(c *cell, field layout.Field, raw delivery.Cell) {
	c.begin(field, raw)
	if c.raw != "" && !c.excelError() && !c.filler() {
		n.reader(field, c.column.Kind)(n, c)
	}
	if !c.lost {
		c.row.Values[field] = c.value
	}
}

func (n *Normaliser) reader(field layout.Field, kind layout.Kind) reader {
	if special, ok := specialReaders[field]; ok {
		return special
	}
	if int(kind) < len(readers) && readers[kind] != nil {
		return readers[kind]
	}
	return readText
}

// order is the fields of a record in the order of the own workbook; those that
// it does not have come last, by name.
func (n *Normaliser) order(cells map[layout.Field]delivery.Cell) []layout.Field {
	type ranked struct {
		rank  int
		field layout.Field
	}
	all := make([]ranked, 0, len(cells))
	for f := range cells {
		rank, own := n.ranks[f]
		if !own {
			rank = len(n.ranks)
		}
		all = append(all, ranked{rank, f})
	}
	slices.SortFunc(all, func(a, b ranked) int {
		return cmp.Or(a.rank-b.rank, cmp.Compare(a.field, b.field))
	})
	fields := make([]layout.Field, len(all))
	for i, r := range all {
		fields[i] = r.field
	}
	return fields
}

func ranks() map[layout.Field]int {
	ranks := make(map[layout.Field]int)
	for _, sheet := range layout.Own {
		for _, column := range sheet.Columns {
			if _, twice := ranks[column.Field]; !twice {
				ranks[column.Field] = len(ranks)
			}
		}
	}
	return ranks
}
