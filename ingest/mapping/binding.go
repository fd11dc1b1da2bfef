package mapping

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// Binding joins one sheet of a file to the layout by which it is read. It is used
// by one goroutine, over the rows of its sheet in their order.
type Binding struct {
	Layout    string // name of the layout
	Sheet     string // name of the sheet as the layout has it
	HeaderRow int    // number of the row of headers
	Refused   bool   // a column that must be there is missing: every row is refused
	Date1904  bool   // set by the caller: dates count from 1904 (see workbook.Book)

	// ByUAI is set by the caller: the SIRETs that the national list of training
	// organisations gives for a UAI, in order. Nil knows none.
	ByUAI func(uai string) []string

	layouts    *Layouts
	sheet      *Sheet
	columns    []bound     // of the sheet as delivered, from A on
	at         map[int]int // place in sheet.Columns → place in columns
	headerless map[int]bool
}

// bound is one column of the delivered sheet.
type bound struct {
	letters string
	header  string  // as the file has it
	key     string  // of its header; empty when it has none
	column  *Column // nil when it is not read
}

// bind gives each column of the sheet its meaning.
func bind(m match, sheet string) (*Binding, []finding.Finding) {
	b := &Binding{Layout: m.layout, Sheet: m.sheet.Name, HeaderRow: m.head.row.Number, sheet: m.sheet,
		at: map[int]int{}, headerless: map[int]bool{}}
	var found []finding.Finding
	for i, n := range m.sheet.columnsOf(m.head.row.Cells) {
		c := bound{letters: delivery.Letters(i), header: m.head.row.Cells[i], key: key(finding.Cut(m.head.row.Cells[i], maxHeader))}
		place := finding.Place{Sheet: sheet, Row: b.HeaderRow, Column: c.letters, Header: finding.Cut(c.header, maxHeader)}
		first, twice := b.at[n]
		switch {
		case c.key == "":
		case n < 0:
			found = append(found, colonneInconnue.At(place, ""))
		case twice:
			found = append(found, colonneDouble.At(place, fmt.Sprintf("Les colonnes %s et %s ont le même sens (« %s ») : seule la première est lue.",
				delivery.Letters(first), c.letters, m.sheet.Columns[n].Header)))
		default:
			b.at[n], c.column = i, &m.sheet.Columns[n]
		}
		b.columns = append(b.columns, c)
	}
	b.suggest(found)
	return b, append(found, b.missing(sheet)...)
}

// suggest names, for each unknown column, the nearest of those that the sheet
// lacks: it may be that one, misspelt, and then its values are lost.
func (b *Binding) suggest(found []finding.Finding) {
	var lacking []string
	names := map[string]string{}
	for n, c := range b.sheet.Columns {
		if _, there := b.at[n]; there {
			continue
		}
		for _, header := range append([]string{c.Header}, c.Aliases...) {
			if k := key(header); names[k] == "" {
				lacking, names[k] = append(lacking, k), c.Header
			}
		}
	}
	for i := range found {
		f := &found[i]
		if f.Rule != colonneInconnue.Code {
			continue
		}
		if near := finding.Nearest(key(f.Header), lacking); near != "" {
			f.Severity = finding.Warning
			f.Remedy = "Vouliez-vous dire « " + names[near] + " » ? Corrigez l'en-tête si c'est cette colonne."
		}
	}
}

// missing says which columns must be there and are not, and refuses the sheet.
func (b *Binding) missing(sheet string) (found []finding.Finding) {
	for n, c := range b.sheet.Columns {
		if _, there := b.at[n]; there || !c.Required {
			continue
		}
		b.Refused = true
		f := colonneObligatoire.At(finding.Place{Sheet: sheet, Row: b.HeaderRow}, fmt.Sprintf(
			"La colonne obligatoire « %s » manque : aucune ligne de la feuille ne peut être lue.", c.Header))
		if len(c.Fields) > 0 {
			f.Field = string(c.Fields[0])
		}
		found = append(found, f)
	}
	return found
}

// cell is the raw text of the i-th column of a row.
func cell(row delivery.Row, i int) string {
	if i < len(row.Cells) {
		return row.Cells[i]
	}
	return ""
}

// other gives the value of the column that a layout names by its header, trimmed,
// or what the layout puts in its place.
func (b *Binding) other(row delivery.Row, header string) string {
	n := b.sheet.find(header)
	if i, there := b.at[n]; there {
		if value := strings.TrimSpace(cell(row, i)); value != "" {
			return value
		}
	}
	if n < 0 {
		return ""
	}
	value, _, _ := b.otherwise(&b.sheet.Columns[n], row)
	return value
}
