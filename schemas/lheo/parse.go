package lheo

import (
	"fmt"
	"strconv"

	"github.com/beevik/etree"
)

// parse reads the schema. It knows the few constructs that lheo-2.3.xsd is made
// of and refuses any other, so that a change there cannot be half understood.
func parse(source []byte) (*Schema, error) {
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(source); err != nil {
		return nil, fmt.Errorf("parse the LHEO schema: %w", err)
	}
	root := doc.SelectElement("schema")
	if root == nil {
		return nil, fmt.Errorf("parse the LHEO schema: no xs:schema at its root")
	}
	p := parser{
		schema: &Schema{Version: "2.3", Namespace: root.SelectAttrValue("targetNamespace", ""), tables: map[string][]Entry{}},
		types:  map[string]Element{}, groups: map[string]attrMask{},
	}
	if err := p.declarations(root); err != nil {
		return nil, fmt.Errorf("parse the LHEO schema: %w", err)
	}
	p.schema.index()
	return p.schema, p.schema.complete()
}

type parser struct {
	schema *Schema
	types  map[string]Element // named complex types with simple content
	groups map[string]attrMask
}

func (p *parser) declarations(root *etree.Element) error {
	for _, e := range root.ChildElements() {
		name := e.SelectAttrValue("name", "")
		var err error
		switch e.Tag {
		case "attributeGroup":
			p.groups[name], err = p.attributes(e)
		case "complexType":
			p.types[name], err = p.simpleContent(name, e)
		case "element":
			err = p.element(name, e)
		default:
			err = fmt.Errorf("xs:%s is not understood", e.Tag)
		}
		if err != nil {
			return fmt.Errorf("%s %q: %w", e.Tag, name, err)
		}
	}
	return nil
}

// element puts one element in the table.
func (p *parser) element(name string, e *etree.Element) error {
	id := lookup([]byte(name))
	if id == noElem {
		return fmt.Errorf("missing from elements.go")
	}
	decl, err := p.content(e)
	if err != nil {
		return err
	}
	decl.Name, decl.id = name, id
	if p.schema.elements[id].Name != "" {
		return fmt.Errorf("declared twice")
	}
	p.schema.elements[id] = decl
	return nil
}

func (p *parser) content(e *etree.Element) (Element, error) {
	if name := e.SelectAttrValue("type", ""); name != "" {
		decl, ok := p.types[name]
		if !ok {
			return decl, fmt.Errorf("type %q is not declared above it", name)
		}
		return decl, nil
	}
	t := e.SelectElement("complexType")
	if t == nil {
		return Element{}, fmt.Errorf("no type")
	}
	return p.complexContent(t)
}

// complexContent reads the type of an element that holds elements.
func (p *parser) complexContent(t *etree.Element) (decl Element, err error) {
	if x := t.FindElement("complexContent/extension[@base='xs:anyType']"); x != nil {
		decl.Content = Any
		decl.attrs, err = p.attributes(x)
		return decl, err
	}
	group := t.SelectElement("sequence")
	if group == nil {
		group, decl.Content = t.SelectElement("choice"), Choice
	}
	if group == nil {
		return decl, fmt.Errorf("neither sequence nor choice")
	}
	if decl.attrs, err = p.attributes(t); err != nil {
		return decl, err
	}
	decl.Children, err = children(group)
	return decl, err
}

func children(group *etree.Element) (list []Child, err error) {
	for _, e := range group.ChildElements() {
		c := Child{Name: e.SelectAttrValue("ref", "")}
		if c.id = lookup([]byte(c.Name)); c.id == noElem {
			return nil, fmt.Errorf("child %q is not an element of LHEO", c.Name)
		}
		if c.Min, err = occurs(e, "minOccurs"); err == nil {
			c.Max, err = occurs(e, "maxOccurs")
		}
		if err != nil {
			return nil, fmt.Errorf("child %q: %w", c.Name, err)
		}
		list = append(list, c)
	}
	return list, nil
}

func occurs(e *etree.Element, name string) (int, error) {
	v := e.SelectAttrValue(name, "1")
	if v == "unbounded" {
		return Unbounded, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		return 0, fmt.Errorf("%s %q is not a number", name, v)
	}
	return n, nil
}

// attributes reads the attributes that stand in e, and those of the group it names.
func (p *parser) attributes(e *etree.Element) (mask attrMask, err error) {
	for _, a := range e.SelectElements("attribute") {
		name := a.SelectAttrValue("name", "")
		id := attrOf([]byte(name))
		if id == noAttr {
			return 0, fmt.Errorf("attribute %q is missing from attributes.go", name)
		}
		if got, want := a.SelectAttrValue("type", ""), id.xsdType(); got != want {
			return 0, fmt.Errorf("attribute %q: type %s where attributes.go has %s", name, got, want)
		}
		mask |= 1 << id
	}
	if g := e.SelectElement("attributeGroup"); g != nil {
		group, ok := p.groups[g.SelectAttrValue("ref", "")]
		if !ok {
			return 0, fmt.Errorf("attribute group %q is not declared above it", g.SelectAttrValue("ref", ""))
		}
		mask |= group
	}
	return mask, nil
}
