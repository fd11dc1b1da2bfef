package template

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

// widths are those of kinds, in characters; others take that of their header.
var widths = map[layout.Kind]float64{
	layout.Title: 30, layout.Prose: 45, layout.List: 28, layout.SIRET: 18, layout.NDA: 17, layout.UAI: 12, layout.Phone: 17,
	layout.Email: 28, layout.URL: 34, layout.Day: 13, layout.PostalCode: 10, layout.INSEE: 10, layout.Integer: 11, layout.Decimal: 11,
	layout.Boolean: 13, layout.Table: 30, layout.Tables: 30, layout.CertifInfo: 24, layout.Scheme: 28, layout.Key: 18, layout.Text: 22,
}

// width leaves room for the longest word of the header and the arrow of the filter.
func width(c layout.Column) float64 {
	wide := max(widths[c.Kind], 14)
	for word := range strings.FieldsSeq(c.Header) {
		wide = max(wide, float64(len([]rune(word))+5))
	}
	return wide
}

// comment says of a column what the dictionary says of it.
func comment(cell string, s layout.Sheet, c layout.Column) excelize.Comment {
	runs := []excelize.RichTextRun{{Font: &excelize.Font{Bold: true, Size: 9}, Text: c.Header + "\n"}}
	say := func(text string) {
		runs = append(runs, excelize.RichTextRun{Font: &excelize.Font{Size: 9}, Text: text + "\n"})
	}
	if c.Required {
		say(capital(mandatory(s, c)) + ".")
	}
	say(c.Help)
	say("À écrire : " + kindInWords(c) + ".")
	if c.Example != "" {
		say("Exemple : " + c.Example)
	}
	return excelize.Comment{Cell: cell, Author: "Passerelle", Paragraph: runs, Width: 300, Height: uint(40 + 17*lines(runs))}
}

// lines estimates how many lines a comment takes.
func lines(runs []excelize.RichTextRun) (n int) {
	for _, r := range runs {
		n += len([]rune(r.Text))/44 + 1
	}
	return n
}

// exampleCell shows a date as a date, as the column will.
func (s styles) exampleCell(c layout.Column) excelize.Cell {
	if c.Kind == layout.Day && c.Example != "" {
		return excelize.Cell{Value: c.Example, StyleID: s.exampleDay}
	}
	return excelize.Cell{Value: c.Example, StyleID: s.example}
}
