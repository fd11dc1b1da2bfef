package template

import (
	"time"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

// guideSheet explains the others; the reader knows it by that name and leaves it.
const guideSheet = "Mode d'emploi"

// book is a workbook being made.
type book struct {
	options Options
	file    *excelize.File
	styles  styles
	lists   map[string]string // range of each drop-down list, by name
}

func newBook(o Options) (*book, error) {
	b := &book{options: o, file: excelize.NewFile(), lists: map[string]string{}}
	b.file.SetZipWriter(newContainer)
	var err error
	b.styles, err = newStyles(b.file)
	return b, err
}

// fill makes every sheet, in the order in which people see them. The lists come
// first, since the columns name their ranges.
func (b *book) fill() error {
	if err := b.addSheets(); err != nil {
		return err
	}
	if err := b.writeLists(); err != nil {
		return err
	}
	if err := b.writeGuide(); err != nil {
		return err
	}
	for _, s := range layout.Own {
		if err := b.writeSheet(s); err != nil {
			return err
		}
	}
	return b.sign()
}

func (b *book) addSheets() error {
	if err := b.file.SetSheetName(b.file.GetSheetName(0), guideSheet); err != nil {
		return err
	}
	for _, s := range layout.Own {
		if _, err := b.file.NewSheet(s.Name); err != nil {
			return err
		}
	}
	_, err := b.file.NewSheet(listSheet)
	return err
}

// sign says what the workbook is, and opens it on its first page.
func (b *book) sign() error {
	b.file.SetActiveSheet(0)
	properties := excelize.DocProperties{
		Creator: "Passerelle", LastModifiedBy: "Passerelle", Language: "fr-FR",
		Title: "Modèle de classeur : offre de formation", Description: "À remplir et à renvoyer au Carif-Oref",
	}
	if !b.options.Date.IsZero() {
		properties.Created = b.options.Date.UTC().Format(time.RFC3339)
		properties.Modified = properties.Created
	}
	return b.file.SetDocProps(&properties)
}
