package answer

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// workbook writes the annotated copy.
func (w *writing) workbook(out io.Writer) error {
	b, err := w.open()
	if err != nil {
		return err
	}
	defer b.close()
	c := newContainer(out)
	if err := b.write(c); err != nil {
		return err
	}
	return c.Close()
}

// book is the annotated copy being written.
type book struct {
	*writing
	original *original // nil when the sheets are made of rows
	styles   *styleSheet
	sheets   []outSheet // without the first one, ours
	sources  []string   // names of the sheets in the delivery
	rapport  string     // name of ours
	bare     bool       // it was a workbook, but only its values are copied
}

func (b *book) close() {
	if b.original != nil {
		b.original.zip.Close() // it was only read
	}
}

// open chooses how the sheets are copied: part by part when the delivery is a
// workbook that allows it, from its rows otherwise.
func (w *writing) open() (*book, error) {
	if w.Original != "" {
		b, err := w.openCopy()
		if err == nil || !errors.Is(err, errUnsuitable) {
			return b, err
		}
	}
	styles, err := newStyles(nil)
	if err != nil {
		return nil, err
	}
	b := &book{writing: w, styles: styles, bare: w.Original != ""}
	if w.Rows != nil {
		b.sources = w.sheetNames()
	}
	b.nameSheets(nil)
	return b, nil
}

// openCopy opens the original and reads it once, to be sure that it copies.
func (w *writing) openCopy() (*book, error) {
	o, err := openOriginal(w.ctx, w.Original)
	if err != nil {
		return nil, err
	}
	b := &book{writing: w, original: o}
	if err := b.measure(); err != nil {
		return nil, errors.Join(err, o.zip.Close())
	}
	hidden := make([]bool, len(o.sheets))
	for i, s := range o.sheets {
		b.sources, hidden[i] = append(b.sources, s.name), s.hidden
	}
	b.nameSheets(hidden)
	return b, nil
}

func (b *book) measure() (err error) {
	if b.styles, err = b.original.styleSheet(); err != nil {
		return err
	}
	for i, s := range b.original.sheets {
		c := b.sheetCopy(s.name)
		if err := b.original.stream(s.file, func(r io.Reader) error { return c.copy(r, io.Discard) }); err != nil {
			return fmt.Errorf("sheet %q: %w", s.name, err)
		}
		b.original.sheets[i].size = c.size()
	}
	if b.original.strings == nil {
		return nil
	}
	return b.original.copyStrings(io.Discard)
}

func (b *book) sheetCopy(sheet string) *sheetCopy {
	return &sheetCopy{styles: b.styles, marks: b.found.cells(sheet), lists: func(formula []byte) bool {
		_, ok := b.original.names[string(formula)]
		return ok
	}}
}

// styleSheet reads the formats of the original; one that cannot be read has none.
func (o *original) styleSheet() (styles *styleSheet, err error) {
	if o.styles == nil || o.styles.UncompressedSize64 > maxSmallPart {
		return newStyles(nil)
	}
	err = o.stream(o.styles, func(r io.Reader) error {
		styles, err = newStyles(r)
		return err
	})
	if errors.Is(err, errUnsuitable) {
		return newStyles(nil)
	}
	return styles, err
}

// copyStrings copies the shared strings.
func (o *original) copyStrings(w io.Writer) error {
	return o.stream(o.strings, func(r io.Reader) error {
		c := newCopier(r, w)
		c.write(xmlHead, `<sst xmlns="`+spreadsheetML+`">`)
		for {
			err := c.next()
			if err == io.EOF {
				break
			}
			if err == nil && (c.kind == opening || c.kind == single) && string(c.name) == "si" {
				err = c.element(textElements)
			}
			if err == nil {
				err = c.spill()
			}
			if err != nil {
				return err
			}
		}
		c.write("</sst>")
		return c.flush()
	})
}

// sheetNames lists the sheets of a delivery that is known by its rows only.
func (w *writing) sheetNames() (names []string) {
	for _, l := range w.Loads {
		if !slices.Contains(names, l.Sheet) {
			names = append(names, l.Sheet)
		}
	}
	return names
}

