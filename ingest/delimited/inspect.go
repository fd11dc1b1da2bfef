package delimited

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// inspection is what a first reading finds.
type inspection struct {
	file    *File
	filled  bool   // some row holds something
	legacy  bool   // some line is in Windows-1252
	shifted [2]int // first row whose number is not that of its line, and that line
	kinds   []kind
}

// kind counts the findings of one rule, with the place of the first.
type kind struct {
	rule  finding.Rule
	count int
	first finding.Place
	value string
}

// inspect reads the file to its end and says what was noticed.
func (f *File) inspect() error {
	in := &inspection{file: f}
	var refused *delivery.Unreadable
	err := f.each(func(r *Reader, row int, rec Record) bool {
		if refused = f.outOfProportion(row, rec); refused != nil {
			return false
		}
		f.lastRow = row
		in.see(row, rec)
		in.legacy = r.Legacy()
		return true
	})
	switch {
	case err != nil:
		return err
	case refused != nil:
		return refused
	case !in.filled:
		return f.refuse(noRow, "")
	}
	in.tell()
	return nil
}

func (f *File) outOfProportion(row int, rec Record) *delivery.Unreadable {
	switch {
	case row > f.limits.Rows:
		return f.refuse(oversized, "il a plus de %d lignes", f.limits.Rows)
	case rec.Fault == TooLong:
		return f.refuse(oversized, "la ligne %d a plus de %d Mo de texte", rec.Line, f.limits.RowText>>20)
	case rec.Fault != Sound:
		return f.refuse(oversized, "la ligne %d a plus de %d colonnes", rec.Line, f.limits.Columns)
	}
	return nil
}

func (in *inspection) see(row int, rec Record) {
	if in.shifted[0] == 0 && row != rec.Line {
		in.shifted = [2]int{row, rec.Line}
	}
	place := finding.Place{Row: row}
	if rec.Mended {
		in.count(mendedQuotes, place, strings.Join(rec.Cells[:min(len(rec.Cells), 20)], in.file.sep))
	}
	if rec.Lost > 0 {
		in.count(lostBytes, place, "")
	}
	for i, cell := range rec.Cells {
		place.Column = delivery.Letters(i)
		text := Unformula(cell)
		if len(text) != len(cell) {
			in.count(formulaText, place, cell)
		}
		in.filled = in.filled || strings.TrimSpace(text) != ""
		if tooLong(cell, in.file.limits.Cell) {
			in.count(cutCell, place, cell)
		}
	}
}

func (in *inspection) count(rule finding.Rule, place finding.Place, value string) {
	i := slices.IndexFunc(in.kinds, func(k kind) bool { return k.rule.Code == rule.Code })
	if i < 0 {
		i = len(in.kinds)
		in.kinds = append(in.kinds, kind{rule: rule, first: place, value: finding.Cut(value, finding.MaxValue)})
	}
	in.kinds[i].count++
}

// tell makes the findings, in the order of the rules.
func (in *inspection) tell() {
	f := in.file
	add := func(rule finding.Rule, place finding.Place, sentence string) *finding.Finding {
		place.File = f.name
		f.findings = append(f.findings, rule.At(place, sentence))
		return &f.findings[len(f.findings)-1]
	}
	if isWorkbookName(f.name) {
		add(workbookName, finding.Place{}, "")
	}
	if name := in.charsetName(); name != "" {
		add(otherCharset, finding.Place{}, "Ce fichier est en "+name+", et non en UTF-8 : ses caractères ont été convertis.")
	}
	if in.shifted[0] > 0 {
		add(severalLines, finding.Place{Row: in.shifted[0]}, fmt.Sprintf(
			"Les numéros de ligne sont ceux qu'un tableur affiche : la ligne %d du tableau est la ligne %d du fichier texte.", in.shifted[0], in.shifted[1]))
	}
	for _, k := range in.kinds {
		sentence := ""
		if k.count > 1 {
			sentence = fmt.Sprintf("%s Cas relevés : %d, le premier ici.", k.rule.Sentence, k.count)
		}
		add(k.rule, k.first, sentence).Value = k.value
	}
}

func (in *inspection) charsetName() string {
	switch {
	case in.file.charset == utf16LE || in.file.charset == utf16BE:
		return "UTF-16"
	case in.legacy:
		return "Windows-1252 (ANSI)"
	}
	return ""
}

func isWorkbookName(name string) bool {
	return slices.Contains([]string{".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}, strings.ToLower(filepath.Ext(name)))
}

// clean takes cells out of their formulas and cuts what is too long, in place.
func (f *File) clean(cells []string) []string {
	for i, cell := range cells {
		cells[i] = firstRunes(Unformula(cell), f.limits.Cell)
	}
	return cells
}

// Unformula takes off the formula by which some exports keep a spreadsheet from
// reading a text as a number: ="text".
func Unformula(s string) string {
	inner, ok := strings.CutPrefix(s, `="`)
	if !ok || !strings.HasSuffix(inner, `"`) {
		return s
	}
	return strings.ReplaceAll(strings.TrimSuffix(inner, `"`), `""`, `"`)
}

func tooLong(s string, n int) bool { return len(s) > n && utf8.RuneCountInString(s) > n }

func firstRunes(s string, n int) string {
	if !tooLong(s, n) {
		return s
	}
	return string([]rune(s)[:n])
}
