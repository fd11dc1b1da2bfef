package mapping

import (
	"github.com/carif-oref/passerelle/schemas/layout"
)

// OwnName is the name of the layout of our own workbook.
const OwnName = "passerelle"

// Layout is a way to lay out a workbook.
type Layout struct {
	Name   string
	Sheets []Sheet
}

// Sheet is one kind of sheet of a layout.
type Sheet struct {
	Name      string
	Aliases   []string // other names of the sheet; own sheets are known by name
	Recognise []string // headers that must all be there; foreign sheets are known by these
	Columns   []Column
	Constants []Constant

	index map[string]int // header, as key gives it → place in Columns
}

// Constant is what every record of a sheet says, whatever its row.
type Constant struct {
	Field layout.Field
	Value string
}

// Column is a known column of a sheet.
type Column struct {
	Header   string
	Aliases  []string
	Fields   []layout.Field // what it fills; none when it is ignored
	Ignore   string         // why it is ignored, in French
	Required bool           // a sheet without it is refused
	Example  string         // what the template shows in it

	fallback fallback
	steps    []step
}

// newIndex files the columns under their headers; a header goes before an alias.
func (s *Sheet) newIndex() {
	s.index = map[string]int{}
	put := func(header string, column int) {
		if k := key(header); k != "" {
			if _, taken := s.index[k]; !taken {
				s.index[k] = column
			}
		}
	}
	for i, c := range s.Columns {
		put(c.Header, i)
	}
	for i, c := range s.Columns {
		for _, alias := range c.Aliases {
			put(alias, i)
		}
	}
}

// find gives the place in Columns of the column that a header names, -1 when
// none does.
func (s *Sheet) find(header string) int {
	for _, k := range keys(header) {
		if column, known := s.index[k]; known {
			return column
		}
	}
	return -1
}

// own is the layout of our own workbook.
func own() Layout {
	l := Layout{Name: OwnName}
	for _, s := range layout.Own {
		sheet := Sheet{Name: s.Name, Aliases: s.Aliases}
		for _, c := range s.Columns {
			sheet.Columns = append(sheet.Columns, Column{
				Header: c.Header, Aliases: c.Aliases, Fields: []layout.Field{c.Field},
				Required: c.Required, Example: c.Example,
			})
		}
		sheet.newIndex()
		l.Sheets = append(l.Sheets, sheet)
	}
	return l
}

// knownFields lists the fields that a layout may fill, in the order of our own
// workbook.
func knownFields() []string {
	var fields []string
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			fields = append(fields, string(c.Field))
		}
	}
	return append(fields, string(layout.SessionAction), string(layout.SessionMoisEntree))
}
