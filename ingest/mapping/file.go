package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

// The words of a layout file, with their lines.
type (
	layoutFile struct {
		Name   yamlfile.Word                `yaml:"name"`
		Tables map[string]map[string]string `yaml:"tables"`
		Sheets []sheetFile                  `yaml:"sheets"`
	}
	sheetFile struct {
		Name      yamlfile.Word   `yaml:"name"`
		Recognise []yamlfile.Word `yaml:"recognise"`
		Constants []constantFile  `yaml:"constants"`
		Columns   []columnFile    `yaml:"columns"`
	}
	constantFile struct {
		Field yamlfile.Word `yaml:"field"`
		Value yamlfile.Word `yaml:"value"`
	}
	columnFile struct {
		Header   yamlfile.Word   `yaml:"header"`
		Aliases  []yamlfile.Word `yaml:"aliases"`
		To       []yamlfile.Word `yaml:"to"`
		Ignore   yamlfile.Word   `yaml:"ignore"`
		Required bool            `yaml:"required"`
		Blank    []yamlfile.Word `yaml:"blank"`
		First    yamlfile.Word   `yaml:"first"`
		Digits   bool            `yaml:"digits"`
		Table    yamlfile.Word   `yaml:"table"`
		Add      int             `yaml:"add"`
		Prefix   *prefixFile     `yaml:"prefix"`

		Or        []yamlfile.Word `yaml:"or"`
		Reference []yamlfile.Word `yaml:"reference"`
		SIRETOf   yamlfile.Word   `yaml:"siret-of"`
	}
	prefixFile struct {
		By    yamlfile.Word `yaml:"by"`
		Table yamlfile.Word `yaml:"table"`
	}
)

// parse reads a layout file. Its errors begin with « file:line: ».
func parse(name string, data []byte) (Layout, error) {
	var file layoutFile
	if err := yamlfile.Decode(name, data, &file); err != nil {
		return Layout{}, err
	}
	c := &checker{file: name, tables: file.Tables}
	l := c.layout(file)
	return l, c.err
}

// checker turns words into a layout, and keeps the first thing that is wrong.
type checker struct {
	file   string
	tables map[string]map[string]string
	filled map[string]int // fields filled so far in the sheet, and the line of each
	err    error
}

// fail records what is wrong at a line; a word that is missing has no line, and
// then that of what it is missing from is given.
func (c *checker) fail(line int, message string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%s:%d: %s", c.file, max(line, 1), fmt.Sprintf(message, args...))
	}
}

