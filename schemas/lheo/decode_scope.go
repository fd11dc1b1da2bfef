package lheo

import (
	"bytes"
	"slices"
)

// around declares the prefixes that a record uses and that were bound around it.
// One of LHEO's is bound to the version that is written.
func (r *reader) around(n *node) (attrs []rawAttr) {
	for i := n.scope.mark - 1; i > 0; i-- {
		b := r.ns.bound[i]
		name := "xmlns:" + b.prefix
		if b.prefix == "" || !bytes.Contains(r.tree.raw, []byte(b.prefix+":")) || declared(attrs, name) || declared(n.attrs, name) {
			continue
		}
		if b.kind == ns22 {
			b.uri = Namespace23
		}
		attrs = append(attrs, rawAttr{name, b.uri})
	}
	return attrs
}

func declared(attrs []rawAttr, name string) bool {
	return slices.ContainsFunc(attrs, func(a rawAttr) bool { return a.name == name })
}

// declaring is an element as it stands in the file, with further attributes.
func (t *tree) declaring(n *node, attrs []rawAttr) string {
	raw := t.raw[n.from:n.to]
	at := len("<") + len(n.name)
	out := append([]byte(nil), raw[:at]...)
	for _, a := range attrs {
		out = append(appendAttr(append(append(append(out, ' '), a.name...), `="`...), a.value), '"')
	}
	return string(append(out, raw[at:]...))
}
