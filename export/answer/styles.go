package answer

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// maxStyles is how many formats of cells a spreadsheet admits, less a margin.
const maxStyles = 60_000

// shades are the colours of the severities: pale enough for a text to be read.
var shades = [...]string{finding.Info: "FFD6DFE9", finding.Warning: "FFFFE08A", finding.Error: "FFF8B4AE"}

// styleSheet is the formats of the original with ours after them.
type styleSheet struct {
	root                              *node
	fonts, fills, borders, xfs, bases *node
	own                               int // formats that the original has
	fill                              [3]int
	plain                             [3]int
	shaded                            map[shading]int
	darkened                          map[int]int // font → the same in a dark colour
	named                             map[look]int
}

type shading struct {
	style    int
	severity finding.Severity
}

const plainStyles = `<styleSheet xmlns="` + spreadsheetML + `"><fonts><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>` +
	`<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>` +
	`<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// keptStyles are the parts of a style sheet that formats of cells are made of, in
// the order of the standard.
var keptStyles = []string{"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "colors"}

// newStyles adds our formats to those that r holds; r may be nil.
func newStyles(r io.Reader) (*styleSheet, error) {
	if r == nil {
		r = strings.NewReader(plainStyles)
	}
	read, err := readTree(r, mainNamespaces...)
	if err != nil {
		return nil, err
	}
	s := &styleSheet{root: &node{name: "styleSheet"}, shaded: map[shading]int{}, darkened: map[int]int{}, named: map[look]int{}}
	for _, name := range keptStyles {
		if part := read.child(name); part != nil && len(part.children) > 0 {
			part.attrs = nil // its count is no longer true
			s.root.children = append(s.root.children, part)
		}
	}
	s.fonts, s.fills, s.borders = s.root.child("fonts"), s.root.child("fills"), s.root.child("borders")
	s.xfs, s.bases = s.root.child("cellXfs"), s.root.child("cellStyleXfs")
	if s.fonts == nil || s.fills == nil || s.borders == nil || s.xfs == nil || s.bases == nil {
		return nil, unsuitable("its style sheet lacks a part")
	}
	if len(s.xfs.children) > maxStyles {
		return nil, unsuitable("it has more than %d formats", maxStyles)
	}
	s.own = len(s.xfs.children)
	s.addShades()
	return s, nil
}

func (s *styleSheet) addShades() {
	for severity, colour := range shades {
		s.fill[severity] = s.addFill(colour)
	}
	for severity := range shades {
		s.plain[severity] = s.xfs.add(fmt.Sprintf(`<xf numFmtId="0" fontId="0" fillId="%d" borderId="0" xfId="0" applyFill="1"/>`, s.fill[severity]))
	}
}

func (s *styleSheet) addFill(colour string) int {
	return s.fills.add(`<fill><patternFill patternType="solid"><fgColor rgb="` + colour + `"/><bgColor indexed="64"/></patternFill></fill>`)
}

// known is the format that a cell names, or the usual one when there is no such
// format.
func (s *styleSheet) known(value []byte) int {
	n := 0
	for _, b := range value {
		if b < '0' || b > '9' || n >= s.own {
			return 0
		}
		n = n*10 + int(b-'0')
	}
	if n >= s.own {
		return 0
	}
	return n
}

// shade is a format of the original in the colour of a severity.
func (s *styleSheet) shade(style int, severity finding.Severity) int {
	key := shading{style, severity}
	if found, ok := s.shaded[key]; ok {
		return found
	}
	if len(s.xfs.children) >= maxStyles {
		return s.plain[severity]
	}
	xf := s.xfs.children[style].clone()
	xf.set("fillId", strconv.Itoa(s.fill[severity]))
	xf.set("applyFill", "1")
	if font, err := strconv.Atoi(xf.attr("fontId")); err == nil && font >= 0 && font < len(s.fonts.children) {
		xf.set("fontId", strconv.Itoa(s.darken(font)))
		xf.set("applyFont", "1")
	}
	s.xfs.children = append(s.xfs.children, xf)
	s.shaded[key] = len(s.xfs.children) - 1
	return s.shaded[key]
}

// darken is a font in a colour that reads on ours, were it white in the original.
func (s *styleSheet) darken(font int) int {
	if found, ok := s.darkened[font]; ok {
		return found
	}
	dark := s.fonts.children[font].clone()
	for i, c := range dark.children {
		if c.name == "color" {
			dark.children[i] = &node{raw: `<color rgb="FF1F2933"/>`}
		}
	}
	s.fonts.children = append(s.fonts.children, dark)
	s.darkened[font] = len(s.fonts.children) - 1
	return s.darkened[font]
}

// look is a format of our own sheet.
type look struct {
	size           int
	bold, link     bool
	ink, fill      string // ARGB; empty for the usual ones
	wrap, quoted   bool   // quoted: text that would read as a formula stays text when edited
	centred, ruled bool
}

// of is the format of a look.
func (s *styleSheet) of(l look) int {
	if found, ok := s.named[l]; ok {
		return found
	}
	fill, border := 0, 0
	if l.fill != "" {
		fill = s.addFill(l.fill)
	}
	if l.ruled {
		border = s.borders.add(`<border><left/><right/><top/><bottom style="thin"><color rgb="FFD5DAE1"/></bottom><diagonal/></border>`)
	}
	s.named[l] = s.xfs.add(fmt.Sprintf(`<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0"%s applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">`+
		`<alignment horizontal="%s" vertical="%s"%s/></xf>`,
		l.format(), s.addFont(l), fill, border, flag(l.quoted, "quotePrefix"), l.horizontal(), l.vertical(), flag(l.wrap, "wrapText")))
	return s.named[l]
}

// format is that of text for what is quoted, and of whole numbers otherwise.
func (l look) format() int {
	if l.quoted {
		return 49
	}
	return 0
}

func (l look) horizontal() string {
	if l.centred {
		return "center"
	}
	return "left"
}

func (l look) vertical() string {
	if l.ruled {
		return "top"
	}
	return "center"
}

func flag(on bool, name string) string {
	if on {
		return " " + name + `="1"`
	}
	return ""
}

func (s *styleSheet) addFont(l look) int {
	var b strings.Builder
	b.WriteString("<font>")
	if l.bold {
		b.WriteString("<b/>")
	}
	if l.link {
		b.WriteString("<u/>")
	}
	ink := l.ink
	if ink == "" {
		ink = "FF1F2933"
	}
	fmt.Fprintf(&b, `<sz val="%d"/><color rgb="%s"/><name val="Calibri"/><family val="2"/></font>`, max(l.size, 10), ink)
	return s.fonts.add(b.String())
}

// write writes the style sheet.
func (s *styleSheet) write(w io.Writer) error {
	var b strings.Builder
	b.WriteString(xmlHead + `<styleSheet xmlns="` + spreadsheetML + `">`)
	for _, part := range s.root.children {
		part.write(&b)
	}
	b.WriteString(`</styleSheet>`)
	_, err := io.WriteString(w, b.String())
	return err
}

var mainNamespaces = []string{spreadsheetML, "http://purl.oclc.org/ooxml/spreadsheetml/main"}
