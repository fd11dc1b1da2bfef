package template

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/layout/values"
	"github.com/xuri/excelize/v2"
)

// asterisk marks the header of a mandatory column; it does not stand alone at the
// start of a line.
const asterisk = "\u00a0*"

const (
	headerRow  = 1
	exampleRow = 2
	firstRow   = 3
	spareRows  = 2000 // rows below the last one that are ready to be filled in
)

// writeSheet makes one sheet of data. What stands around the cells comes before
// them: cells are streamed, and the sheet is closed with the last one.
func (b *book) writeSheet(s layout.Sheet) error {
	rows := b.options.subjects(s)
	last := exampleRow + len(rows)
	if err := b.frame(s, last); err != nil {
		return fmt.Errorf("sheet %s: %w", s.Name, err)
	}
	if err := b.stream(s, rows); err != nil {
		return fmt.Errorf("sheet %s: %w", s.Name, err)
	}
	return nil
}

// stream writes the cells.
func (b *book) stream(s layout.Sheet, rows []values.Subject) error {
	w, err := b.file.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	if err := b.columns(w, s); err != nil {
		return err
	}
	if err := w.SetRow(at(0, headerRow), b.headers(s), excelize.RowOpts{Height: 48}); err != nil {
		return err
	}
	if err := w.SetRow(at(0, exampleRow), b.examples(s), excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	for i, subject := range rows {
		cells, err := b.row(s, subject)
		if err != nil {
			return fmt.Errorf("row %d: %w", firstRow+i, err)
		}
		if err := w.SetRow(at(0, firstRow+i), cells, excelize.RowOpts{Height: 30}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// columns sets the width of each column, and the style that its blank cells take
// when they are filled in.
func (b *book) columns(w *excelize.StreamWriter, s layout.Sheet) error {
	for i, c := range s.Columns {
		if err := w.SetColWidth(i+1, i+1, width(c)); err != nil {
			return err
		}
		if err := w.SetColStyle(i+1, i+1, b.styles.of(c)); err != nil {
			return err
		}
	}
	return nil
}

// headers are those of the layout; an asterisk marks what must be filled in.
func (b *book) headers(s layout.Sheet) []any {
	cells := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		cells[i] = excelize.Cell{Value: c.Header, StyleID: b.styles.optional}
		if c.Required {
			cells[i] = excelize.Cell{Value: c.Header + asterisk, StyleID: b.styles.mandatory}
		}
	}
	return cells
}

// examples is the row that shows how to fill in. Its first cell says so, which is
// how the reader knows to leave it.
func (b *book) examples(s layout.Sheet) []any {
	cells := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		cells[i] = b.styles.exampleCell(c)
	}
	first := "Exemple"
	if example := s.Columns[0].Example; example != "" {
		first += " : " + example
	}
	cells[0] = excelize.Cell{Value: first, StyleID: b.styles.example}
	return cells
}

func (b *book) row(s layout.Sheet, subject values.Subject) ([]any, error) {
	cells := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		value, known := values.Of(c.Field, subject)
		if !known {
			return nil, fmt.Errorf("column « %s »: nothing says what the catalogue holds of %s", c.Header, c.Field)
		}
		var err error
		if cells[i], err = b.styles.cell(c, value); err != nil {
			return nil, err
		}
	}
	return cells, nil
}
