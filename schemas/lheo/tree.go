package lheo

import (
	"bytes"
	"slices"
	"strings"
)

// node is an element of the record that is being decoded.
type node struct {
	el       elem   // noElem for one that LHEO has not
	name     string // as written
	attrs    []rawAttr
	text     []byte // of an element that holds characters
	kids     []*node
	from, to int // where it stands in tree.raw
	line     int
	fate     fate
	scope    scope     // around it
	instead  []instead // children that are written back as they stand, whatever the nouns say
}

// fate is what decoding made of a node.
type fate uint8

const (
	left    fate = iota // nothing: it comes back out as it stands
	taken               // the nouns hold it
	dropped             // nothing worth keeping
)

// tree is one record of a file: its elements, and its characters as they stand
// in the file.
type tree struct {
	raw   []byte
	nodes []*node // those of earlier records serve again
	used  int
	open  []*node
}

// Beyond these a record is refused. A hundred thousand elements are ten thousand
// sessions of one formation; their nouns take some 300 MB.
const (
	maxRecord   = 16 << 20 // bytes
	maxElements = 100_000
)

// reset makes the tree ready for another record.
func (t *tree) reset() { t.raw, t.open, t.used = t.raw[:0], t.open[:0], 0 }

// begin opens an element below the innermost open one.
func (t *tree) begin(el elem, name []byte, line int) *node {
	if t.used == len(t.nodes) {
		t.nodes = append(t.nodes, &node{})
	}
	n := t.nodes[t.used]
	t.used++
	*n = node{el: el, attrs: n.attrs[:0], kids: n.kids[:0], text: n.text[:0], from: len(t.raw), line: line}
	if n.name = el.String(); el == noElem || n.name != string(name) {
		n.name = string(name)
	}
	if up := t.top(); up != nil {
		up.kids = append(up.kids, n)
	}
	t.open = append(t.open, n)
	return n
}

// top is the innermost open element, nil when none is open.
func (t *tree) top() *node {
	if len(t.open) == 0 {
		return nil
	}
	return t.open[len(t.open)-1]
}

// end closes the innermost open element.
func (t *tree) end() {
	t.top().to = len(t.raw)
	t.open = t.open[:len(t.open)-1]
}

// child is the first child of that name that nothing was made of yet.
func (n *node) child(e elem) *node {
	for _, k := range n.kids {
		if k.el == e && k.fate == left {
			return k
		}
	}
	return nil
}

// take is child, and the nouns hold it from then on. It is nil when there is none.
func (n *node) take(e elem) *node {
	k := n.child(e)
	if k != nil {
		k.fate = taken
	}
	return k
}

// each takes the children of that name, one after the other.
func (n *node) each(e elem, visit func(k *node)) {
	for _, k := range n.kids {
		if k.el == e && k.fate == left {
			k.fate = taken
			visit(k)
		}
	}
}

// attr is the value of an attribute.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// takeAttr is attr, and the nouns hold it from then on.
func (n *node) takeAttr(name string) string {
	for i, a := range n.attrs {
		if a.name == name {
			n.attrs = slices.Delete(n.attrs, i, i+1)
			return a.value
		}
	}
	return ""
}

// keep has the children of a name written back as they stand, though the nouns
// hold something of them: what they said.
func (n *node) keep(e elem, said string) {
	n.instead = append(n.instead, instead{e, witness(said)})
	for _, k := range n.kids {
		if k.el == e {
			k.fate = left
		}
	}
}

// remains is what the nouns do not hold of n, nil when they hold it all. around
// are the prefixes that are bound there.
func (t *tree) remains(n *node, around []rawAttr) *rest {
	if len(n.kids) == 0 && len(n.attrs) == 0 {
		return nil
	}
	r := rest{attrs: slices.Clone(n.attrs), instead: n.instead}
	t.remainsOfKids(n, &r, prefixes(around, n.attrs))
	if len(r.attrs)+len(r.raw)+len(r.kids)+len(r.instead) == 0 {
		return nil
	}
	r.witness = witnessOf(n)
	return &r
}

// prefixes adds those that an element binds.
func prefixes(around, attrs []rawAttr) []rawAttr {
	for _, a := range attrs {
		if strings.HasPrefix(a.name, "xmlns:") {
			around = append(slices.DeleteFunc(slices.Clone(around), func(b rawAttr) bool { return b.name == a.name }), a)
		}
	}
	return around
}

func (t *tree) remainsOfKids(n *node, r *rest, around []rawAttr) {
	place, ordered := uint8(0), true
	var ranks [numElems]int32
	for _, k := range n.kids {
		if n.el != noElem && k.el != noElem {
			if at := V23().elements[n.el].place[k.el]; at > 0 {
				ordered = ordered && at >= place
				place = at
			}
		}
		switch k.fate {
		case left:
			r.raw = append(r.raw, rawChild{el: k.el, place: place, xml: t.source(k, around)})
		case taken:
			if more := t.remains(k, around); more != nil {
				r.add(restKey{k.el, int(ranks[k.el])}, more)
			}
			ranks[k.el]++
		}
	}
	if !ordered {
		slices.SortStableFunc(r.raw, func(a, b rawChild) int { return int(a.place) - int(b.place) })
	}
}

func (r *rest) add(key restKey, more *rest) {
	if r.kids == nil {
		r.kids = map[restKey]*rest{}
	}
	r.kids[key] = more
}

// source is an element as it stands in the file, with the prefixes that it needs.
// Line breaks before a tag that readers take for the beginning of a record are left
// out.
func (t *tree) source(n *node, around []rawAttr) []byte {
	raw := t.declaring(n, around)
	if !bytes.Contains(raw, []byte("<formation")) {
		return raw
	}
	parts := strings.Split(string(raw), "<formation")
	for i := range parts[:len(parts)-1] {
		if trimmed := strings.TrimRight(parts[i], " \t\r\n"); strings.HasSuffix(trimmed, ">") {
			parts[i] = trimmed
		}
	}
	return []byte(strings.Join(parts, "<formation"))
}
