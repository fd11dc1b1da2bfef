package template

import (
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// listSheet holds the values of the drop-down lists; it is hidden, and the
// reader knows it by that name and leaves it.
const listSheet = "Listes"

// listOf names the list that a column offers, empty for a column that has none.
func listOf(c layout.Column) string {
	switch {
	case c.Kind == layout.Table || c.Kind == layout.Tables:
		return c.Table
	case c.Kind == layout.Scheme:
		return "dispositifs"
	case c.Kind == layout.Boolean:
		return "oui ou non"
	case c.Field == layout.InterlocuteurCivilite || c.Field == layout.SessionContactCivilite:
		return "civilités"
	}
	return ""
}

// choices are the values that a list offers, in words.
func choices(list string) (words []string) {
	switch list {
	case "oui ou non":
		return []string{"oui", "non"}
	case "civilités":
		return []string{"Madame", "Monsieur"}
	case "dispositifs":
		for _, s := range schemes {
			words = append(words, s.label)
		}
		return words
	}
	for _, e := range lheo.Table(list) {
		if !slices.Contains(retired[list], e.Code) {
			words = append(words, label(list, e.Code))
		}
	}
	return words
}

// listNames are the lists that the columns offer, in the order in which they
// first do.
func listNames() (names []string) {
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			if name := listOf(c); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// writeLists writes each list in a column of the hidden sheet. The headers say
// « Liste : » so that nothing takes the sheet for one that holds data.
func (b *book) writeLists() error {
	last := 0
	for i, name := range listNames() {
		column := letters(i)
		words := choices(name)
		if err := b.file.SetSheetCol(listSheet, column+"1", &[]string{"Liste : " + name}); err != nil {
			return err
		}
		if err := b.file.SetSheetCol(listSheet, column+"2", &words); err != nil {
			return err
		}
		last = max(last, len(words)+1)
		b.lists[name] = fmt.Sprintf("%s!$%s$2:$%s$%d", listSheet, column, column, len(words)+1)
	}
	if err := b.file.SetSheetDimension(listSheet, "A1:"+at(len(listNames())-1, last)); err != nil {
		return err
	}
	if err := b.file.SetColWidth(listSheet, "A", letters(len(listNames())-1), 45); err != nil {
		return err
	}
	return b.file.SetSheetVisible(listSheet, false)
}
