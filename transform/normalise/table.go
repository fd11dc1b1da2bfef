package normalise

import (
	"regexp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// table is an LHEO table made ready to be looked up by what people type.
type table struct {
	name    string
	codes   map[string]bool
	folded  map[string]string // code of each label, short label and synonym, folded
	labels  []Entry           // with folded labels, for those that were cut
	choices string            // the labels, for a finding
}

// compileTables prepares the tables that columns name. One that the source does
// not have is not checked against: values stay as typed.
func compileTables(source Tables) map[string]*table {
	tables := make(map[string]*table)
	for _, sheet := range layout.Own {
		for _, column := range sheet.Columns {
			name := column.Table
			if name == "" || tables[name] != nil || source == nil {
				continue
			}
			if entries := source(name); len(entries) > 0 {
				tables[name] = compileTable(name, entries)
			}
		}
	}
	return tables
}

func compileTable(name string, entries []Entry) *table {
	t := &table{name: name, codes: map[string]bool{}, folded: map[string]string{}}
	var choices []string
	for _, e := range entries {
		t.codes[e.Code] = true
		t.learn(fold(e.Label), e.Code)
		t.labels = append(t.labels, Entry{Code: e.Code, Label: fold(e.Label)})
		choices = append(choices, e.Code+" "+shortLabel(e.Label))
	}
	for _, e := range entries {
		t.learn(fold(shortLabel(e.Label)), e.Code)
	}
	for words, code := range synonyms[name] {
		if t.codes[code] {
			t.learn(words, code)
		}
	}
	t.choices = strings.Join(choices, ", ")
	return t
}

// learn adds a way to say a code unless it already says another.
func (t *table) learn(words, code string) {
	if _, known := t.folded[words]; !known {
		t.folded[words] = code
	}
}

// labelEnd is where the name of an entry ends and its explanation begins.
var labelEnd = regexp.MustCompile(` ?\(|\. |: `)

// shortLabel is the name that a label begins with: « niveau IV », « Niveau 4 ».
func shortLabel(label string) string {
	if at := labelEnd.FindStringIndex(label); at != nil && at[0] > 3 {
		return label[:at[0]]
	}
	return finding.Cut(label, 60)
}

var (
	codeAndLabel  = regexp.MustCompile(`^(\d{1,2}) *[-–:.)=] *([\pL(].*)$`)
	europeanLevel = regexp.MustCompile(`^([1-8]) *\(`)
)

// code gives the code that s is, or whose label it is, whole or cut short.
func (t *table) code(s string) (string, bool) {
	s = strings.TrimSuffix(oneLine(s), ".0")
	if t.codes[s] {
		return s, true
	}
	if m := europeanLevel.FindStringSubmatch(s); m != nil && t.name == "niveaux" {
		return "1" + m[1], t.codes["1"+m[1]]
	}
	if code, ok := t.folded[fold(s)]; ok {
		return code, true
	}
	if m := codeAndLabel.FindStringSubmatch(s); m != nil && t.codes[m[1]] {
		if code, ok := t.code(m[2]); !ok || code == m[1] || t.labelled(m[1], fold(m[2])) {
			return m[1], true
		}
	}
	return t.byPrefix(fold(s))
}

// labelled reports that a code bears a label, which others may bear too.
func (t *table) labelled(code, label string) bool {
	return slices.Contains(t.labels, Entry{Code: code, Label: label})
}

// byPrefix finds the only label that begins with the words given, as
// drop-down lists cut long ones.
func (t *table) byPrefix(words string) (code string, ok bool) {
	if len(words) < 4 {
		return "", false
	}
	for _, e := range t.labels {
		if !strings.HasPrefix(e.Label, words) {
			continue
		}
		if ok {
			return "", false
		}
		code, ok = e.Code, true
	}
	return code, ok
}

// readTable reads one code of the column's table.
func readTable(n *Normaliser, c *cell) {
	if t := n.tables[c.column.Table]; t == nil {
		c.keep(oneLine(c.raw))
	} else if code, ok := t.code(c.raw); ok {
		c.keep(code)
	} else {
		c.refuse(valeurHorsTable, c.quoted()+" n'est pas une valeur possible. Valeurs possibles : "+t.choices+".")
	}
}

// readTables reads several codes of the column's table. Labels may have commas,
// so commas separate only what is not a label whole.
func readTables(n *Normaliser, c *cell) {
	t := n.tables[c.column.Table]
	if t == nil {
		c.value.List = splitAny(c.raw, ";\n")
		return
	}
	for _, item := range splitAny(c.raw, ";\n|") {
		if code, ok := t.code(item); ok {
			c.addCode(code)
			continue
		}
		for _, part := range splitAny(item, ",/+") {
			c.addTableCode(t, part)
		}
	}
	c.lostWhenEmpty()
}

func (c *cell) addTableCode(t *table, item string) {
	code, ok := t.code(item)
	if ok {
		c.addCode(code)
		return
	}
	c.leaveOut(valeurHorsTable, item, "une valeur possible ("+t.choices+")")
}
