package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/schemas/columnar"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// rowOwners tells which organisations the rows of a run's deliveries speak of, by
// what the rows themselves say, whether they were kept or refused. A row costs four
// bytes.
type rowOwners struct {
	sheets  map[fileSheet]*ownedSheet
	names   map[string]string // file → the delivery that bears the name; empty when several do: findings, which say the name alone, are then nobody's
	sets    [][]string        // of SIRETs; the first is of nobody
	ids     map[string]uint32 // rank of a set, by its SIRETs joined
	owners  map[string]map[fileSheet]int
	byFile  map[string]map[string]int // delivery → SIRET → rows
	pending map[string][]rowAt        // rows that name their formation by its number alone
	unnamed map[rowAt][]string        // rows that no column tells of: the SIRETs found in their cells
}

type fileSheet struct{ delivery, file, sheet string }

// ownedSheet is the set of each row, by its number.
type ownedSheet struct{ rows []uint32 }

type rowAt struct {
	fileSheet
	row int
}

func newRowOwners() *rowOwners {
	return &rowOwners{sheets: map[fileSheet]*ownedSheet{}, names: map[string]string{}, sets: [][]string{nil}, ids: map[string]uint32{"": 0},
		owners: map[string]map[fileSheet]int{}, byFile: map[string]map[string]int{}, pending: map[string][]rowAt{}, unnamed: map[rowAt][]string{}}
}

// ownersOf reads the rows that the landing keeps of a run's deliveries. responsables
// gives the organisation of formations, by their numbers.
func ownersOf(ctx context.Context, landing string, layouts *mapping.Layouts, byUAI uaiIndex, loads []journal.Load,
	responsables func(ids []string) (map[string]string, error)) (*rowOwners, error) {
	o := newRowOwners()
	for _, l := range loads {
		of, known := o.names[l.File]
		if o.names[l.File] = l.Delivery; known && of != l.Delivery {
			o.names[l.File] = ""
		}
		if err := errors.Join(ctx.Err(), o.read(landing, layouts, byUAI, l)); err != nil {
			return nil, fmt.Errorf("tell whose rows those of %s are: %w", l.File, err)
		}
	}
	if err := o.resolve(responsables); err != nil {
		return nil, err
	}
	return o, nil
}

func (o *rowOwners) read(landing string, layouts *mapping.Layouts, byUAI uaiIndex, l journal.Load) error {
	path, header, err := keptRowsOf(landing, l.Delivery, l.Sheet)
	if err != nil {
		return nil // the landing was emptied: nothing can be told of these rows
	}
	at := fileSheet{l.Delivery, l.File, l.Sheet}
	o.sheets[at] = &ownedSheet{}
	var first []delivery.Row
	var read rowReader
	for row, err := range columnar.Read(path) {
		if err != nil {
			return err
		}
		if read != nil {
			o.take(at, row, read)
		} else if first = append(first, row); row.Number >= mapping.HeaderRows {
			read = readerOf(layouts, byUAI, l, header, first)
		}
		if read != nil {
			for _, held := range first {
				o.take(at, held, read)
			}
			first = nil
		}
	}
	if read == nil {
		read = readerOf(layouts, byUAI, l, header, first)
		for _, held := range first {
			o.take(at, held, read)
		}
	}
	return nil
}

// rowReader gives the fields of a row; none of one that is no data.
type rowReader func(delivery.Row) map[layout.Field]string

// readerOf reads the rows of a sheet by the layout that recognises it, or by the
// header of a feed, which names the fields.
func readerOf(layouts *mapping.Layouts, byUAI uaiIndex, l journal.Load, header []string, first []delivery.Row) rowReader {
	if l.Layout == "lheo" {
		return func(row delivery.Row) map[layout.Field]string {
			fields := map[layout.Field]string{}
			for i, cell := range row.Cells[:min(len(row.Cells), len(header))] {
				fields[layout.Field(header[i])] = cell
			}
			return fields
		}
	}
	binding, _, ok := layouts.Recognise(l.Sheet, first)
	if !ok {
		return func(delivery.Row) map[layout.Field]string { return nil }
	}
	binding.ByUAI = byUAI.of
	return func(row delivery.Row) map[layout.Field]string {
		if row.Number <= binding.HeaderRow {
			return nil
		}
		record, kind, _ := binding.Record(l.File, row)
		if kind != mapping.Data {
			return nil
		}
		fields := make(map[layout.Field]string, 4)
		for _, f := range []layout.Field{layout.FormationResponsable, layout.OrganismeSIRET, layout.OrganismeSiege, layout.FormationID} {
			fields[f] = record.Value(f)
		}
		return fields
	}
}

