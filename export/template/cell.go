package template

import (
	"fmt"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/xuri/excelize/v2"
)

// cell is a value of the catalogue as its column shows it: a date where the day
// is known, a number where it is one, text otherwise. Text that looks like a
// formula stays text. It is nil for nothing.
func (s styles) cell(c layout.Column, value string) (any, error) {
	switch {
	case value == "":
		return nil, nil
	case c.Kind == layout.Day:
		return s.dayCell(value), nil
	case c.Kind == layout.Integer || c.Kind == layout.Decimal:
		return s.numberCell(value), nil
	}
	text := inWords(c, value)
	if n := len(utf16.Encode([]rune(text))); n > excelize.TotalCellChars {
		return nil, fmt.Errorf("« %s » has %d characters, and a cell holds %d; shorten it in the catalogue", c.Header, n, excelize.TotalCellChars)
	}
	return excelize.Cell{Value: text, StyleID: s.of(c)}, nil
}

// of is the style of a column's cells.
func (s styles) of(c layout.Column) int {
	switch {
	case c.Kind == layout.Day:
		return s.day
	case c.Kind == layout.Integer || c.Kind == layout.Decimal:
		return s.number
	case isIdentifier(c):
		return s.identifier
	}
	return s.text
}

// isIdentifier tells the columns that the Carif-Oref fills.
func isIdentifier(c layout.Column) bool {
	return c.Field == layout.OrganismeID || c.Field == layout.FormationID || c.Field == layout.SessionID
}

// numberCell keeps as text a number that would not come back the same.
func (s styles) numberCell(value string) excelize.Cell {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || strconv.FormatFloat(n, 'f', -1, 64) != value {
		return excelize.Cell{Value: value, StyleID: s.number}
	}
	return excelize.Cell{Value: n, StyleID: s.number}
}

// dayCell is a real date when a spreadsheet can hold it.
func (s styles) dayCell(value string) excelize.Cell {
	d := offre.Date(value)
	if t, complete := d.Time(); complete && serial(t) >= firstDay && serial(t) <= lastDay {
		return excelize.Cell{Value: serial(t), StyleID: s.day}
	}
	return excelize.Cell{Value: dayText(d), StyleID: s.day}
}

// serial is the number by which a spreadsheet keeps a day.
func serial(t time.Time) int {
	return int(t.Sub(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
}

var monthNames = [...]string{1: "janvier", "février", "mars", "avril", "mai", "juin",
	"juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// dayText writes what is known of a date: 09/2026, 2026, septembre, 26 septembre.
func dayText(d offre.Date) string {
	an, mois, jour, ok := d.Parts()
	switch {
	case !ok || d == offre.DateInconnue || mois == 0 && jour > 0 || mois > 12:
		return string(d)
	case an > 0 && jour > 0:
		return fmt.Sprintf("%02d/%02d/%04d", jour, mois, an)
	case an > 0 && mois > 0:
		return fmt.Sprintf("%02d/%04d", mois, an)
	case an > 0:
		return fmt.Sprintf("%04d", an)
	case jour > 0:
		return fmt.Sprintf("%d %s", jour, monthNames[mois])
	}
	return monthNames[mois]
}
