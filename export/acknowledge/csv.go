package acknowledge

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// headLines is how far the header of a CSV is looked for: partners put titles
// above it.
const headLines = 20

// columns is where each thing stands in a row; -1 where it does not.
type columns struct{ number, status, code, message, kind int }

func (r *reader) csv(in *bufio.Reader) {
	text, marked := decoded(in, r.file.Encoding)
	source := &rows{in: bufio.NewReaderSize(text, 64<<10), encoding: encodings[strings.ToLower(r.file.Encoding)]}
	if marked {
		source.encoding = nil
	}
	source.separator = r.separator(source.in)
	c, ok := r.head(source)
	for ok {
		row, more := source.next()
		if !more {
			return
		}
		r.flag(row)
		ok = r.take(c.answer(row))
	}
}

// separator is what the mapping says, or what cuts the first lines most often.
func (r *reader) separator(in *bufio.Reader) byte {
	if r.file.Separator != "" {
		return r.file.Separator[0]
	}
	head, _ := in.Peek(4096)
	best, most := byte(';'), 0
	for _, c := range []byte(";\t|,") {
		if n := strings.Count(string(head), string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// head finds the columns.
func (r *reader) head(source *rows) (columns, bool) {
	if !r.file.headed() {
		return r.find(nil), true
	}
	var first *row
	for range headLines {
		row, ok := source.next()
		if !ok {
			break
		}
		if first == nil {
			first = &row
		}
		if strings.ContainsRune(strings.Join(row.cells, ""), 0) {
			r.stop(broken, row.line, "Ce fichier n'est pas un texte : le compte rendu n'est pas lisible.")
			return columns{}, false
		}
		if c := r.find(row.cells); c.number >= 0 && (c.status >= 0 || len(r.file.Status) == 0 || c.code >= 0 || c.message >= 0) {
			return c, true
		}
	}
	if first != nil {
		r.stop(noColumn, first.line, r.missing(first.cells))
	}
	return columns{}, false
}

// missing says which columns were looked for, and what the file has.
func (r *reader) missing(header []string) string {
	c := r.find(header)
	what, names := "du numéro de la fiche", r.file.Number
	if c.number >= 0 {
		what, names = "du statut", r.file.Status
	}
	return fmt.Sprintf("La colonne %s manque (attendue : %s) ; le fichier a : %s.", what,
		finding.Cut(strings.Join(names, ", "), maxValue), tidy(strings.Join(header, ", "), finding.MaxValue))
}

func (r *reader) find(header []string) columns {
	at := map[string]int{}
	for i, h := range header {
		if k := key(h); k != "" {
			if _, twice := at[k]; !twice {
				at[k] = i
			}
		}
	}
	first := func(names []string) int {
		for _, name := range names {
			if n, ok := place(name); ok {
				return n
			}
			if i, ok := at[key(name)]; ok {
				return i
			}
		}
		return -1
	}
	return columns{first(r.file.Number), first(r.file.Status), first(r.file.Code), first(r.file.Message), first(r.file.Kinds.Of)}
}

// place reads a column by its number: #1 is the first.
func place(name string) (int, bool) {
	digits, ok := strings.CutPrefix(name, "#")
	n, err := strconv.Atoi(digits)
	return n - 1, ok && err == nil && n > 0 && n <= maxColumns
}

func (c columns) answer(r row) answer {
	cell := func(i int) string {
		if i < 0 || i >= len(r.cells) {
			return ""
		}
		return strings.TrimSpace(r.cells[i])
	}
	a := answer{line: r.line, number: unformula(cell(c.number)), status: cell(c.status), kind: cell(c.kind), hasStatus: c.status >= 0}
	if code := unformula(cell(c.code)); code != "" {
		a.codes = []string{code}
	}
	if message := cell(c.message); message != "" {
		a.messages = []string{message}
	}
	return a
}

// unformula reads ="0123", which keeps a spreadsheet from eating zeros.
func unformula(s string) string {
	if inner, ok := strings.CutPrefix(s, `="`); ok {
		return strings.TrimSuffix(inner, `"`)
	}
	return s
}

// flag tells what was done to a row to read it.
func (r *reader) flag(row row) {
	if row.other {
		r.tell(otherEncoding, finding.Place{Row: row.line}, "", "")
	}
	if row.long {
		r.say(badLine, finding.Place{Row: row.line}, "", "", "Cette ligne est démesurée : seul son début est lu.")
	}
}