func (c *checker) layout(f layoutFile) Layout {
	switch {
	case f.Name.Text == "":
		c.fail(f.Name.Line, "a layout needs a name")
	case strings.Trim(f.Name.Text, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		c.fail(f.Name.Line, "name %q: small letters, digits and dashes only", f.Name.Text)
	case f.Name.Text == OwnName:
		c.fail(f.Name.Line, "name %q is that of Passerelle's own workbook", f.Name.Text)
	case len(f.Sheets) == 0:
		c.fail(f.Name.Line, "layout %q has no sheet", f.Name.Text)
	}
	l := Layout{Name: f.Name.Text}
	line := f.Name.Line
	for _, s := range f.Sheets {
		line = max(s.Name.Line, line)
		l.Sheets = append(l.Sheets, c.sheet(s, line))
	}
	return l
}

func (c *checker) sheet(f sheetFile, line int) Sheet {
	s := Sheet{Name: f.Name.Text}
	c.filled = map[string]int{}
	if s.Name == "" {
		c.fail(line, "a sheet needs a name, for messages")
	}
	for _, k := range f.Constants {
		s.Constants = append(s.Constants, Constant{c.field(k.Field, line), k.Value.Text})
		if k.Value.Text == "" {
			c.fail(max(k.Field.Line, line), "constant %q needs a value", k.Field.Text)
		}
	}
	for _, col := range f.Columns {
		line = max(line, col.Header.Line)
		s.Columns = append(s.Columns, c.column(col, line))
	}
	s.newIndex()
	c.distinct(f, line)
	c.recognise(&s, f)
	c.references(&s, f)
	return s
}

func (c *checker) column(f columnFile, line int) Column {
	col := Column{Header: f.Header.Text, Ignore: f.Ignore.Text, Required: f.Required, fallback: c.fallback(f, line), steps: c.steps(f, line)}
	for _, a := range f.Aliases {
		col.Aliases = append(col.Aliases, a.Text)
	}
	for _, to := range f.To {
		col.Fields = append(col.Fields, c.field(to, line))
	}
	switch {
	case key(col.Header) == "":
		c.fail(line, "a column needs a header")
	case len(col.Fields) == 0 && col.Ignore == "":
		c.fail(line, "column %q: say which fields it fills (to), or why it is left out (ignore)", col.Header)
	case col.Ignore != "" && (len(col.Fields) > 0 || len(col.steps) > 0 || col.fallback.kind != 0):
		c.fail(line, "column %q is left out (ignore): it fills nothing and changes nothing", col.Header)
	}
	return col
}

// field accepts the name of a field that nothing else fills.
func (c *checker) field(w yamlfile.Word, line int) layout.Field {
	line = max(w.Line, line)
	known := knownFields()
	switch first, twice := c.filled[w.Text]; {
	case !slices.Contains(known, w.Text):
		near := finding.Nearest(w.Text, known)
		if near != "" {
			near = fmt.Sprintf("; did you mean %q?", near)
		}
		c.fail(line, "unknown field %q%s", w.Text, near)
	case twice:
		c.fail(line, "field %q is filled twice: line %d fills it too", w.Text, first)
	}
	c.filled[w.Text] = line
	return layout.Field(w.Text)
}

func (c *checker) steps(f columnFile, line int) (steps []step) {
	if len(f.Blank) > 0 {
		fillers := make([]string, len(f.Blank))
		for i, w := range f.Blank {
			fillers[i] = strings.TrimSpace(w.Text)
		}
		steps = append(steps, blankStep(fillers))
	}
	if f.First.Text != "" {
		steps = append(steps, firstStep(f.First.Text))
	}
	if f.Digits {
		steps = append(steps, digitsStep)
	}
	if f.Table.Text != "" {
		steps = append(steps, tableStep(c.table(f.Table, line)))
	}
	if f.Add != 0 {
		steps = append(steps, addStep(f.Add))
	}
	if f.Prefix != nil {
		steps = append(steps, prefixStep(f.Prefix.By.Text, c.table(f.Prefix.Table, max(f.Prefix.By.Line, line))))
	}
	return steps
}

// fallback accepts one way at most to do without a cell.
func (c *checker) fallback(f columnFile, line int) (one fallback) {
	ways := []fallback{{joined, words(f.Or)}, {reference, words(f.Reference)}, {siretOf, nil}}
	if f.SIRETOf.Text != "" {
		ways[2].of = []string{f.SIRETOf.Text}
	}
	for _, way := range ways {
		switch {
		case len(way.of) == 0:
		case one.kind != 0:
			c.fail(line, "column %q: one of or, reference and siret-of, not several", f.Header.Text)
		default:
			one = way
		}
	}
	return one
}

func words(list []yamlfile.Word) (texts []string) {
	for _, w := range list {
		texts = append(texts, w.Text)
	}
	return texts
}

func (c *checker) table(w yamlfile.Word, line int) map[string]string {
	table, known := c.tables[w.Text]
	if !known {
		names := make([]string, 0, len(c.tables))
		for name := range c.tables {
			names = append(names, name)
		}
		slices.Sort(names)
		c.fail(max(w.Line, line), "unknown table %q; tables are %s", w.Text, strings.Join(names, ", "))
	}
	return table
}

// distinct refuses two columns under one header.
func (c *checker) distinct(f sheetFile, line int) {
	seen := map[string]int{}
	for _, col := range f.Columns {
		for _, w := range append([]yamlfile.Word{col.Header}, col.Aliases...) {
			at := max(w.Line, col.Header.Line)
			if first, twice := seen[key(w.Text)]; twice {
				c.fail(at, "header %q is that of line %d too", w.Text, first)
			}
			seen[key(w.Text)] = at
		}
	}
	if len(f.Columns) == 0 {
		c.fail(line, "sheet %q has no column", f.Name.Text)
	}
}

// recognise takes the headers by which the sheet is known: fewer than two would
// recognise the sheets of others.
func (c *checker) recognise(s *Sheet, f sheetFile) {
	for _, w := range f.Recognise {
		if s.find(w.Text) < 0 {
			c.fail(w.Line, "recognise: %q is not the header of a column of the sheet", w.Text)
		}
		s.Recognise = append(s.Recognise, w.Text)
	}
	if len(f.Recognise) < 2 {
		c.fail(f.Name.Line, "sheet %q: recognise needs at least two headers that must all be there", f.Name.Text)
	}
}

// references holds that a column looks at columns of the sheet, and that one
// which is made of others is made of those above it: none of itself.
func (c *checker) references(s *Sheet, f sheetFile) {
	for i, col := range f.Columns {
		for _, header := range s.Columns[i].fallback.of {
			if at := s.find(header); at < 0 || at >= i {
				c.fail(col.Header.Line, "column %q is made of %q: no such column above it in the sheet", col.Header.Text, header)
			}
		}
		if col.Prefix != nil && s.find(col.Prefix.By.Text) < 0 {
			c.fail(max(col.Prefix.By.Line, col.Header.Line), "prefix by %q: no such column in the sheet", col.Prefix.By.Text)
		}
	}
}
