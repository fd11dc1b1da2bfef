package template

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

// frame makes what stands around the cells of a sheet of which last is the last
// row: other programs trust the dimension, which streaming would leave at A1.
func (b *book) frame(s layout.Sheet, last int) error {
	area := "A1:" + at(len(s.Columns)-1, last)
	if err := b.file.SetSheetDimension(s.Name, area); err != nil {
		return err
	}
	if err := b.file.AutoFilter(s.Name, area, nil); err != nil {
		return err
	}
	if err := b.freeze(s.Name); err != nil {
		return err
	}
	if err := b.page(s.Name); err != nil {
		return err
	}
	for i, c := range s.Columns {
		if err := b.dress(s, i, c, last+spareRows); err != nil {
			return err
		}
	}
	return b.fadeSessions(s, last+spareRows)
}

// freeze keeps the headers and the first column in sight.
func (b *book) freeze(sheet string) error {
	return b.file.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: "B3", ActiveCell: "B3", Pane: "bottomRight"}}})
}

// page prepares the printing: on A4 across, the headers on every page.
func (b *book) page(sheet string) error {
	a4, across := 9, "landscape"
	if err := b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &across}); err != nil {
		return err
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sheet,
		RefersTo: fmt.Sprintf("'%s'!$A:$A,'%s'!$1:$1", sheet, sheet)})
}

// dress gives a column its comment, its checks and the colour of what is missing.
func (b *book) dress(s layout.Sheet, i int, c layout.Column, last int) error {
	if err := b.file.AddComment(s.Name, comment(at(i, headerRow), s, c)); err != nil {
		return err
	}
	cells := at(i, firstRow) + ":" + at(i, last)
	if err := b.validate(s.Name, c, cells); err != nil {
		return err
	}
	if !c.Required {
		return nil
	}
	return b.file.SetConditionalFormat(s.Name, cells, []excelize.ConditionalFormatOptions{
		{Type: "formula", Criteria: missing(s, i, c), Format: &b.styles.missing}})
}

// missing is the formula that is true of a mandatory cell left blank on a row
// that has begun to be filled in.
func missing(s layout.Sheet, i int, c layout.Column) string {
	row := fmt.Sprintf("$A%d:$%s", firstRow, at(len(s.Columns)-1, firstRow))
	blank := []string{fmt.Sprintf("LEN(TRIM(%s))=0", at(i, firstRow))}
	for j, other := range s.Columns {
		if c.Unless != "" && other.Field == c.Unless {
			blank = append(blank, fmt.Sprintf("LEN(TRIM($%s))=0", at(j, firstRow)))
		}
	}
	return fmt.Sprintf("AND(COUNTA(%s)>0,%s)", row, strings.Join(blank, ","))
}

// fadeSessions greys the sessions that are over, on the day when somebody looks:
// they are not to be taken up again.
func (b *book) fadeSessions(s layout.Sheet, last int) error {
	for i, c := range s.Columns {
		if c.Field != layout.SessionFin {
			continue
		}
		end := "$" + at(i, firstRow)
		return b.file.SetConditionalFormat(s.Name, "A3:"+at(len(s.Columns)-1, last), []excelize.ConditionalFormatOptions{
			{Type: "formula", Criteria: fmt.Sprintf("AND(ISNUMBER(%s),%s<TODAY())", end, end), Format: &b.styles.over}})
	}
	return nil
}
