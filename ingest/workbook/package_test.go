package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/delivery"
)

// parts are the parts of a workbook made by hand, by name; base gives a good one
// and each test breaks one thing of it.
type parts map[string]string

const (
	ns   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	rels = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	doc  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

func base() parts {
	return parts{
		"_rels/.rels": `<Relationships ` + rels + `><Relationship Id="rId1" Type="` + doc + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook ` + ns + ` xmlns:r="` + doc + `">` +
			`<workbookPr/><sheets><sheet name="Organismes" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships ` + rels + `><Relationship Id="rId1" Type="` + doc + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + doc + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/sharedStrings.xml":     sst("SIRET", "Nom", "Institut du littoral"),
		"xl/worksheets/sheet1.xml": sheet(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="3"><c r="A3"><v>73282932000074</v></c><c r="B3" t="s"><v>2</v></c></row>`),
	}
}

// with is the workbook with some parts replaced, or removed when empty.
func (p parts) with(changes ...string) parts {
	for i := 0; i < len(changes); i += 2 {
		if p[changes[i]] = changes[i+1]; changes[i+1] == "" {
			delete(p, changes[i])
		}
	}
	return p
}

func sheet(rows string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><worksheet ` + ns + `><dimension ref="A1:XFD1048576"/><sheetData>` + rows + `</sheetData></worksheet>`
}

func sst(texts ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><sst ` + ns + `>`)
	for _, t := range texts {
		b.WriteString("<si><t xml:space=\"preserve\">" + html.EscapeString(t) + "</t></si>")
	}
	return b.String() + "</sst>"
}

func (p parts) bytes(tb testing.TB) []byte {
	tb.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range sorted(p) {
		part, err := w.Create(name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := io.WriteString(part, p[name]); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func read(data []byte, limits workbook.Limits) (*workbook.Book, error) {
	return workbook.Read(bytes.NewReader(data), int64(len(data)), "essai.xlsx", limits)
}

// rowsOf reads a whole sheet; each row reads « number:cell|cell ».
func rowsOf(tb testing.TB, book *workbook.Book, sheet string) []string {
	tb.Helper()
	var got []string
	for row, err := range book.Rows(tb.Context(), sheet) {
		if err != nil {
			tb.Fatal(err)
		}
		if row.Sheet != sheet {
			tb.Errorf("row %d says it is of sheet %q", row.Number, row.Sheet)
		}
		got = append(got, flat(row))
	}
	return got
}

func flat(row delivery.Row) string {
	return fmt.Sprintf("%d:%s", row.Number, strings.Join(row.Cells, "|"))
}

// cellsOf reads the only sheet of a workbook made of rows.
func cellsOf(tb testing.TB, p parts) ([]string, *workbook.Book) {
	tb.Helper()
	book, err := read(p.bytes(tb), workbook.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := book.Close(); err != nil {
			tb.Error(err)
		}
	})
	return rowsOf(tb, book, book.Sheets()[0].Name), book
}