// take finds the organisations of one row.
func (o *rowOwners) take(at fileSheet, row delivery.Row, read rowReader) {
	fields := read(row)
	switch {
	case siretIn(fields[layout.FormationResponsable]) != "":
		o.give(rowAt{at, row.Number}, siretIn(fields[layout.FormationResponsable]))
	case siretIn(fields[layout.OrganismeSIRET]) != "":
		o.give(rowAt{at, row.Number}, siretIn(fields[layout.OrganismeSIRET]), siretIn(fields[layout.OrganismeSiege]))
	case fields[layout.FormationID] != "":
		o.pending[fields[layout.FormationID]] = append(o.pending[fields[layout.FormationID]], rowAt{at, row.Number})
	default:
		var found []string
		for _, cell := range row.Cells {
			if siret := siretIn(cell); siret != "" && !slices.Contains(found, siret) {
				found = append(found, siret)
			}
		}
		o.unnamed[rowAt{at, row.Number}] = found
	}
}

// siretIn is a cell that is a SIRET, its spaces left out and its first zero put
// back; nothing for any other.
func siretIn(cell string) string {
	if len(cell) < 13 || len(cell) > 40 {
		return ""
	}
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r == ' ' || r == '\u00a0' || r == '\u202f' || r == '.':
			return -1
		}
		return 'x'
	}, cell)
	if len(digits) == 13 {
		digits = "0" + digits
	}
	if len(digits) != 14 || strings.Contains(digits, "x") {
		return ""
	}
	return digits
}

func (o *rowOwners) give(at rowAt, sirets ...string) {
	sirets = slices.DeleteFunc(sirets, func(s string) bool { return s == "" })
	slices.Sort(sirets)
	sirets = slices.Compact(sirets)
	key := strings.Join(sirets, " ")
	set, known := o.ids[key]
	if !known {
		set = uint32(len(o.sets))
		o.ids[key] = set
		o.sets = append(o.sets, sirets)
	}
	sheet := o.sheets[at.fileSheet]
	if need := at.row + 1 - len(sheet.rows); need > 0 {
		sheet.rows = append(sheet.rows, make([]uint32, need)...)
	}
	sheet.rows[at.row] = set
	for _, siret := range sirets {
		if o.owners[siret] == nil {
			o.owners[siret] = map[fileSheet]int{}
		}
		if o.byFile[at.delivery] == nil {
			o.byFile[at.delivery] = map[string]int{}
		}
		o.owners[siret][at.fileSheet]++
		o.byFile[at.delivery][siret]++
	}
}

// resolve gives an owner to the rows that name a formation, then to those in whose
// cells one organisation of their file alone is found.
func (o *rowOwners) resolve(responsables func(ids []string) (map[string]string, error)) error {
	ids := make([]string, 0, len(o.pending))
	for id := range o.pending {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for batch := range slices.Chunk(ids, 500) {
		of, err := responsables(batch)
		if err != nil {
			return err
		}
		for _, id := range batch {
			for _, at := range o.pending[id] {
				o.give(at, of[id])
			}
		}
	}
	for at, found := range o.unnamed {
		known := slices.DeleteFunc(found, func(siret string) bool { return o.byFile[at.delivery][siret] == 0 })
		if len(known) == 1 {
			o.give(at, known[0])
		}
	}
	o.pending, o.unnamed = nil, nil
	return nil
}

// of gives the organisations that a finding is for. What is about a whole file, or
// about a row that names nobody, is for the organisation of the file when it has
// one alone.
func (o *rowOwners) of(f finding.Finding) []string {
	delivery := o.names[f.File]
	if delivery == "" {
		return nil
	}
	sheet := o.sheets[fileSheet{delivery, f.File, f.Sheet}]
	if f.Row > 0 && sheet != nil && f.Row < len(sheet.rows) && sheet.rows[f.Row] > 0 {
		return o.sets[sheet.rows[f.Row]]
	}
	return o.alone(delivery)
}

// alone is the organisation that most rows of a file speak of, when all of them are
// of one enterprise.
func (o *rowOwners) alone(delivery string) []string {
	most := ""
	for siret, n := range o.byFile[delivery] {
		switch {
		case most != "" && siren(siret) != siren(most):
			return nil
		case most == "" || n > o.byFile[delivery][most] || n == o.byFile[delivery][most] && siret < most:
			most = siret
		}
	}
	if most == "" {
		return nil
	}
	return []string{most}
}

// about is the SIRET of the organisme that a finding is about, when it is about one.
func about(f finding.Finding) string {
	i := strings.LastIndex(f.Record, "_O")
	if i < 0 {
		return ""
	}
	return siretIn(f.Record[i+len("_O"):])
}
