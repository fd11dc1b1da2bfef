package normalise

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// demand refuses the row when a column that must be filled is blank. A column
// that the file does not have is the reader's affair, not the row's; one that
// another column may stand in for is asked for only when that one is blank too.
func demand(row *Row, fields []layout.Field, cells map[layout.Field]delivery.Cell) {
	for _, field := range fields {
		column, _ := layout.Lookup(field)
		if value, read := row.Values[field]; column.Required && read && value.Blank() && row.Values[column.Unless].Blank() {
			c := cell{row: row, field: field, column: column, value: value}
			c.demand(cells[field].Merged)
		}
	}
}

// demand says that the cell must be filled and, when it is merged with others, that
// this is why it is blank.
func (c *cell) demand(merged string) {
	if merged == "" {
		c.say(valeurObligatoire, finding.Error, "", "La colonne « "+c.header()+" » doit être remplie : la ligne n'est pas reprise.")
		return
	}
	rule := valeurObligatoire
	rule.Remedy = fmt.Sprintf("Défusionnez les cellules %s, remplissez chacune, puis renvoyez le classeur.", merged)
	c.say(rule, finding.Error, "", fmt.Sprintf("La colonne « %s » doit être remplie : sa cellule est fusionnée avec celle de gauche (%s) et n'a pas de valeur à elle. La ligne n'est pas reprise.", c.header(), merged))
}

// warnOfMerged says, once for each range, that cells which may be blank are so
// because they are merged with others.
func warnOfMerged(row *Row, fields []layout.Field, cells map[layout.Field]delivery.Cell) {
	told := map[string]bool{"": true}
	for _, field := range fields {
		if column, _ := layout.Lookup(field); column.Required {
			told[cells[field].Merged] = true
		}
	}
	for _, field := range fields {
		value, read := row.Values[field]
		merged := cells[field].Merged
		if told[merged] || !read || !value.Blank() {
			continue
		}
		told[merged] = true
		column, _ := layout.Lookup(field)
		c := cell{row: row, field: field, column: column, value: value}
		c.warn(celluleFusionnee, "", fmt.Sprintf("La cellule est fusionnée avec celle de gauche (%s) : elle est lue comme vide.", merged))
	}
}
