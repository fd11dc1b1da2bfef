package lheo

import (
	"fmt"
	"strconv"

	"github.com/beevik/etree"
)

// dayPattern is the one pattern of the standard; matchDay applies it.
const dayPattern = "[0-9][0-9][0-9][0-9][019][0-9][01239][0-9]"

// simpleContent reads a named type that holds characters: a base with its
// attributes, or a restriction of one that was read before.
func (p *parser) simpleContent(name string, t *etree.Element) (decl Element, err error) {
	if x := t.FindElement("simpleContent/extension"); x != nil {
		if decl.Content, err = base(x.SelectAttrValue("base", "")); err != nil {
			return decl, err
		}
		decl.Max = Unbounded
		decl.attrs, err = p.attributes(x)
		return decl, err
	}
	r := t.FindElement("simpleContent/restriction")
	if r == nil {
		return decl, fmt.Errorf("no simple content")
	}
	decl, ok := p.types[r.SelectAttrValue("base", "")]
	if !ok {
		return decl, fmt.Errorf("base %q is not declared above it", r.SelectAttrValue("base", ""))
	}
	for _, f := range r.ChildElements() {
		if err := p.facet(name, &decl, f); err != nil {
			return decl, err
		}
	}
	return decl, nil
}

func base(name string) (Content, error) {
	switch name {
	case "xs:string":
		return Text, nil
	case "xs:long":
		return Integer, nil
	case "xs:token":
		return Code, nil
	}
	return 0, fmt.Errorf("base type %q is not understood", name)
}

// facet applies one constraint to a type.
func (p *parser) facet(name string, decl *Element, f *etree.Element) (err error) {
	value := f.SelectAttrValue("value", "")
	switch f.Tag {
	case "length":
		decl.Min, err = strconv.Atoi(value)
		decl.Max = decl.Min
	case "minLength":
		decl.Min, err = strconv.Atoi(value)
	case "maxLength":
		decl.Max, err = strconv.Atoi(value)
	case "pattern":
		decl.Content = Day
		if value != dayPattern {
			err = fmt.Errorf("pattern %q is not understood", value)
		}
	case "enumeration":
		decl.Table = name
		p.entry(name, value, f)
	default:
		err = fmt.Errorf("facet xs:%s is not understood", f.Tag)
	}
	return err
}

func (p *parser) entry(table, code string, f *etree.Element) {
	e := Entry{Code: code}
	if label := f.FindElement("annotation/documentation"); label != nil {
		e.Label = label.Text()
	}
	p.schema.tables[table] = append(p.schema.tables[table], e)
}
