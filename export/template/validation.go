package template

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

// Days between which a date of the offer is likely, as a spreadsheet counts them:
// 01/01/1950 and 31/12/2100.
const (
	firstDay = 18264
	lastDay  = 73415
)

// bound is what a spreadsheet checks of a cell as it is typed.
type bound struct {
	kind     excelize.DataValidationType
	from, to int
	message  string
}

// bounds gives the checks of kinds. They warn and never forbid: the reader
// understands more than a spreadsheet can check, and says what it did not.
var bounds = map[layout.Kind]bound{
	layout.SIRET:      {excelize.DataValidationTypeTextLength, 14, 17, "Un SIRET compte 14 chiffres (les 9 du SIREN de l'entreprise, puis les 5 de l'établissement)."},
	layout.NDA:        {excelize.DataValidationTypeTextLength, 11, 15, "Un numéro de déclaration d'activité compte 11 caractères, zéro initial compris."},
	layout.UAI:        {excelize.DataValidationTypeTextLength, 8, 8, "Un UAI compte 7 chiffres et une lettre, zéro initial compris."},
	layout.PostalCode: {excelize.DataValidationTypeTextLength, 5, 5, "Un code postal compte 5 chiffres, zéro initial compris."},
	layout.INSEE:      {excelize.DataValidationTypeTextLength, 5, 5, "Un code INSEE de commune compte 5 caractères, zéro initial compris."},
	layout.Day:        {excelize.DataValidationTypeDate, firstDay, lastDay, "Écrivez la date sous la forme JJ/MM/AAAA, par exemple 07/09/2026."},
	layout.Integer:    {excelize.DataValidationTypeWhole, 0, 99_999, "Écrivez un nombre entier, sans unité."},
	layout.Decimal:    {excelize.DataValidationTypeDecimal, 0, 9_999_999, "Écrivez un montant en euros, sans unité, par exemple 12,50."},
}

// validate adds to a column what a spreadsheet can help with, over its rows.
func (b *book) validate(sheet string, c layout.Column, cells string) error {
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	if list := b.lists[listOf(c)]; list != "" {
		v.SetSqrefDropList(list)
		v.ShowErrorMessage = c.Kind == layout.Table || c.Kind == layout.Scheme || c.Kind == layout.Boolean
		v.SetError(excelize.DataValidationErrorStyleWarning, "Valeur hors de la liste",
			"Choisissez de préférence une valeur de la liste : ouvrez-la par la flèche à droite de la cellule.")
		return b.file.AddDataValidation(sheet, v)
	}
	check, checked := bounds[c.Kind]
	if !checked {
		return nil
	}
	if err := v.SetRange(check.from, check.to, check.kind, excelize.DataValidationOperatorBetween); err != nil {
		return fmt.Errorf("check of « %s »: %w", c.Header, err)
	}
	v.SetError(excelize.DataValidationErrorStyleWarning, "À vérifier", check.message)
	return b.file.AddDataValidation(sheet, v)
}
