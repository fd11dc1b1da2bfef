package lheo

import (
	"fmt"
	"slices"
	"strings"
)

// sprig is an element of a specimen document, which mutants are made from.
type sprig struct {
	name  string
	attrs []string // `numero="1"`
	text  string   // raw
	kids  []*sprig
	tail  string // raw, after the element
}

func (n *sprig) write(b *strings.Builder) {
	b.WriteString("<" + n.name)
	for _, a := range n.attrs {
		b.WriteString(" " + a)
	}
	b.WriteString(">" + n.text)
	for _, k := range n.kids {
		k.write(b)
	}
	b.WriteString("</" + n.name + ">" + n.tail)
}

// document is the XML of a specimen whose root is n.
func (n *sprig) document() string {
	root := *n
	root.attrs = append([]string{`xmlns="` + Namespace23 + `"`}, n.attrs...)
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	root.write(&b)
	return b.String()
}

func (n *sprig) clone() *sprig {
	c := *n
	c.attrs = slices.Clone(n.attrs)
	c.kids = nil
	for _, k := range n.kids {
		c.kids = append(c.kids, k.clone())
	}
	return &c
}

// specimen makes valid documents from the schema table.
type specimen struct {
	full  bool // every optional child and attribute, down to the leaves
	ids   int
	depth int
}

// of is a valid element of that name.
func (s *specimen) of(name string) *sprig {
	decl, ok := V23().Element(name)
	if !ok {
		panic(name)
	}
	s.depth++
	defer func() { s.depth-- }()
	n := &sprig{name: name}
	if s.full {
		n.attrs = s.attributes(decl)
	}
	switch decl.Content {
	case Sequence, Choice:
		s.children(n, decl)
	case Any:
		n.text = "libre"
	default:
		n.text = valid(decl)
	}
	return n
}

func (s *specimen) children(n *sprig, decl Element) {
	for _, c := range decl.Children {
		times := c.Min
		if s.full && times == 0 {
			times = 1
		}
		if s.full && c.Max != 1 && s.depth < 8 {
			times = 2
		}
		if decl.Content == Choice && (!s.full || s.depth > 12 || c.Name == "extras" && s.depth > 4) {
			times = 0
		}
		for range times {
			n.kids = append(n.kids, s.of(c.Name))
		}
	}
}

func (s *specimen) attributes(decl Element) (attrs []string) {
	for a := range numAttrs {
		if !decl.attrs.has(a) {
			continue
		}
		v := "valeur"
		switch a.xsdType() {
		case "xs:ID":
			s.ids++
			v = fmt.Sprintf("id%d", s.ids)
		case "xs:IDREF":
			v = "id1"
		case "xs:anyURI":
			v = "https://exemple.fr/a?b=c"
		case "xs:dateTime":
			v = "2026-11-23T02:15:00+01:00"
		}
		attrs = append(attrs, attrNames[a]+`="`+v+`"`)
	}
	return attrs
}

// valid is a text that a declaration admits.
func valid(decl Element) string {
	switch decl.Content {
	case Code:
		return V23().tables[decl.Table][0].Code
	case Day:
		return "20260901"
	case Integer:
		return "12"
	}
	return strings.Repeat("é", max(decl.Min, min(decl.Max, 3)))
}
