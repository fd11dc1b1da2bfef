package workbook

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/carif-oref/passerelle/schemas/delivery"
)

// facts is what one sheet is found to hold.
type facts struct {
	lastRow    int
	lastFilled int    // last row that may hold anything
	hidden     int    // hidden rows
	uncomputed int    // formulas without the value that they gave
	first      string // place of the first of them: B12
	merged     []span // at most maxSpans
	across     []area // likewise
}

// inspector reads the part of one sheet as a stream. It follows excelize in what
// counts as a row and a cell, and refuses what excelize would misplace or drop.
type inspector struct {
	*markup
	limits Limits
	shared *shared
	facts  facts

	inRow, inCell, inValue bool

	row, col      int
	rowText, text int64
	cell          cell
}

// cell is the cell being read.
type cell struct {
	kind       string // s, str, inlineStr; empty for what is no text
	formula    bool
	valued     bool   // it has a <v>, were it empty
	value      []byte // <v>, up to keptText bytes
	length     int    // of <v>
	inline     textItem
	inlineSeen bool
}

func inspectSheet(r io.Reader, limits Limits, strings *shared) (facts, error) {
	in := &inspector{markup: newMarkup(r), limits: limits, shared: strings}
	for {
		err := in.next()
		switch {
		case err == io.EOF && (in.inRow || in.inCell):
			return in.facts, damaged(nil, "ses cellules sont mal rangées")
		case err == io.EOF:
			return in.facts, nil
		case err != nil:
			return in.facts, asDefect(err, "elle")
		case in.is("sheetData") && in.kind != opening:
			return in.facts, in.rest()
		}
		if err := in.see(); err != nil {
			return in.facts, err
		}
	}
}

// rest reads what follows the cells, to be sure that it is whole, and for the cells
// that are merged.
func (in *inspector) rest() error {
	for {
		switch err := in.next(); {
		case err == io.EOF:
			return nil
		case err != nil:
			return asDefect(err, "elle")
		case in.is("mergeCell") && in.kind != closing:
			in.facts.merge(in.attr("ref"))
		}
	}
}

// see looks at one tag.
func (in *inspector) see() error {
	switch {
	case in.is("row"):
		return in.seeRow()
	case in.is("c"):
		return in.seeCell()
	case in.inValue && in.kind != closing:
		return damaged(nil, "une valeur de la ligne %d est mal formée", in.row)
	case in.inCell && in.is("v"):
		in.seeValue()
	}
	if in.inCell {
		in.cell.formula = in.cell.formula || in.is("f")
		in.cell.inlineSeen = in.cell.inlineSeen || in.is("is")
		in.cell.inline.see(in.markup)
	}
	return nil
}

func (in *inspector) seeValue() {
	in.inValue, in.cell.valued = in.kind == opening, true
	if in.kind == closing {
		in.cell.value = append(in.cell.value[:0], in.markup.text...)
		in.cell.length = in.textLen
	}
}

func (in *inspector) seeRow() error {
	if in.kind == closing {
		in.inRow = false
		return nil
	}
	if in.inRow {
		return damaged(nil, "des lignes y sont l'une dans l'autre")
	}
	row, err := number(in.attr("r"), in.row+1)
	switch {
	case err != nil || in.twice("r"):
		return damaged(err, "le numéro d'une ligne après la ligne %d est illisible", in.row)
	case row <= in.row:
		return damaged(nil, "la ligne %d vient après la ligne %d", row, in.row)
	case row > in.limits.Rows:
		return oversized("une feuille a plus de %d lignes", in.limits.Rows)
	}
	if hidden := string(in.attr("hidden")); hidden == "1" || hidden == "true" {
		in.facts.hidden++
	}
	in.row, in.facts.lastRow, in.col, in.rowText = row, row, 0, 0
	in.inRow = in.kind == opening
	return nil
}

