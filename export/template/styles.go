package template

import "github.com/xuri/excelize/v2"

// Colours, as the page that explains them names them.
const (
	navy     = "1F3864" // optional header
	orange   = "B45309" // mandatory header
	rose     = "FBD5D5" // mandatory cell left blank
	grey     = "EDEDED" // example
	slate    = "64748B" // identifiers, sessions that are over
	paleBlue = "EAF1FB" // identifiers
)

// Number formats: text keeps the zeros that a code begins with.
const (
	asText    = 49
	dayFormat = "dd/mm/yyyy"
)

// styles are the looks of cells.
type styles struct {
	optional, mandatory  int // headers
	text, day, number    int
	identifier           int
	example, exampleDay  int
	title, subtitle      int
	heading, paragraph   int
	tableHead, tableCell int
	tableMark            int
	blank, ended, legend int // of the page that explains the colours
	missing, over        int // conditional: what they add to the style of the cell
}

func newStyles(f *excelize.File) (s styles, err error) {
	day := dayFormat
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	for _, one := range []struct {
		to *int
		is excelize.Style
	}{
		{&s.optional, header(navy)},
		{&s.mandatory, header(orange)},
		{&s.text, excelize.Style{NumFmt: asText, Alignment: top}},
		{&s.day, excelize.Style{CustomNumFmt: &day, Alignment: aligned("center")}},
		{&s.number, excelize.Style{Alignment: aligned("right")}},
		{&s.identifier, excelize.Style{NumFmt: asText, Alignment: top, Font: &excelize.Font{Color: slate}, Fill: solid(paleBlue)}},
		{&s.example, excelize.Style{NumFmt: asText, Alignment: top, Font: exampleFont(), Fill: solid(grey)}},
		{&s.exampleDay, excelize.Style{CustomNumFmt: &day, Alignment: aligned("center"), Font: exampleFont(), Fill: solid(grey)}},
		{&s.title, excelize.Style{Font: &excelize.Font{Size: 20, Bold: true, Color: navy}, Alignment: &excelize.Alignment{Vertical: "center"}}},
		{&s.subtitle, excelize.Style{Font: &excelize.Font{Size: 12, Color: slate}, Alignment: &excelize.Alignment{Vertical: "center"}}},
		{&s.heading, excelize.Style{Font: &excelize.Font{Size: 13, Bold: true, Color: orange}, Alignment: &excelize.Alignment{Vertical: "bottom"}}},
		{&s.paragraph, excelize.Style{Alignment: top}},
		{&s.tableHead, excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: solid(navy), Alignment: top}},
		{&s.tableCell, excelize.Style{NumFmt: asText, Alignment: top, Border: under()}},
		{&s.tableMark, excelize.Style{Font: &excelize.Font{Bold: true, Color: orange}, Alignment: top, Border: under()}},
		{&s.blank, excelize.Style{Fill: solid(rose)}},
		{&s.ended, excelize.Style{Font: over()}},
		{&s.legend, excelize.Style{Alignment: &excelize.Alignment{Vertical: "center", Indent: 1}}},
	} {
		one.is.Font = family(one.is.Font)
		if *one.to, err = f.NewStyle(&one.is); err != nil {
			return s, err
		}
	}
	if s.missing, err = f.NewConditionalStyle(&excelize.Style{Fill: solid(rose)}); err != nil {
		return s, err
	}
	s.over, err = f.NewConditionalStyle(&excelize.Style{Font: over()})
	return s, err
}

func header(colour string) excelize.Style {
	return excelize.Style{
		NumFmt: asText, Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: solid(colour),
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "center", WrapText: true},
		Border:    []excelize.Border{{Type: "right", Color: "FFFFFF", Style: 1}},
	}
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

func under() []excelize.Border {
	return []excelize.Border{{Type: "bottom", Color: "D1D5DB", Style: 1}}
}

func aligned(horizontal string) *excelize.Alignment {
	return &excelize.Alignment{Vertical: "top", Horizontal: horizontal}
}

// family gives a font the one family of the workbook: without it, programs choose
// each their own.
func family(f *excelize.Font) *excelize.Font {
	if f == nil {
		f = &excelize.Font{}
	}
	if f.Family = "Calibri"; f.Size == 0 {
		f.Size = 11
	}
	return f
}

// over is the look of a session that has ended.
func over() *excelize.Font { return &excelize.Font{Color: "9CA3AF", Italic: true} }

func exampleFont() *excelize.Font { return &excelize.Font{Italic: true, Color: "6B7280"} }
