package answer

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
)

// sheetElements are the elements of a worksheet that are copied with all that is
// listed in them, besides its cells.
var sheetElements = allowed{
	"sheetPr": "", "tabColor": "rgb theme tint indexed auto", "outlinePr": "summaryBelow summaryRight", "pageSetUpPr": "fitToPage",
	"sheetViews": "", "sheetView": "showGridLines showRowColHeaders showZeros rightToLeft zoomScale zoomScaleNormal",
	"pane": "xSplit ySplit topLeftCell activePane state", "selection": "pane activeCell sqref",
	"sheetFormatPr": "baseColWidth defaultColWidth defaultRowHeight customHeight zeroHeight outlineLevelRow outlineLevelCol",
	"cols":          "", "col": "min max width style hidden bestFit customWidth outlineLevel collapsed",
	"autoFilter": "ref", "mergeCells": "", "mergeCell": "ref",
	"printOptions": "horizontalCentered verticalCentered headings gridLines gridLinesSet",
	"pageMargins":  "left right top bottom header footer",
	"pageSetup":    "paperSize scale fitToWidth fitToHeight pageOrder orientation",
}

// sheetOrder is the order that the standard asks for, before and after the cells.
var (
	beforeCells = []string{"sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols"}
	afterCells  = []string{"autoFilter", "mergeCells", "dataValidations", "printOptions", "pageMargins", "pageSetup"}
)

// maxAside bounds, in bytes, what a sheet may hold besides its cells.
const maxAside = 4 << 20

// textElements are what a text may be made of.
var textElements = allowed{
	"is": "", "si": "", "t": "xml:space", "r": "", "rPr": "", "b": "val", "i": "val", "strike": "val", "u": "val", "vertAlign": "val", "sz": "val",
	"color": "rgb theme tint indexed auto", "rFont": "val", "family": "val", "charset": "val", "scheme": "val", "outline": "val", "shadow": "val",
	"condense": "val", "extend": "val",
}

// sheetCopy rewrites one worksheet with its cells coloured.
type sheetCopy struct {
	*copier
	styles *styleSheet
	marks  []mark // in order, each cell once
	lists  func(formula []byte) bool
	tail   string // what ends the sheet: its comments

	aside          map[string][]byte
	dimension      string // known from a first pass
	row, col       int
	maxRow, maxCol int
	started        bool // the cells were begun
}

// copy rewrites the worksheet that r holds; marks are used up.
func (s *sheetCopy) copy(r io.Reader, w io.Writer) error {
	s.copier, s.aside, s.started = newCopier(r, w), map[string][]byte{}, false
	s.row, s.col, s.maxRow, s.maxCol = 0, 0, 0, 0
	for {
		err := s.next()
		if err == io.EOF {
			return s.end()
		}
		if err != nil {
			return err
		}
		if s.kind == opening && s.depth == 1 || s.kind == text || s.kind == closing {
			continue
		}
		if err := s.child(); err != nil {
			return err
		}
	}
}

// child takes one child of the worksheet.
func (s *sheetCopy) child() error {
	name := string(s.name)
	switch {
	case name == "sheetData" && !s.started:
		return s.cells()
	case name == "sheetData" || s.aside[name] != nil:
		return s.skip()
	case name == "dataValidations":
		return s.setAside(name, s.validations)
	}
	if _, ok := sheetElements[name]; !ok || name == "sheetView" || name == "col" || name == "mergeCell" {
		return s.skip()
	}
	return s.setAside(name, s.decor)
}

// setAside keeps what an element becomes until its turn comes.
func (s *sheetCopy) setAside(name string, copy func() error) error {
	before := s.out
	s.out = nil
	err := copy()
	piece := s.out
	s.out = before
	if len(piece) > maxAside {
		return unsuitable("a sheet has more than %d bytes of <%s>", maxAside, name)
	}
	s.aside[name] = piece
	return err
}

// decor copies an element that is no cell.
func (s *sheetCopy) decor() error {
	switch name := string(s.name); name {
	case "sheetViews", "cols", "mergeCells":
		return s.listOf(name)
	case "autoFilter": // without its criteria: it hides nothing
		s.start(sheetElements[name])
		s.write("/>")
		return s.skip()
	}
	return s.element(sheetElements)
}

// listOf copies an element that holds a list; the standard wants no empty one.
func (s *sheetCopy) listOf(name string) error {
	n := 0
	s.write("<", name, ">")
	empty := len(s.out)
	err := s.children(func() error {
		if n++; name == "sheetViews" {
			return s.view(n == 1)
		}
		return s.element(sheetElements)
	}, false)
	if len(s.out) == empty {
		s.out = s.out[:0]
		return err
	}
	s.write("</", name, ">")
	return err
}

// view copies the first view of the sheet: the answer has one window.
func (s *sheetCopy) view(first bool) error {
	if !first || string(s.name) != "sheetView" {
		return s.skip()
	}
	s.start(sheetElements["sheetView"])
	s.write(` workbookViewId="0">`)
	err := s.children(func() error { return s.element(sheetElements) }, false)
	s.write("</sheetView>")
	return err
}

const worksheetHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
	`<worksheet xmlns="` + spreadsheetML + `" xmlns:r="` + officeRels + `">`

// cells copies the rows.
func (s *sheetCopy) cells() error {
	s.begin()
	err := s.children(s.oneRow, false)
	if err == nil {
		s.missingRows(lastRow + 1)
	}
	s.write("</sheetData>")
	return err
}

