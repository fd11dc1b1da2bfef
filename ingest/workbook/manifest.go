package workbook

import (
	"archive/zip"
	"encoding/xml"
	"path"
	"strings"
)

// manifest is what a workbook says of itself: its sheets, in their order, and
// where they are kept.
type manifest struct {
	sheets   []sheetPart
	strings  *zip.File // nil when the workbook has no shared strings
	date1904 bool
	macros   bool // macro sheets of Excel 4; other macros are parts of their own
}

type sheetPart struct {
	Sheet
	file *zip.File
}

type relationships struct {
	Items []relationship `xml:"Relationship"`
}

type relationship struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// is compares the end of the type: the transitional and the strict form of the
// standard begin differently.
func (r relationship) is(kind string) bool {
	return strings.HasSuffix(r.Type, "/"+kind) && !strings.EqualFold(r.Mode, "External")
}

type workbookXML struct {
	Properties struct {
		Date1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name  string     `xml:"name,attr"`
		State string     `xml:"state,attr"`
		Attrs []xml.Attr `xml:",any,attr"` // r:id, whose namespace differs in the strict form
	} `xml:"sheets>sheet"`
}

// readManifest finds the sheets; it follows no relation that leads outside.
func readManifest(c *container) (*manifest, error) {
	root, err := c.related("_rels/.rels")
	if err != nil {
		return nil, err
	}
	for _, r := range root {
		if target := resolve("", r.Target); r.is("officeDocument") && c.part(target) != nil && strings.HasSuffix(strings.ToLower(target), ".xml") {
			return c.workbook(target)
		}
	}
	return nil, &defect{rule: c.otherKind()}
}

func (c *container) workbook(name string) (*manifest, error) {
	var book workbookXML
	if err := c.decode(name, &book); err != nil {
		return nil, err
	}
	if len(book.Sheets) == 0 {
		return nil, c.noSheet()
	}
	related, err := c.related(path.Join(path.Dir(name), "_rels", path.Base(name)+".rels"))
	if err != nil {
		return nil, err
	}
	m := &manifest{date1904: book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"}
	for _, r := range related {
		if r.is("sharedStrings") {
			m.strings = c.part(resolve(path.Dir(name), r.Target))
		}
	}
	if err := c.findSheets(m, book, path.Dir(name), related); err != nil {
		return nil, err
	}
	if len(m.sheets) == 0 {
		return nil, c.noSheet()
	}
	return m, nil
}

func (c *container) findSheets(m *manifest, book workbookXML, dir string, related []relationship) error {
	names := map[string]bool{}
	for _, s := range book.Sheets {
		if names[strings.ToLower(s.Name)] {
			return damaged(nil, "deux de ses feuilles se nomment « %s »", s.Name)
		}
		names[strings.ToLower(s.Name)] = true
		file, kind, err := c.sheet(dir, related, idOf(s.Attrs))
		if err != nil {
			return err
		}
		m.macros = m.macros || strings.HasSuffix(strings.ToLower(kind), "macrosheet")
		if file != nil {
			m.sheets = append(m.sheets, sheetPart{Sheet{Name: s.Name, Hidden: s.State != "" && s.State != "visible"}, file})
		}
	}
	return nil
}

// noSheet tells a document of another program, whose main part is in the same
// place, from a workbook that lost its sheets.
func (c *container) noSheet() *defect {
	if other := c.otherKind(); other.Code != archive.Code {
		return &defect{rule: other}
	}
	return damaged(nil, "il n'a aucune feuille de calcul")
}

// sheet finds the part of a sheet; nil when the sheet is no worksheet (a chart,
// a macro sheet), whose kind is then given.
func (c *container) sheet(dir string, related []relationship, id string) (*zip.File, string, error) {
	for _, r := range related {
		if r.ID != id || id == "" {
			continue
		}
		if !r.is("worksheet") {
			return nil, path.Base(r.Type), nil
		}
		if f := c.part(resolve(dir, r.Target)); f != nil {
			return f, "worksheet", nil
		}
	}
	return nil, "", damaged(nil, "une de ses feuilles manque")
}

func idOf(attrs []xml.Attr) string {
	for _, a := range attrs {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// resolve gives the path in the archive of a target, relative or absolute.
func resolve(dir, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(dir, target)
}

// related reads the relations of a part; a part without any has no such file.
func (c *container) related(name string) ([]relationship, error) {
	if c.part(name) == nil {
		return nil, nil
	}
	var all relationships
	err := c.decode(name, &all)
	return all.Items, err
}

func (c *container) decode(name string, into any) error {
	text, err := c.bytes(c.part(name))
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(text, into); err != nil {
		return damaged(err, "« %s » est illisible", name)
	}
	return nil
}
