package answer

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
)

// Bounds of the small parts, which are read whole.
const (
	maxSmallPart = 8 << 20 // bytes
	maxNodes     = 300_000
)

// node is one element of a small part, without its prefix.
type node struct {
	name     string
	attrs    []xml.Attr
	children []*node
	text     string
	raw      string // written as it stands, in place of everything else
}

// readTree reads a part whose elements are all in namespaces that end alike. What
// is in another one is left out.
func readTree(r io.Reader, namespaces ...string) (*node, error) {
	d := xml.NewDecoder(io.LimitReader(r, maxSmallPart))
	root := &node{}
	open := []*node{root}
	for nodes := 0; ; {
		token, err := d.Token()
		if err == io.EOF && len(root.children) == 1 && len(open) == 1 {
			return root.children[0], nil
		}
		if err != nil {
			return nil, unsuitable("read a part: %v", err)
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if nodes++; nodes > maxNodes || len(open) > maxDepth {
				return nil, unsuitable("a part has more than %d elements", maxNodes)
			}
			if !slices.Contains(namespaces, t.Name.Space) {
				if err := d.Skip(); err != nil {
					return nil, unsuitable("read a part: %v", err)
				}
				continue
			}
			child := &node{name: t.Name.Local, attrs: slices.Clone(t.Attr)}
			top.children = append(top.children, child)
			open = append(open, child)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.text += string(t)
		case xml.Directive:
			return nil, unsuitable("a part declares a document type")
		}
	}
}

// child is the first child of a name; nil when there is none.
func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// attr is the value of an attribute, in whatever namespace.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// set gives an attribute its value.
func (n *node) set(name, value string) {
	for i := range n.attrs {
		if n.attrs[i].Name.Local == name {
			n.attrs[i].Value = value
			return
		}
	}
	n.attrs = append(n.attrs, xml.Attr{Name: xml.Name{Local: name}, Value: value})
}

// with is a copy whose attributes and list of children are its own.
func (n *node) clone() *node {
	c := *n
	c.attrs, c.children = slices.Clone(n.attrs), slices.Clone(n.children)
	return &c
}

// add appends markup written by hand and gives its place among the children.
func (n *node) add(raw string) int {
	n.children = append(n.children, &node{raw: raw})
	return len(n.children) - 1
}

// write writes the element without its namespace, leaving out what extends the
// standard and attributes of other namespaces.
func (n *node) write(to *strings.Builder) {
	if n.raw != "" {
		to.WriteString(n.raw)
		return
	}
	to.WriteString("<" + n.name)
	for _, a := range n.attrs {
		if a.Name.Space == "" && a.Name.Local != "xmlns" {
			to.WriteString(" " + a.Name.Local + `="` + escape(a.Value) + `"`)
		}
	}
	to.WriteString(">")
	if text := strings.TrimSpace(n.text); text != "" {
		to.WriteString(escape(text))
	}
	for _, c := range n.children {
		if c.name != "extLst" {
			c.write(to)
		}
	}
	to.WriteString("</" + n.name + ">")
}

// escape makes a text fit for markup; what XML has no way to write is replaced.
func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder never fails
	return b.String()
}

// has tells whether an element of a name stands anywhere below.
func (n *node) has(name string) bool {
	for _, c := range n.children {
		if c.name == name || c.has(name) {
			return true
		}
	}
	return false
}
