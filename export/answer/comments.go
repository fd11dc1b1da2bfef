package answer

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// comment is what is said beside one cell.
type comment struct {
	mark
	found []finding.Finding
}

// maxSaid is how many findings the comment of a cell gives in full.
const maxSaid = 4

// comments gathers what is shown of the findings of a sheet, by cell, in its order.
func (g *gathered) comments(sheet string) (list []comment) {
	at := map[[2]int32]int{}
	for _, s := range []finding.Severity{finding.Error, finding.Warning, finding.Info} {
		for _, of := range g.groups(s) {
			for _, f := range of.first {
				m, ok := cellOf(f)
				if !ok || !strings.EqualFold(f.Sheet, sheet) {
					continue
				}
				key := [2]int32{m.row, m.col}
				i, known := at[key]
				if !known {
					i = len(list)
					at[key] = i
					list = append(list, comment{mark: m})
				}
				list[i].found = append(list[i].found, f)
			}
		}
	}
	slices.SortFunc(list, func(a, b comment) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)) })
	return list
}

var severityTitles = [...]string{finding.Info: "Pour information", finding.Warning: "À vérifier", finding.Error: "À corriger"}

// text is what a comment says: the sentence, the remedy, and what was read.
func (c comment) text() string {
	var b strings.Builder
	for i, f := range c.found {
		if i == maxSaid {
			fmt.Fprintf(&b, "\n\n… et %s sur cette cellule.", count(len(c.found)-maxSaid, "autre constat"))
			break
		}
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(severityTitles[f.Severity] + " : " + finding.Cut(oneLine(f.Message), 500))
		if f.Remedy != "" {
			b.WriteString("\n→ " + finding.Cut(oneLine(f.Remedy), 500))
		}
		if f.After != "" {
			b.WriteString("\nlu comme : " + finding.Cut(oneLine(f.After), finding.MaxValue))
		}
	}
	return b.String()
}

// writeComments writes the comments of the n-th sheet, and the boxes in which a
// spreadsheet draws them.
func (c *container) writeComments(n int, list []comment) error {
	if len(list) == 0 {
		return nil
	}
	notes, err := c.part(fmt.Sprintf("xl/comments%d.xml", n))
	if err == nil {
		err = writeNotes(notes, list)
	}
	if err != nil {
		return err
	}
	boxes, err := c.part(fmt.Sprintf("xl/drawings/vmlDrawing%d.vml", n))
	if err == nil {
		err = writeBoxes(boxes, list)
	}
	if err != nil {
		return err
	}
	return c.text(fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", n), relations(
		fmt.Sprintf(`<Relationship Id="rId1" Type="%s/vmlDrawing" Target="../drawings/vmlDrawing%d.vml"/><Relationship Id="rId2" Type="%s/comments" Target="../comments%d.xml"/>`,
			officeRels, n, officeRels, n)))
}

func writeNotes(w io.Writer, list []comment) error {
	var b strings.Builder
	b.WriteString(xmlHead + `<comments xmlns="` + spreadsheetML + `"><authors><author>Passerelle</author></authors><commentList>`)
	for _, c := range list {
		fmt.Fprintf(&b, `<comment ref="%s" authorId="0"><text><r><rPr><sz val="9"/><rFont val="Tahoma"/><family val="2"/></rPr><t xml:space="preserve">%s</t></r></text></comment>`,
			ref(int(c.row), int(c.col)), cellText(c.text()))
	}
	b.WriteString(`</commentList></comments>`)
	_, err := io.WriteString(w, b.String())
	return err
}

// boxWidth is how many characters a line of a comment holds.
const boxWidth = 48

func writeBoxes(w io.Writer, list []comment) error {
	var b strings.Builder
	b.WriteString(`<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">` +
		`<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>` +
		`<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`)
	for i, c := range list {
		lines := 1
		for line := range strings.SplitSeq(c.text(), "\n") {
			lines += 1 + utf8.RuneCountInString(line)/boxWidth
		}
		height := min(lines*12+12, 400)
		row, col := int(c.row)-1, int(c.col)-1
		fmt.Fprintf(&b, `<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:230pt;height:%dpt;z-index:%d;visibility:hidden" fillcolor="#%s" o:insetmode="auto">`+
			`<v:fill color2="#%s"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`+
			`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 12, %d, 2, %d, 20, %d, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
			1025+i, height, i+1, boxColours[c.found[0].Severity], boxColours[c.found[0].Severity],
			col+1, row, col+4, row+height/15+1, row, col)
	}
	b.WriteString(`</xml>`)
	_, err := io.WriteString(w, b.String())
	return err
}

var boxColours = [...]string{finding.Info: "eef2f6", finding.Warning: "fff6d9", finding.Error: "fdecea"}
