package lheo

import "bytes"

// nsKind is what a namespace is to the judge.
type nsKind uint8

const (
	nsNone nsKind = iota
	ns23
	ns22
	nsXSI
	nsXML
	nsOther
	nsUnbound // a prefix that was not declared
)

func kindOf(uri string) nsKind {
	switch uri {
	case "":
		return nsNone
	case Namespace23:
		return ns23
	case Namespace22:
		return ns22
	case "http://www.w3.org/2001/XMLSchema-instance":
		return nsXSI
	case "http://www.w3.org/XML/1998/namespace":
		return nsXML
	}
	return nsOther
}

// maxBindings is how many bindings may be in force, beyond which a document is
// refused.
const maxBindings = 1000

// binding is a prefix, or no prefix, bound to a namespace.
type binding struct {
	prefix, uri string
	kind        nsKind
}

// namespaces are the bindings in force, the innermost last.
type namespaces struct {
	bound []binding // the first is that of names without a prefix before any is declared
	plain int       // rank in bound of that of names without a prefix
	kind  nsKind    // its kind
}

// reset leaves names without a prefix in one namespace, and no prefix bound.
func (n *namespaces) reset(uri string) {
	n.bound = append(n.bound[:0], binding{uri: uri, kind: kindOf(uri)})
	n.plain, n.kind = 0, n.bound[0].kind
}

// declare binds the prefixes that the attributes of a tag declare; it reports
// through bad what is wrong with them.
func (n *namespaces) declare(attrs []attrSpan, bad func(a attrSpan, detail string)) {
	for _, a := range attrs {
		if !bytes.HasPrefix(a.name, []byte("xmlns")) {
			continue
		}
		switch {
		case len(a.name) == len("xmlns"):
			n.bind("", a.value)
		case a.name[len("xmlns")] == ':':
			n.prefixed(a, bad)
		}
	}
}

func (n *namespaces) prefixed(a attrSpan, bad func(a attrSpan, detail string)) {
	prefix := string(a.name[len("xmlns:"):])
	uri := string(attrValue(nil, a.value))
	switch {
	case !isNCName([]byte(prefix)):
		bad(a, "le préfixe déclaré n'est pas un nom")
	case prefix == "xml" && kindOf(uri) == nsXML:
	case prefix == "xml" || prefix == "xmlns":
		bad(a, "le préfixe « "+prefix+" » est réservé")
	case uri == "":
		bad(a, "un préfixe ne peut pas être lié à un espace de noms vide")
	default:
		n.bind(prefix, a.value)
	}
}

func (n *namespaces) bind(prefix string, value []byte) {
	uri := string(attrValue(nil, value))
	n.bound = append(n.bound, binding{prefix, uri, kindOf(uri)})
	if prefix == "" {
		n.plain = len(n.bound) - 1
		n.kind = n.bound[n.plain].kind
	}
}

// release forgets the bindings made since there were so many, and plain was
// that of names without a prefix.
func (n *namespaces) release(mark, plain int) {
	if len(n.bound) > mark {
		n.bound, n.plain = n.bound[:mark], plain
		n.kind = n.bound[plain].kind
	}
}

// scope is what release needs to come back to.
type scope struct{ mark, plain int }

func (n *namespaces) scope() scope { return scope{len(n.bound), n.plain} }

// ofElement gives the namespace of the name of an element, and that name without
// its prefix.
func (n *namespaces) ofElement(name []byte) (b binding, local []byte) {
	if bytes.IndexByte(name, ':') < 0 {
		return n.bound[n.plain], name
	}
	return n.ofPrefix(name)
}

// ofPrefix gives the namespace of a name with a prefix, and that name without it.
func (n *namespaces) ofPrefix(name []byte) (b binding, local []byte) {
	i := bytes.IndexByte(name, ':')
	prefix, local := string(name[:i]), name[i+1:]
	if !isNCName(local) || prefix == "" {
		return binding{kind: nsUnbound}, name
	}
	if prefix == "xml" {
		return binding{"xml", "http://www.w3.org/XML/1998/namespace", nsXML}, local
	}
	for i := len(n.bound) - 1; i > 0; i-- {
		if n.bound[i].prefix == prefix {
			return n.bound[i], local
		}
	}
	return binding{kind: nsUnbound}, name
}

// attrValue appends the value of an attribute as XML gives it: references
// replaced, every white space a space.
func attrValue(dst, raw []byte) []byte {
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '&':
			r, n := reference(raw[i:])
			if n == 0 {
				dst = append(dst, c)
				continue
			}
			dst = append(dst, string(r)...)
			i += n - 1
		case c == '\r' && i+1 < len(raw) && raw[i+1] == '\n':
		case isSpace(c):
			dst = append(dst, ' ')
		default:
			dst = append(dst, c)
		}
	}
	return dst
}
