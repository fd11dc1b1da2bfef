package texte

import (
	"slices"
	"strings"
)

// Titre is a title of formation, read once for every comparison.
type Titre struct {
	Folded string   // its words, with one space between them
	Words  []string // as Words gives them
	Stems  []string // distinct stems of what it says, in order: the token of its type first, abbreviations expanded, words of grammar left out
	Corps  []string // the stems without its type
	Suite  []string // the stems as they follow one another, doubles kept, types left out
	Type   Type     // the first that it names; the zero Type when none
	Niveau int      // European level that its words or its type state, 0 when they do not
}

// Normalise reads a title: its words, what its abbreviations stand for, the
// type of certification that it names, its level.
func Normalise(title string) Titre {
	words := scan(title).live()
	t := Titre{Folded: joined(words), Words: texts(words)}
	stems := distinct{list: make([]string, 1, len(words)+4)}
	t.Suite = make([]string, 0, len(words)+4)
	for i := 0; i < len(words); {
		p, n := partAt(words, i, t.Words)
		t.take(p, &stems)
		i += n
	}
	t.Stems, t.Corps = stems.list, stems.list[1:]
	if t.Type.token == "" {
		t.Stems = t.Corps
	}
	t.Niveau = level(words, t.Type)
	return t
}

// take adds what a part says. The first type is the title's; another is one more
// of its stems.
func (t *Titre) take(p part, stems *distinct) {
	switch {
	case p.of == nil:
	case t.Type.token == "":
		t.Type, stems.list[0] = *p.of, p.of.token
	default:
		stems.add(p.of.token)
	}
	if p.stem != "" {
		t.Suite = append(t.Suite, p.stem)
		stems.add(p.stem)
	}
	if p.abbreviation != nil {
		t.Suite = append(t.Suite, p.abbreviation.stems...)
		for _, s := range p.abbreviation.stems {
			stems.add(s)
		}
	}
}

// distinct is a list without doubles.
type distinct struct {
	list  []string
	known map[string]bool // of a long list
}

// long is the length from which a map is quicker than looking through.
const long = 32

func (d *distinct) add(s string) {
	if d.has(s) {
		return
	}
	d.list = append(d.list, s)
	if len(d.list) == long {
		d.known = make(map[string]bool, 2*long)
		for _, s := range d.list {
			d.known[s] = true
		}
	}
	if d.known != nil {
		d.known[s] = true
	}
}

func (d *distinct) has(s string) bool {
	if d.known != nil {
		return d.known[s] || d.list[0] == s
	}
	return slices.Contains(d.list, s)
}

func texts(words []word) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.text
	}
	return list
}

func joined(words []word) string {
	n := len(words)
	for _, w := range words {
		n += len(w.text)
	}
	var b strings.Builder
	b.Grow(n)
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}
