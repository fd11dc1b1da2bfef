package lheo

import "slices"

// start judges a start tag. The name of a child where it belongs, without a
// prefix, needs no more than two looks at the table.
func (j *judge) start() {
	s := &j.scan
	f := frame{el: lookup(s.name), bound: int32(len(j.ns.bound)), plain: int32(j.ns.plain)}
	if declares(s.attrs) {
		j.ns.declare(s.attrs, j.badBinding)
	}
	if f.el == noElem || j.ns.kind != j.target || !j.begun || j.target > ns22 || !j.expected(&f) {
		j.unexpected(&f)
	}
	if f.mode == byDecl && f.el != noElem && j.simple(&f) {
		j.ns.release(int(f.bound), int(f.plain))
		return
	}
	j.push(f)
}

// declares reports whether a tag declares a namespace.
func declares(attrs []attrSpan) bool {
	for i := range attrs {
		if n := attrs[i].name; len(n) >= 5 && string(n[:5]) == "xmlns" {
			return true
		}
	}
	return false
}

// expected judges an element of the namespace that is judged, when it is a child
// that its parent may hold.
func (j *judge) expected(f *frame) bool {
	if len(j.frames) == 0 {
		return false
	}
	up := &j.frames[len(j.frames)-1]
	if up.mode != byDecl {
		return false
	}
	decl := &j.schema.elements[up.el]
	at := decl.place[f.el]
	if at == 0 {
		return false
	}
	f.rank = j.count(up, decl, at, false)
	return true
}

// unexpected judges any other element.
func (j *judge) unexpected(f *frame) {
	space, local := j.ns.ofElement(j.scan.name)
	if space.kind == nsUnbound {
		j.report(issue{rule: ruleSyntax, leaf: cutBytes(j.scan.name), detail: "le préfixe de <" + cutBytes(j.scan.name) + "> n'est pas déclaré"})
	}
	f.el = j.identify(space, local)
	f.mode, f.rank = j.admit(f, space, local)
}

// identify gives the element of LHEO that a name is, noElem for none.
func (j *judge) identify(space binding, local []byte) elem {
	if space.kind != j.target && j.begun || space.kind == nsUnbound || j.target == nsOther && space.uri != j.uri {
		return noElem
	}
	el := lookup(local)
	if el != noElem && j.schema.elements[el].absent {
		return noElem
	}
	return el
}

// push opens an element.
func (j *judge) push(f frame) {
	s := &j.scan
	if len(j.frames) >= maxDepth {
		s.stop(ruleLimit, s.at, "plus de 256 éléments emboîtés")
		return
	}
	if len(j.ns.bound) > maxBindings {
		s.stop(ruleLimit, s.at, "plus de 1 000 espaces de noms à la fois")
		return
	}
	f.at = s.where(s.at)
	f.name, f.kids = int32(len(j.names)), int32(len(j.counts))
	if f.el == noElem || elemNames[f.el] != string(s.name) {
		j.names = append(j.names, s.name...)
		f.written = int32(len(s.name))
	}
	if f.mode == byDecl && f.el != noElem {
		j.counts = extend(j.counts, len(j.schema.elements[f.el].Children))
		j.entered(f.el)
	}
	j.frames = append(j.frames, f)
	j.attributes(&f)
	if s.empty {
		j.pop()
	}
}

// extend adds n zeros.
func extend(counts []uint32, n int) []uint32 {
	counts = slices.Grow(counts, n)[:len(counts)+n]
	clear(counts[len(counts)-n:])
	return counts
}

// pop closes the innermost open element.
func (j *judge) pop() {
	f := &j.frames[len(j.frames)-1]
	if f.mode == byDecl && f.el != noElem {
		j.complete(f)
		j.left(f.el)
	}
	j.drop()
}

// drop forgets the innermost open element.
func (j *judge) drop() {
	f := &j.frames[len(j.frames)-1]
	j.counts, j.names = j.counts[:f.kids], j.names[:f.name]
	j.ns.release(int(f.bound), int(f.plain))
	j.frames = j.frames[:len(j.frames)-1]
}

// shortcut goes past white space between tags, and past the end tag of the
// innermost open element when it is written plainly. It reports whether it did
// the latter.
func (j *judge) shortcut() bool {
	if len(j.frames) == 0 || j.scan.inCDATA || j.inText() {
		return false
	}
	s := &j.scan
	from := s.pos
	for s.pos < len(s.buf) && isSpace(s.buf[s.pos]) {
		s.pos++
	}
	s.run += s.pos - from
	f := &j.frames[len(j.frames)-1]
	p := s.buf[s.pos:]
	if f.written > 0 || len(p) < 3 || p[0] != '<' || p[1] != '/' || s.run > maxText {
		return false
	}
	name := elemNames[f.el]
	n := len(name) + len("</")
	if len(p) <= n || p[n] != '>' || string(p[2:n]) != name {
		return false
	}
	s.at, s.run = s.pos, 0
	s.pos += n + 1
	j.pop()
	return true
}

// end judges an end tag.
func (j *judge) end() {
	name := string(j.scan.name)
	top := len(j.frames) - 1
	if top >= 0 && j.nameIs(top, name) {
		j.pop()
		return
	}
	at := j.scan.where(j.scan.at)
	for i := top - 1; i >= 0; i-- {
		if j.nameIs(i, name) {
			j.report(issue{rule: ruleSyntax, at: at, detail: "</" + name + "> arrive avant </" + j.nameOf(&j.frames[top]) + ">"})
			for len(j.frames) > i {
				j.drop()
			}
			return
		}
	}
	j.report(issue{rule: ruleSyntax, at: at, detail: "</" + name + "> ne ferme aucun élément"})
}

func (j *judge) nameIs(i int, name string) bool {
	f := &j.frames[i]
	if f.written > 0 {
		return string(j.names[f.name:f.name+f.written]) == name
	}
	return elemNames[f.el] == name
}
