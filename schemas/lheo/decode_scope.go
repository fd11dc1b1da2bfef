package lheo

import (
	"bytes"
	"slices"
	"strings"
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

// declaring is an element as it stands in the file, with the prefixes among attrs
// that it uses and does not bind.
func (t *tree) declaring(n *node, attrs []rawAttr) []byte {
	raw := t.raw[n.from:n.to]
	at := len("<") + len(n.name)
	out := append([]byte(nil), raw[:at]...)
	for _, a := range attrs {
		if declared(n.attrs, a.name) || !bytes.Contains(raw, []byte(strings.TrimPrefix(a.name, "xmlns:")+":")) {
			continue
		}
		out = append(appendAttr(append(append(append(out, ' '), a.name...), `="`...), a.value), '"')
	}
	return append(out, raw[at:]...)
}