func (in *inspector) seeCell() error {
	switch {
	case in.kind == closing && in.inCell:
		in.inCell = false
		return in.endCell()
	case in.kind == closing:
		return nil
	case in.inCell || !in.inRow && in.row > 0:
		return damaged(nil, "une cellule de la ligne %d est hors de sa ligne", in.row)
	case !in.inRow:
		return nil // before any row: excelize does not look there
	}
	if err := in.startCell(); err != nil {
		return err
	}
	in.inCell = in.kind == opening
	return nil
}

// startCell reads where a cell stands. A cell that says it stands elsewhere than
// after the one before it would land in another column.
func (in *inspector) startCell() error {
	ref := in.attr("r")
	col := in.col + 1
	if ref != nil {
		var ok bool
		if col, ok = columnOf(ref); !ok {
			return damaged(nil, "la place d'une cellule de la ligne %d est illisible", in.row)
		}
	}
	if col <= in.col || in.twice("r") || in.twice("t") {
		return damaged(nil, "les cellules de la ligne %d sont en désordre", in.row)
	}
	in.col = col
	in.cell = cell{kind: kindOf(in.attr("t")), value: in.cell.value[:0]}
	return nil
}

// endCell weighs a cell once it is read.
func (in *inspector) endCell() error {
	c := &in.cell
	length := c.length
	if c.length > 0 || c.inline.length > 0 {
		in.facts.lastFilled = in.row
	}
	if c.formula && !(c.valued && (c.length > 0 || c.kind == "str")) {
		in.missed()
	}
	switch {
	case c.kind == "s" && c.length > 0:
		index, err := strconv.Atoi(string(bytes.TrimSpace(c.value)))
		if err != nil || index < 0 || index >= len(in.shared.lengths) {
			return damaged(err, "le texte d'une cellule de la ligne %d manque", in.row)
		}
		length = int(in.shared.lengths[index])
	case c.kind == "inlineStr" && c.inlineSeen:
		length = c.inline.length
		in.shared.texts.add(c.inline.start)
	case c.kind == "str" || c.kind == "inlineStr":
		in.shared.texts.add(c.value)
	}
	return in.weigh(length)
}

// missed counts a formula whose value was never saved: a text formula may give
// nothing, but then says so with an empty <v>.
func (in *inspector) missed() {
	if in.facts.uncomputed++; in.facts.uncomputed == 1 {
		in.facts.first = delivery.Letters(in.col-1) + strconv.Itoa(in.row)
	}
}

// kindOf keeps the kinds of cell that hold text.
func kindOf(t []byte) string {
	switch string(t) {
	case "s":
		return "s"
	case "str":
		return "str"
	case "inlineStr":
		return "inlineStr"
	}
	return ""
}

func (in *inspector) weigh(length int) error {
	in.rowText += int64(length)
	in.text += int64(length)
	switch {
	case length == 0:
		return nil
	case in.col > in.limits.Columns:
		return oversized("la ligne %d a plus de %d colonnes", in.row, in.limits.Columns)
	case in.rowText > in.limits.RowText:
		return oversized("la ligne %d a plus de %d Mo de texte", in.row, in.limits.RowText>>20)
	case in.text > in.limits.Text:
		return oversized("une feuille a plus de %d Mo de texte", in.limits.Text>>20)
	}
	return nil
}

// twice reports an attribute that stands more than once: readers differ on which
// one counts.
func (in *inspector) twice(name string) bool {
	seen := 0
	for _, a := range in.attrs {
		if string(a.name) == name {
			seen++
		}
	}
	return seen > 1
}

// asDefect says what an error of markup means for the file.
func asDefect(err error, part string) *defect {
	switch {
	case errors.Is(err, errDTD):
		d := hostile("%s contient une déclaration de type de document", part)
		d.cause = err
		return d
	case errors.Is(err, errCharacter):
		return damaged(err, "%s contient un caractère qu'aucun classeur n'admet", part)
	case errors.Is(err, errEncoding):
		return damaged(err, "%s n'est pas en UTF-8", part)
	case errors.Is(err, errTooLong):
		d := oversized("%s contient un texte ou une balise sans mesure", part)
		d.cause = err
		return d
	}
	return damaged(err, "%s ne se lit pas jusqu'au bout", part)
}
