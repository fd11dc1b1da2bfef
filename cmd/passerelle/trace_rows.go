package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/columnar"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/store"
)

// sourceRow is a row that a record comes from, with what its cells said, raw.
type sourceRow struct {
	store.Origin
	Cells   []sourceCell `json:"cellules,omitempty"` // that are not blank
	Missing string       `json:"absentes,omitempty"` // why the cells are not shown
}

// sourceCell is one cell, under the header that the file gives it.
type sourceCell struct {
	Column string `json:"colonne"` // letters, as a spreadsheet shows
	Header string `json:"entete"`
	Value  string `json:"valeur"`
}

// rowsShown is of how many rows the cells are read: the last that stated the record.
// A record that comes every night has one more each night.
const rowsShown = 5

// sourceRows reads the rows that a record comes from out of the landing, the last
// run first.
func sourceRows(dir string, t store.Trace) []sourceRow {
	rows := make([]sourceRow, len(t.Origins))
	for i, o := range t.Origins {
		rows[i] = sourceRow{Origin: o}
	}
	slices.SortStableFunc(rows, func(a, b sourceRow) int { return strings.Compare(b.Run, a.Run) })
	for i := range rows[:min(len(rows), rowsShown)] {
		rows[i].read(dir, knownBy(t))
	}
	return rows
}

// knownBy are the values that tell a record among those of one row: several records
// of a feed begin at the same line.
func knownBy(t store.Trace) (keys []string) {
	switch {
	case t.Session != nil:
		keys = []string{t.ID, t.Session.Reference}
	case t.Kind == store.KindOrganisme && t.Organisme != nil:
		keys = []string{t.Organisme.SIRET, t.ID}
	case t.Formation != nil:
		keys = []string{t.ID, t.Formation.Reference}
	}
	return slices.DeleteFunc(keys, func(k string) bool { return k == "" })
}

func (r *sourceRow) read(dir string, keys []string) {
	path, header, err := keptRowsOf(dir, r.Delivery, r.Sheet)
	if err != nil {
		r.Missing = err.Error()
		return
	}
	found := false
	for row, err := range columnar.Read(path) {
		if err != nil {
			r.Missing = err.Error()
			return
		}
		if row.Number > r.Row && found {
			break
		}
		if row.Number != r.Row {
			continue
		}
		sure := slices.ContainsFunc(row.Cells, func(cell string) bool { return slices.Contains(keys, cell) })
		if sure || !found {
			r.Cells, found = cellsOf(header, row), true
		}
		if sure {
			break
		}
	}
	if !found {
		r.Missing = fmt.Sprintf("no row %d in %s", r.Row, path)
	}
}

// keptRowsOf finds the rows that the landing keeps of a sheet of a delivery, and
// their headers. It opens nothing for writing.
func keptRowsOf(dir, sha256, sheet string) (path string, header []string, err error) {
	paths, err := filepath.Glob(filepath.Join(escaped(dir), sha256[:min(2, len(sha256))], sha256, "rows", "*.parquet"))
	if err != nil {
		return "", nil, fmt.Errorf("find the rows of delivery %s: %w", short(sha256), err)
	}
	for _, path := range paths {
		info, err := columnar.Describe(path)
		if err == nil && info.Meta["feuille"] == sheet {
			return path, info.Header, nil
		}
	}
	return "", nil, fmt.Errorf("the landing %s has no rows of delivery %s, sheet %q; `passerelle load --again` makes them", dir, short(sha256), sheet)
}

// escaped keeps the signs of a path from being read as a pattern.
func escaped(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

func cellsOf(header []string, row delivery.Row) (cells []sourceCell) {
	for i, value := range row.Cells {
		if strings.TrimSpace(value) == "" {
			continue
		}
		cell := sourceCell{Column: delivery.Letters(i), Value: value}
		if i < len(header) {
			cell.Header = strings.Join(strings.Fields(header[i]), " ")
		}
		cells = append(cells, cell)
	}
	return cells
}
