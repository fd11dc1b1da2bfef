package template

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

// The columns of the page: a margin, then those of the table of columns, over
// which paragraphs run.
const (
	textFrom, textTo = "B", "E"
	charsPerLine     = 150 // of a paragraph, in the width of its columns
	lineHeight       = 15.5
)

var guideWidths = []float64{3, 36, 15, 62, 36}

// page writes the page from the top down.
type page struct {
	*book
	row int
	err error
}

// writeGuide writes the page that explains the workbook, and the columns in short.
func (b *book) writeGuide() error {
	p := &page{book: b, row: 1}
	p.prepare()
	p.line("Votre offre de formation", b.styles.title, 36)
	p.line(b.options.subtitle(), b.styles.subtitle, 22)
	for _, s := range b.options.guide() {
		p.line(s.title, b.styles.heading, 30)
		for _, item := range s.items {
			p.paragraph("•  " + item)
		}
	}
	p.line("Les couleurs", b.styles.heading, 30)
	p.legend()
	p.line("Les colonnes, feuille par feuille", b.styles.heading, 30)
	for i, s := range layout.Own {
		p.row += min(i, 1) // a blank line between two tables
		p.table(s)
	}
	p.do(b.file.SetSheetDimension(guideSheet, "A1:"+fmt.Sprint(textTo, p.row-1)))
	return p.err
}

func (p *page) do(err error) {
	if p.err == nil && err != nil {
		p.err = fmt.Errorf("sheet %s: %w", guideSheet, err)
	}
}

func (p *page) prepare() {
	for i, w := range guideWidths {
		p.do(p.file.SetColWidth(guideSheet, letters(i), letters(i), w))
	}
	no, yes, one, any := false, true, 1, 0
	p.do(p.file.SetSheetView(guideSheet, 0, &excelize.ViewOptions{ShowGridLines: &no}))
	p.do(p.file.SetSheetProps(guideSheet, &excelize.SheetPropsOptions{FitToPage: &yes}))
	a4, across := 9, "landscape"
	p.do(p.file.SetPageLayout(guideSheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &across, FitToWidth: &one, FitToHeight: &any}))
}

// line writes one line over the width of the page.
func (p *page) line(text string, style int, height float64) {
	from, to := fmt.Sprint(textFrom, p.row), fmt.Sprint(textTo, p.row)
	p.do(p.file.MergeCell(guideSheet, from, to))
	p.do(p.file.SetCellStr(guideSheet, from, text))
	p.do(p.file.SetCellStyle(guideSheet, from, to, style))
	p.do(p.file.SetRowHeight(guideSheet, p.row, height))
	p.row++
}

// paragraph makes room for its lines: spreadsheets do not, in merged cells.
func (p *page) paragraph(text string) {
	p.line(text, p.styles.paragraph, lineHeight*height(text, charsPerLine)+3)
}

// height is how many lines a text takes in a width of so many characters.
func height(text string, width int) float64 { return float64(len([]rune(text))/width + 1) }

// legend shows each colour beside what it says.
func (p *page) legend() {
	for _, one := range []struct {
		style        int
		shown, means string
	}{
		{p.styles.mandatory, "En-tête" + asterisk, "colonne obligatoire"},
		{p.styles.optional, "En-tête", "colonne facultative"},
		{p.styles.blank, "", "cellule obligatoire et encore vide : la ligne ne sera pas reprise"},
		{p.styles.identifier, "04_F1E2M3QP58A", "identifiant donné par le Carif-Oref : ne pas le changer"},
		{p.styles.example, "Exemple", "ligne d'exemple, jamais lue"},
		{p.styles.ended, "Date de fin passée", "session terminée : ne pas la reprendre"},
	} {
		cell, from, to := at(1, p.row), at(2, p.row), fmt.Sprint(textTo, p.row)
		p.do(p.file.SetCellStr(guideSheet, cell, one.shown))
		p.do(p.file.SetCellStyle(guideSheet, cell, cell, one.style))
		p.do(p.file.MergeCell(guideSheet, from, to))
		p.do(p.file.SetCellStr(guideSheet, from, one.means))
		p.do(p.file.SetCellStyle(guideSheet, from, to, p.styles.legend))
		p.do(p.file.SetRowHeight(guideSheet, p.row, 20))
		p.row++
	}
}

// table lists the columns of a sheet.
func (p *page) table(s layout.Sheet) {
	p.cells(p.styles.tableHead, 18, "Feuille "+s.Name, "Obligatoire", "Ce qu'on y écrit", "Exemple")
	for _, c := range s.Columns {
		mark := ""
		if c.Required {
			mark = "oui"
		}
		if c.Unless != "" {
			mark = "oui, sauf (1)"
		}
		lines := max(height(c.Help, 64), height(c.Example, 36), height(c.Header, 36))
		p.cells(p.styles.tableCell, lineHeight*lines, c.Header, mark, c.Help, c.Example)
		if c.Required {
			p.do(p.file.SetCellStyle(guideSheet, at(2, p.row-1), at(2, p.row-1), p.styles.tableMark))
		}
	}
	p.notes(s)
}

// notes says in which case a mandatory column may be left blank.
func (p *page) notes(s layout.Sheet) {
	for _, c := range s.Columns {
		if c.Unless != "" {
			p.line("(1) « "+c.Header+" » : "+mandatory(s, c)+".", p.styles.paragraph, lineHeight)
		}
	}
}

func (p *page) cells(style int, height float64, texts ...string) {
	for i, text := range texts {
		p.do(p.file.SetCellStr(guideSheet, at(i+1, p.row), text))
	}
	p.do(p.file.SetCellStyle(guideSheet, at(1, p.row), at(len(texts), p.row), style))
	p.do(p.file.SetRowHeight(guideSheet, p.row, height))
	p.row++
}
