package answer

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klauspost/compress/flate"
)

// container writes the parts of a workbook, the same bytes for the same parts.
type container struct{ *zip.Writer }

func newContainer(w io.Writer) *container {
	c := &container{zip.NewWriter(w)}
	c.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 4) })
	return c
}

// partDate is that of every part: the archive tells nothing of when it was made.
var partDate = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

func (c *container) part(name string) (io.Writer, error) {
	return c.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: partDate})
}

func (c *container) text(name string, texts ...string) error {
	w, err := c.part(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, strings.Join(texts, ""))
	return err
}

// outSheet is one sheet of the answer, in its order.
type outSheet struct {
	name     string
	hidden   bool
	comments []comment
}

// describe writes the parts that say what the others are.
func (c *container) describe(sheets []outSheet, book bookFacts) error {
	var types, list, related strings.Builder
	for i, s := range sheets {
		n := i + 1
		part(&types, fmt.Sprintf("/xl/worksheets/sheet%d.xml", n), "spreadsheetml.worksheet+xml")
		state := ""
		if s.hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, escape(s.name), n, state, n)
		relate(&related, n, "worksheet", fmt.Sprintf("worksheets/sheet%d.xml", n))
		if len(s.comments) > 0 {
			part(&types, fmt.Sprintf("/xl/comments%d.xml", n), "spreadsheetml.comments+xml")
		}
	}
	part(&types, "/xl/workbook.xml", "spreadsheetml.sheet.main+xml")
	n := len(sheets)
	for i, p := range book.parts() {
		part(&types, "/xl/"+p.path, p.kind)
		relate(&related, n+i+1, p.relation, p.path)
	}
	return c.texts([][2]string{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>` + types.String() +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`},
		{"_rels/.rels", relations(`<Relationship Id="rId1" Type="` + officeRels + `/officeDocument" Target="xl/workbook.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>`)},
		{"docProps/core.xml", book.core()},
		{"xl/workbook.xml", book.workbook(list.String())},
		{"xl/_rels/workbook.xml.rels", relations(related.String())},
	})
}

func (c *container) texts(parts [][2]string) error {
	for _, p := range parts {
		if err := c.text(p[0], p[1]); err != nil {
			return err
		}
	}
	return nil
}

func part(types *strings.Builder, name, kind string) {
	fmt.Fprintf(types, `<Override PartName="%s" ContentType="application/vnd.openxmlformats-officedocument.%s"/>`, name, kind)
}

func relate(to *strings.Builder, n int, kind, target string) {
	fmt.Fprintf(to, `<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, n, officeRels, kind, target)
}

func relations(inside string) string {
	return xmlHead + `<Relationships xmlns="` + packageRels + `">` + inside + `</Relationships>`
}

// bookFacts is what the workbook as a whole says of itself.
type bookFacts struct {
	date     time.Time
	title    string
	date1904 bool
	strings  bool // it has shared strings
	theme    bool
	names    string // defined names, as markup
}

type bookPart struct{ relation, path, kind string }

func (b bookFacts) parts() []bookPart {
	parts := []bookPart{{"styles", "styles.xml", "spreadsheetml.styles+xml"}}
	if b.strings {
		parts = append(parts, bookPart{"sharedStrings", "sharedStrings.xml", "spreadsheetml.sharedStrings+xml"})
	}
	if b.theme {
		parts = append(parts, bookPart{"theme", "theme/theme1.xml", "theme+xml"})
	}
	return parts
}

func (b bookFacts) core() string {
	day := b.date.UTC().Format("2006-01-02T15:04:05Z")
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` + escape(b.title) + `</dc:title>` +
		`<dc:creator>Passerelle</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">` + day + `</dcterms:created>` +
		`<dcterms:modified xsi:type="dcterms:W3CDTF">` + day + `</dcterms:modified></cp:coreProperties>`
}

func (b bookFacts) workbook(sheets string) string {
	epoch := ""
	if b.date1904 {
		epoch = ` date1904="1"`
	}
	names := ""
	if b.names != "" {
		names = "<definedNames>" + b.names + "</definedNames>"
	}
	return xmlHead + `<workbook xmlns="` + spreadsheetML + `" xmlns:r="` + officeRels + `"><workbookPr` + epoch + `/>` +
		`<bookViews><workbookView activeTab="0"/></bookViews><sheets>` + sheets + `</sheets>` + names + `</workbook>`
}
