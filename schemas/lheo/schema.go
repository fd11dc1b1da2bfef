// Package lheo is the codec of LHEO, the French standard for describing training
// on offer: it writes 2.3, reads 2.2 and 2.3, and says what is wrong with a feed.
//
// Everything it knows of the standard (order, cardinalities, lengths, patterns,
// tables) it reads from lheo-2.3.xsd, once; one table drives encoder, decoder
// and validator.
package lheo

import (
	_ "embed"
	"sync"
)

// Namespaces of the two versions in circulation.
const (
	Namespace23 = "http://lheo.gouv.fr/2.3"
	Namespace22 = "http://www.lheo.org/2.2"
)

// Content is what an element holds.
type Content uint8

const (
	Sequence Content = iota // children, in order
	Choice                  // children, in any order and number
	Any                     // anything well-formed: <extra>
	Text                    // characters, as they are
	Integer                 // a whole number of 64 bits
	Code                    // one code of a table
	Day                     // AAAAMMJJ
)

// Unbounded is the Max of a child that may come any number of times.
const Unbounded = -1

// Element is what the standard says of one element.
type Element struct {
	Name     string
	Content  Content
	Min, Max int     // length in characters, of a Text
	Table    string  // name of the table, of a Code
	Children []Child // of a Sequence or Choice

	id     elem
	absent bool            // not in this version of the standard
	attrs  attrMask        // attributes it may carry
	codes  codeSet         // of a Code
	place  [numElems]uint8 // 1 + position of each child in Children, 0 for an element that is no child
	need   []uint8         // positions of the mandatory children
}

// Child is the place of an element in a sequence.
type Child struct {
	Name     string
	Min, Max int // occurrences; Max may be Unbounded

	id elem
}

// Entry is one code of a table.
type Entry struct {
	Code  string
	Label string // French
}

// Schema is one version of the standard.
type Schema struct {
	Version   string // "2.3"
	Namespace string

	elements [numElems]Element
	tables   map[string][]Entry
}

//go:embed lheo-2.3.xsd
var xsd []byte

// V23 is LHEO 2.3, read once from the schema that is compiled in. It must not
// be modified. It panics when that schema cannot be read, which the tests rule out.
func V23() *Schema { return v23() }

// V22 is LHEO 2.2, which is 2.3 less what came since. It must not be modified.
func V22() *Schema { return v22() }

var v23 = sync.OnceValue(func() *Schema {
	s, err := parse(xsd)
	if err != nil {
		panic(err)
	}
	return s
})

var v22 = sync.OnceValue(func() *Schema { return earlier(V23()) })

// Table is a table of LHEO 2.3 by its name in the standard, less its prefix:
// niveaux, financeurs, type-parcours, AIS, modalites-es, modalites-enseignement,
// etat-recrutement, perimetre-recrutement, type-positionnement, boolean… It is
// nil for a name that the standard has not.
func Table(name string) []Entry { return V23().Table(name) }

// Table is a table of this version, in the order of the standard.
func (s *Schema) Table(name string) []Entry {
	return append([]Entry(nil), s.tables[name]...)
}

// Element gives what this version says of an element; ok is false when it has
// no such element.
func (s *Schema) Element(name string) (e Element, ok bool) {
	id := lookup([]byte(name))
	if id == noElem || s.elements[id].absent {
		return Element{}, false
	}
	return s.elements[id], true
}

// Names lists the elements of this version, in the order of the schema.
func (s *Schema) Names() []string {
	names := make([]string, 0, numElems)
	for i := range s.elements {
		if !s.elements[i].absent {
			names = append(names, s.elements[i].Name)
		}
	}
	return names
}

// Label is the label of a code of a table; empty when the table has no such code.
func (s *Schema) Label(table, code string) string {
	for _, e := range s.tables[table] {
		if e.Code == code {
			return e.Label
		}
	}
	return ""
}
