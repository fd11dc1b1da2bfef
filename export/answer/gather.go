package answer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// How much of the findings a workbook shows and still opens quickly.
const (
	showAll    = 1000    // findings up to which each is listed and commented
	showOfRule = 50      // of each rule, beyond
	maxMarks   = 500_000 // cells coloured
)

// gathered is what the workbook and the mails say of the findings, in bounded
// memory: exact counts, the first findings of each rule, the cells to colour.
type gathered struct {
	rules      map[string]finding.Rule
	bySeverity [3]int
	repaired   int
	byRule     map[ruleKey]*ruleFindings
	shown      int // how many of each rule are kept
	marks      map[string][]mark
	marked     int
}

type ruleKey struct {
	rule     string
	severity finding.Severity
}

// ruleFindings is what one rule found.
type ruleFindings struct {
	ruleKey
	title string
	total int
	first []finding.Finding
}

// mark is a cell to colour.
type mark struct {
	row, col int32 // from 1
	severity finding.Severity
}

func newGathered(rules []finding.Rule) *gathered {
	g := &gathered{rules: map[string]finding.Rule{}, byRule: map[ruleKey]*ruleFindings{}, shown: showAll, marks: map[string][]mark{}}
	for _, r := range rules {
		g.rules[r.Code] = r
	}
	return g
}

func (g *gathered) total() (n int) {
	for _, of := range g.bySeverity {
		n += of
	}
	return n
}

// add counts one finding.
func (g *gathered) add(f finding.Finding) {
	f.Severity = min(f.Severity, finding.Error)
	g.bySeverity[f.Severity]++
	if f.After != "" {
		g.repaired++
	}
	key := ruleKey{f.Rule, f.Severity}
	of := g.byRule[key]
	if of == nil {
		of = &ruleFindings{ruleKey: key, title: cmp.Or(g.rules[f.Rule].Sentence, f.Message, f.Rule)}
		g.byRule[key] = of
	}
	of.total++
	if len(of.first) < g.shown {
		of.first = append(of.first, f)
	}
	if g.shown == showAll && g.total() > showAll {
		g.showFewer()
	}
	g.mark(f)
}

// showFewer forgets what is beyond the samples, once there are too many to show.
func (g *gathered) showFewer() {
	g.shown = showOfRule
	for _, of := range g.byRule {
		of.first = slices.Clone(of.first[:min(len(of.first), showOfRule)])
	}
}

// mark remembers the cell of a finding; a finding on a whole row marks its first cell.
func (g *gathered) mark(f finding.Finding) {
	if m, ok := cellOf(f); ok && g.marked < maxMarks {
		key := strings.ToLower(f.Sheet)
		g.marks[key] = append(g.marks[key], m)
		g.marked++
	}
}

// cellOf is the cell that a finding is about, when it is about one.
func cellOf(f finding.Finding) (mark, bool) {
	if f.Row < 1 || f.Row > lastRow {
		return mark{}, false
	}
	return mark{row: int32(f.Row), col: int32(columnOf(f.Column)), severity: f.Severity}, true
}

// columnOf is the number of the column of a finding: its letters in a sheet, its
// number in another file. What names no column stands for the first one.
func columnOf(column string) int {
	if n, err := strconv.Atoi(column); err == nil && n >= 1 && n <= lastColumn {
		return n
	}
	return max(columnNumber(column), 1)
}

// cells are the cells to colour in a sheet, in its order, each once with its
// gravest severity.
func (g *gathered) cells(sheet string) []mark {
	key := strings.ToLower(sheet)
	marks := g.marks[key]
	slices.SortFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col), cmp.Compare(b.severity, a.severity))
	})
	g.marks[key] = slices.CompactFunc(marks, func(a, b mark) bool { return a.row == b.row && a.col == b.col })
	return g.marks[key]
}

// groups lists the rules that found anything of a severity, the most frequent first.
func (g *gathered) groups(s finding.Severity) (list []*ruleFindings) {
	for key, of := range g.byRule {
		if key.severity == s {
			list = append(list, of)
		}
	}
	slices.SortFunc(list, func(a, b *ruleFindings) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.rule, b.rule))
	})
	return list
}