func (s *sheetCopy) begin() {
	s.started = true
	s.write(worksheetHead)
	if s.dimension != "" {
		s.aside["dimension"] = []byte(`<dimension ref="` + s.dimension + `"/>`)
	}
	s.pieces(beforeCells)
	s.write("<sheetData>")
}

func (s *sheetCopy) pieces(order []string) {
	for _, name := range order {
		s.out = append(s.out, s.aside[name]...)
	}
}

// end writes what comes after the cells.
func (s *sheetCopy) end() error {
	if !s.started {
		s.begin()
		s.missingRows(lastRow + 1)
		s.write("</sheetData>")
	}
	s.pieces(afterCells)
	s.write(s.tail, "</worksheet>")
	return s.flush()
}

// missingRows writes the rows before a given one that hold nothing but cells to
// colour.
func (s *sheetCopy) missingRows(before int) {
	for len(s.marks) > 0 && int(s.marks[0].row) < before {
		s.row, s.col = int(s.marks[0].row), 0
		s.write(`<row r="`, strconv.Itoa(s.row), `">`)
		s.missingCells(lastColumn + 1)
		s.write("</row>")
	}
}

// missingCells writes the cells to colour of the current row that stand before a
// given column and that the sheet does not have.
func (s *sheetCopy) missingCells(before int) {
	for s.marked() && int(s.marks[0].col) < before {
		s.at(int(s.marks[0].col))
		s.openCell(s.styles.shade(0, s.marks[0].severity))
		s.write("/>")
		s.marks = s.marks[1:]
	}
}

// marked tells whether a cell to colour is left in the current row.
func (s *sheetCopy) marked() bool { return len(s.marks) > 0 && int(s.marks[0].row) == s.row }

func (s *sheetCopy) at(col int) {
	s.col, s.maxCol, s.maxRow = col, max(s.maxCol, col), max(s.maxRow, s.row)
}

func (s *sheetCopy) openCell(style int) {
	s.out = appendRef(append(s.out, `<c r="`...), s.row, s.col)
	s.out = append(s.out, '"')
	if style > 0 {
		s.out = strconv.AppendInt(append(s.out, ` s="`...), int64(style), 10)
		s.out = append(s.out, '"')
	}
}

func (s *sheetCopy) oneRow() error {
	if string(s.name) != "row" {
		return s.skip()
	}
	row, err := numberOr(s.attr("r"), s.row+1)
	if err != nil || row <= s.row || row > lastRow {
		return unsuitable("row %q comes after row %d", s.attr("r"), s.row)
	}
	s.missingRows(row)
	s.row, s.col = row, 0
	s.openRow()
	if err := s.children(s.oneCell, false); err != nil {
		return err
	}
	s.missingCells(lastColumn + 1)
	s.write("</row>")
	return s.spill()
}

// openRow begins a row, which is shown when one of its cells is coloured.
func (s *sheetCopy) openRow() {
	begin := len(s.out)
	s.write(`<row r="`, strconv.Itoa(s.row), `"`)
	keep := "s customFormat ht customHeight outlineLevel collapsed hidden"
	if s.marked() {
		keep = "s customFormat ht customHeight"
	}
	s.attrs(func(name, value []byte) bool {
		if string(name) == "s" {
			value = strconv.AppendInt(nil, int64(s.styles.known(value)), 10)
		}
		if listed(keep, name) && !bytes.Contains(s.out[begin:], append(append([]byte(" "), name...), '=')) {
			s.attribute(string(name), value)
		}
		return true
	})
	s.write(">")
}

func numberOr(value []byte, otherwise int) (int, error) {
	if value == nil {
		return otherwise, nil
	}
	return strconv.Atoi(string(bytes.TrimSpace(value)))
}

func (s *sheetCopy) oneCell() error {
	if string(s.name) != "c" {
		return s.skip()
	}
	col := s.col + 1
	var style, kind []byte
	var err error
	s.attrs(func(name, value []byte) bool {
		switch string(name) {
		case "r":
			row, c, ok := splitRef(value)
			if col = c; !ok || row != s.row {
				err = unsuitable("cell %q stands in row %d", value, s.row)
			}
		case "s":
			style = value
		case "t":
			kind = value
		}
		return true
	})
	if err == nil && (col <= s.col || col > lastColumn) {
		err = unsuitable("the cells of row %d are not in order", s.row)
	}
	if err != nil {
		return err
	}
	return s.cell(col, s.styles.known(style), kind)
}

// cell copies a cell: its value, not the formula that gave it.
func (s *sheetCopy) cell(col, style int, kind []byte) error {
	s.missingCells(col)
	if s.marked() && int(s.marks[0].col) == col {
		style = s.styles.shade(style, s.marks[0].severity)
		s.marks = s.marks[1:]
	}
	s.at(col)
	s.openCell(style)
	if kind != nil {
		s.attribute("t", kind)
	}
	s.write(">")
	err := s.children(s.value, false)
	s.write("</c>")
	return err
}

func (s *sheetCopy) value() error {
	switch string(s.name) {
	case "v":
		return s.element(valueElement)
	case "is":
		return s.element(textElements)
	}
	return s.skip()
}

var valueElement = allowed{"v": "xml:space"}

// size is the range of the cells that were written.
func (s *sheetCopy) size() string {
	return fmt.Sprintf("A1:%s", ref(max(s.maxRow, 1), max(s.maxCol, 1)))
}
