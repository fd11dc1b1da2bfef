package lheo

import (
	"bytes"
	"slices"
	"strings"
)

// named tells what the element to be opened next is about, for its rest.
func (w *encoder) named(a, b, c string) {
	if len(w.rests) > 0 {
		w.names = [3]string{a, b, c}
	}
}

// descend goes from the innermost open element to its next child of that name.
func (w *encoder) descend(e elem) {
	if len(w.rests) == 0 {
		return
	}
	w.before(e)
	r := w.next(e)
	if keys[e] != nil && !r.isOf(w.names) {
		r = nil
	}
	w.names = [3]string{}
	w.rests = append(w.rests, restFrame{rest: r, of: e})
}

// next is the rest of the next child of that name, nil when it has none.
func (w *encoder) next(e elem) *rest {
	top := &w.rests[len(w.rests)-1]
	if top.rest == nil || len(top.kids) == 0 {
		return nil
	}
	if top.ranks == nil {
		top.ranks = map[elem]int{}
	}
	rank := top.ranks[e]
	top.ranks[e]++
	return top.kids[restKey{e, rank}]
}

// before writes back what stood before the place of e.
func (w *encoder) before(e elem) {
	if len(w.rests) > 0 {
		top := w.rests[len(w.rests)-1]
		if top.of < numElems {
			w.writeBack(w.schema.elements[top.of].place[e])
		}
	}
}

// ascend writes back all that is left of the innermost open element.
func (w *encoder) ascend() {
	if len(w.rests) > 0 {
		w.writeBack(255)
		w.rests = w.rests[:len(w.rests)-1]
	}
}

func (w *encoder) writeBack(place uint8) {
	top := &w.rests[len(w.rests)-1]
	if top.rest == nil {
		return
	}
	for ; top.done < len(top.raw) && top.raw[top.done].place < place; top.done++ {
		r := &top.raw[top.done]
		if r.out || r.el != noElem && slices.Contains(top.void, r.el) {
			continue
		}
		if bytes.HasPrefix(r.xml, recordTag) {
			w.dst = bytes.TrimSuffix(w.dst, newline)
		}
		from := len(w.dst)
		w.dst = append(append(w.dst, r.xml...), '\n')
		w.pieces = append(w.pieces, piece{r, from, len(w.dst)})
	}
}

// otherAttributes writes back the attributes of the element just opened.
func (w *encoder) otherAttributes(numbered bool) {
	if len(w.rests) > 0 {
		top := &w.rests[len(w.rests)-1]
		w.attributes(top.of, top.rest, numbered, false, false)
	}
}

// leafAttributes writes the attributes of an element that holds characters: its
// own, then those that it had when it said the same.
func (w *encoder) leafAttributes(e elem, value, ref, tag string) {
	w.attribute("ref", ref)
	w.attribute("tag", tag)
	if len(w.rests) > 0 {
		if r := w.next(e); r != nil && agrees(value, r.witness) {
			w.attributes(e, r, false, ref != "", tag != "")
		}
	}
}

// attributes writes back the attributes that an element had, but for those that
// it has by now.
func (w *encoder) attributes(e elem, r *rest, numbered, versioned, tagged bool) {
	if r == nil {
		return
	}
	for _, a := range r.attrs {
		own := a.name == "numero" && numbered || a.name == "ref" && versioned || a.name == "tag" && tagged
		own = own || w.own.has(attrOf([]byte(a.name)))
		if !own && (w.profile.Integral || w.admits(e, a)) {
			w.attribute(a.name, a.value)
		}
	}
}

// admits reports that LHEO 2.3 has such an attribute there. An identifier of the
// document that it came from may be another's in the one that is written.
func (w *encoder) admits(e elem, a rawAttr) bool {
	id := attrOf([]byte(a.name))
	if e >= numElems || !w.schema.elements[e].attrs.has(id) {
		return false
	}
	switch id {
	case aID, aIDREF:
		return false
	case aURI:
		return isAnyURI([]byte(strings.TrimSpace(a.value)))
	case aCreation, aModification, aExport:
		return isDateTime([]byte(a.value))
	}
	return true
}

// replaced reports whether what was decoded is written back in place of the
// children of that name: when the nouns still say what they said then, and LHEO
// gains by it.
func (w *encoder) replaced(e elem, said string) bool {
	if len(w.rests) == 0 {
		return false
	}
	top := &w.rests[len(w.rests)-1]
	if top.rest == nil || slices.Contains(top.void, e) {
		return false
	}
	i := slices.IndexFunc(top.instead, func(x instead) bool { return x.of == e })
	if i < 0 {
		return false
	}
	if agrees(said, top.instead[i].witness) && (w.profile.Integral || w.serves(top, e)) {
		return true
	}
	top.void = append(top.void, e)
	return false
}

// serves reports that what is written back of the children of a name says
// something, or that there may be none of them.
func (w *encoder) serves(top *restFrame, e elem) bool {
	had := false
	for i := range top.raw {
		if r := &top.raw[i]; r.el == e {
			if had = true; !r.out && !mute(r.xml) {
				return true
			}
		}
	}
	decl := &w.schema.elements[top.of]
	return !had && decl.place[e] > 0 && decl.Children[decl.place[e]-1].Min == 0
}

// holds reports whether something that was decoded is written back into the
// innermost open element.
func (w *encoder) holds() bool {
	return len(w.rests) > 0 && w.rests[len(w.rests)-1].rest != nil
}

// hasScheme reports that the scheme of the open action is written back.
func (w *encoder) hasScheme() bool {
	if !w.holds() {
		return false
	}
	return slices.ContainsFunc(w.rests[len(w.rests)-1].raw, func(r rawChild) bool {
		return r.el == eExtras && slices.ContainsFunc(schemes, func(s scheme) bool { return strings.Contains(string(r.xml), s.flag) })
	})
}
