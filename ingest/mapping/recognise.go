package mapping

import (
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// HeaderRows is how far down a header is looked for: the row that a spreadsheet
// shows under that number is the last.
const HeaderRows = 20

// Recognise finds the layout and the header row of a sheet from its first rows.
// The findings speak of the sheet and its columns, their File left for the caller
// to fill; ok is false when nothing recognises the sheet, which is then ignored.
// A foreign layout goes before our own, since it asks for more headers.
func (l *Layouts) Recognise(sheet string, first []delivery.Row) (b *Binding, found []finding.Finding, ok bool) {
	heads := headsOf(first)
	m, ok := l.match(sheet, heads)
	if !ok {
		return nil, l.ignored(sheet, first), false
	}
	if first, complete := l.earlier(sheet, heads, m); complete {
		m = first
	}
	b, found = bind(m, sheet)
	b.layouts = l
	return b, found, true
}

// earlier finds, above the best header, that of another table which has all that
// its layout demands: a short table above a wide one is not its title.
func (l *Layouts) earlier(sheet string, heads []head, best match) (match, bool) {
	for _, h := range heads {
		if h.row.Number >= best.head.row.Number {
			break
		}
		if m, ok := l.match(sheet, []head{h}); ok && m.plain() && m.complete() {
			return m, true
		}
	}
	return match{}, false
}

// match is the layout that one of the rows is the header of.
func (l *Layouts) match(sheet string, heads []head) (match, bool) {
	if m, ok := l.recogniseForeign(heads); ok {
		return m, true
	}
	return l.recogniseOwn(sheet, heads)
}

// plain reports that a row has what a foreign layout asks for, or at least three
// headers of our own and little else, whatever the name of the sheet.
func (m match) plain() bool {
	return m.layout != OwnName || m.score >= 3 && 2*m.score >= m.head.filled
}

// complete reports that the headers are all that the layout demands.
func (m match) complete() bool {
	columns := m.sheet.columnsOf(m.head.row.Cells)
	for n, c := range m.sheet.Columns {
		if c.Required && !slices.Contains(columns, n) {
			return false
		}
	}
	return true
}

// match is a row taken for the header of a sheet of a layout.
type match struct {
	layout string
	sheet  *Sheet
	head   head
	named  bool // the sheet has the name of the layout's, or one of its aliases
	score  int
}

// head is a row that might be a header.
type head struct {
	row    delivery.Row
	filled int // cells with letters or digits in them
}

func headsOf(first []delivery.Row) (heads []head) {
	for _, row := range first {
		if row.Number > HeaderRows {
			break
		}
		heads = append(heads, headOf(row))
	}
	return heads
}

func headOf(row delivery.Row) head {
	h := head{row: row}
	for _, cell := range row.Cells {
		if key(finding.Cut(cell, maxHeader)) != "" {
			h.filled++
		}
	}
	return h
}

// maxHeader is how many characters of a header count.
const maxHeader = 500

// recogniseForeign looks for a row that has all the headers by which a sheet is
// known; of several, the one that asks for most.
func (l *Layouts) recogniseForeign(heads []head) (best match, ok bool) {
	for i := range l.foreign {
		for j := range l.foreign[i].Sheets {
			s := &l.foreign[i].Sheets[j]
			for _, h := range heads {
				if len(s.Recognise) > best.score && s.hasAll(h.row.Cells) {
					best, ok = match{layout: l.foreign[i].Name, sheet: s, head: h, score: len(s.Recognise)}, true
				}
			}
		}
	}
	return best, ok
}

func (s *Sheet) hasAll(headers []string) bool {
	columns := s.columnsOf(headers)
	for _, wanted := range s.Recognise {
		if !slices.Contains(columns, s.find(wanted)) {
			return false
		}
	}
	return true
}

// columnsOf gives the column that each header names, -1 for one that names none.
func (s *Sheet) columnsOf(headers []string) []int {
	columns := make([]int, len(headers))
	for i, h := range headers {
		columns[i] = s.find(finding.Cut(h, maxHeader))
	}
	return columns
}

// recogniseOwn looks for the row that has most of the headers of one of our own
// sheets. A sheet under its own name needs two of them; under another name it
// needs three, and half of those that it has.
func (l *Layouts) recogniseOwn(sheet string, heads []head) (best match, ok bool) {
	for i := range l.own.Sheets {
		s := &l.own.Sheets[i]
		named := s.named(sheet)
		for _, h := range heads {
			n := s.count(h.row.Cells)
			if named && n < 2 || !named && (n < 3 || 2*n < h.filled) {
				continue
			}
			m := match{layout: l.own.Name, sheet: s, head: h, named: named, score: n}
			if !ok || m.betterThan(best) {
				best, ok = m, true
			}
		}
	}
	return best, ok
}

func (m match) betterThan(other match) bool {
	if m.named != other.named {
		return m.named
	}
	return m.score > other.score
}

func (s *Sheet) named(sheet string) bool {
	return key(sheet) == key(s.Name) || slices.ContainsFunc(s.Aliases, func(a string) bool { return key(a) == key(sheet) })
}

// count is how many different columns the headers name.
func (s *Sheet) count(headers []string) int {
	seen := map[int]bool{}
	for _, column := range s.columnsOf(headers) {
		if column >= 0 {
			seen[column] = true
		}
	}
	return len(seen)
}

// notices are sheets that explain, and are no data: those of our own template
// and answers, and what organisations call them.
var notices = []string{"mode d emploi", "notice", "notice d utilisation", "aide", "lisez moi", "lisezmoi", "consignes", "instructions", "listes", "rapport", "sommaire"}

// ignored says that a sheet is not read: nothing for an empty one, little for one
// that explains, more for one that has the name of ours.
func (l *Layouts) ignored(sheet string, first []delivery.Row) []finding.Finding {
	if len(first) == 0 {
		return nil
	}
	f := feuilleIgnoree.At(finding.Place{Sheet: sheet}, "")
	switch {
	case slices.Contains(notices, key(sheet)):
		f.Severity, f.Remedy = finding.Info, ""
	case slices.ContainsFunc(l.own.Sheets, func(s Sheet) bool { return s.named(sheet) }):
		f.Severity = finding.Error
		f.Message = "La feuille porte le nom d'une feuille du modèle, mais pas ses en-têtes : elle n'est pas lue."
		f.Remedy = "Remettez les en-têtes du modèle de classeur de Passerelle dans une des vingt premières lignes, et renvoyez le classeur."
	}
	f.Value = finding.Cut(strings.Join(strings.Fields(strings.Join(first[0].Cells, " | ")), " "), finding.MaxValue)
	return []finding.Finding{f}
}