// nameSheets gives each sheet of the answer a name that spreadsheets accept, and
// shows those where something was found.
func (b *book) nameSheets(hidden []bool) {
	taken := map[string]bool{}
	for i, source := range b.sources {
		s := outSheet{name: unique(sheetName(source), taken), comments: b.found.comments(source)}
		s.hidden = hidden != nil && hidden[i] && len(b.found.marks[strings.ToLower(source)]) == 0
		b.sheets = append(b.sheets, s)
	}
	b.rapport = unique("Rapport", taken)
}

// write writes every part, ours first.
func (b *book) write(c *container) error {
	if err := b.writeRapport(c); err != nil {
		return err
	}
	for i := range b.sheets {
		if err := b.writeSheet(c, i); err != nil {
			return fmt.Errorf("sheet %q: %w", b.sources[i], err)
		}
	}
	facts := bookFacts{date: b.Date, title: "Réponse à " + b.shortName()}
	if b.original != nil {
		if err := b.writeShared(c, &facts); err != nil {
			return err
		}
	}
	styles, err := c.part("xl/styles.xml")
	if err == nil {
		err = b.styles.write(styles)
	}
	if err != nil {
		return err
	}
	return c.describe(append([]outSheet{{name: b.rapport}}, b.sheets...), facts)
}

// writeSheet writes the i-th sheet of the delivery and its comments.
func (b *book) writeSheet(c *container, i int) error {
	n, tail := i+2, ""
	if len(b.sheets[i].comments) > 0 {
		tail = `<legacyDrawing r:id="rId1"/>`
	}
	part, err := c.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", n))
	if err != nil {
		return err
	}
	if b.original != nil {
		err = b.copyPart(part, i, tail)
	} else {
		err = b.copyRows(part, i, tail)
	}
	if err != nil {
		return err
	}
	return c.writeComments(n, b.sheets[i].comments)
}

func (b *book) copyPart(to io.Writer, i int, tail string) error {
	s := b.original.sheets[i]
	copied := b.sheetCopy(s.name)
	copied.dimension, copied.tail = s.size, tail
	return b.original.stream(s.file, func(r io.Reader) error { return copied.copy(r, to) })
}

func (b *book) copyRows(to io.Writer, i int, tail string) error {
	r := &rowsCopy{rows: b.Rows(b.sources[i]), marks: b.found.cells(b.sources[i]), text: b.styles.of(look{quoted: true, size: 11})}
	for severity, colour := range shades {
		r.shade[severity] = b.styles.of(look{quoted: true, size: 11, fill: colour})
	}
	if err := r.copy(io.Discard, "A1"); err != nil {
		return err
	}
	size := r.cells.size()
	r.tail = tail
	return r.copy(to, size)
}

// writeShared writes what the sheets of the original share.
func (b *book) writeShared(c *container, facts *bookFacts) error {
	o := b.original
	facts.date1904, facts.names = o.date1904, b.definedNames()
	if o.strings != nil {
		facts.strings = true
		part, err := c.part("xl/sharedStrings.xml")
		if err == nil {
			err = o.copyStrings(part)
		}
		if err != nil {
			return err
		}
	}
	theme := o.readTheme()
	if facts.theme = theme != ""; facts.theme {
		return c.text("xl/theme/theme1.xml", theme)
	}
	return nil
}

// definedNames are the names that lists of choices may use. Sheets whose names had
// to change take theirs with them.
func (b *book) definedNames() string {
	for i, source := range b.sources {
		if b.sheets[i].name != source {
			return ""
		}
	}
	names := make([]string, 0, len(b.original.names))
	for name, value := range b.original.names {
		names = append(names, `<definedName name="`+escape(name)+`">`+escape(value)+`</definedName>`)
	}
	slices.Sort(names)
	return strings.Join(names, "")
}

// readTheme gives the colours and fonts that formats refer to; a theme with
// images, or that cannot be read, is left out.
func (o *original) readTheme() string {
	if o.theme == nil {
		return ""
	}
	tree, err := o.tree(o.theme, drawingML, "http://purl.oclc.org/ooxml/drawingml/main")
	if err != nil || tree.has("blip") {
		return ""
	}
	var b strings.Builder
	b.WriteString(xmlHead + `<theme xmlns="` + drawingML + `" name="Office">`)
	for _, part := range tree.children {
		if part.name == "themeElements" {
			part.write(&b)
		}
	}
	b.WriteString(`</theme>`)
	return b.String()
}
