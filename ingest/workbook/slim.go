package workbook

import (
	"archive/zip"
	"fmt"
	"html"
	"io"
	"os"
	"strings"
)

const (
	spreadsheetML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeRels    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageRels   = "http://schemas.openxmlformats.org/package/2006/relationships"
	contentTypes  = "http://schemas.openxmlformats.org/package/2006/content-types"
)

// slimName is the name of the n-th sheet, from 0, in the slim copy.
func slimName(n int) string { return fmt.Sprintf("S%d", n+1) }

// writeSlim writes a workbook that has the cells and nothing else. The parts are
// copied as they are compressed, under names of our own; the rest is written
// here, so that what the original says of paths, types, styles and links is lost.
func writeSlim(path string, m *manifest) (err error) {
	out, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write the slim copy of a workbook: %w", err)
	}
	defer func() {
		if e := out.Close(); err == nil && e != nil {
			err = fmt.Errorf("write the slim copy of a workbook: %w", e)
		}
	}()
	w := zip.NewWriter(out)
	if err := fillSlim(w, m); err != nil {
		return fmt.Errorf("write the slim copy of a workbook: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("write the slim copy of a workbook: %w", err)
	}
	return nil
}

func fillSlim(w *zip.Writer, m *manifest) error {
	var sheets, relations strings.Builder
	for i, s := range m.sheets {
		part := fmt.Sprintf("worksheets/sheet%d.xml", i+1)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, slimName(i), i+1, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="%s"/>`, i+1, officeRels, part)
		if err := copyRaw(w, s.file, "xl/"+part); err != nil {
			return err
		}
	}
	fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/sharedStrings" Target="sharedStrings.xml"/>`, len(m.sheets)+1, officeRels)
	if m.strings != nil {
		if err := copyRaw(w, m.strings, "xl/sharedStrings.xml"); err != nil {
			return err
		}
	}
	return writeParts(w, [][2]string{
		{"[Content_Types].xml", element("Types", contentTypes, "")},
		{"_rels/.rels", element("Relationships", packageRels, fmt.Sprintf(`<Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/>`, officeRels))},
		{"xl/_rels/workbook.xml.rels", element("Relationships", packageRels, relations.String())},
		{"xl/workbook.xml", element(`workbook xmlns:r="`+officeRels+`"`, spreadsheetML, "<sheets>"+sheets.String()+"</sheets>")},
	})
}

func element(head, namespace, inside string) string {
	name, _, _ := strings.Cut(head, " ")
	return fmt.Sprintf(`<%s xmlns="%s">%s</%s>`, head, html.EscapeString(namespace), inside, name)
}

func writeParts(w *zip.Writer, parts [][2]string) error {
	for _, p := range parts {
		part, err := w.Create(p[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(part, p[1]); err != nil {
			return err
		}
	}
	return nil
}

// copyRaw copies a part without decompressing it.
func copyRaw(w *zip.Writer, f *zip.File, name string) error {
	header := f.FileHeader
	header.Name, header.Extra, header.Comment = name, nil, ""
	to, err := w.CreateRaw(&header)
	if err != nil {
		return err
	}
	from, err := f.OpenRaw()
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return err
}
