package lheo

import "slices"

// rest is what an element of a decoded file held beside what the nouns keep:
// attributes, elements and extensions, as they stood.
type rest struct {
	attrs   []rawAttr
	raw     []rawChild // in the order of the sequence, then of the file
	kids    map[restKey]*rest
	instead []elem // children of which raw has all there is to write
}

// restKey names a child by its element and its rank among those of that name
// that the nouns keep.
type restKey struct {
	of   elem
	rank int
}

type rawAttr struct{ name, value string }

// rawChild is an element as it stood. It is written back before the first
// sibling whose place in the sequence comes after place.
type rawChild struct {
	place uint8
	xml   []byte
}

// restFrame is where the encoder stands in the rest of one open element.
type restFrame struct {
	*rest
	of    elem
	done  int // raw children written
	ranks map[elem]int
}

// descend goes from the innermost open element to its next child of that name.
func (w *encoder) descend(e elem) {
	if len(w.rests) > 0 {
		w.before(e)
		w.rests = append(w.rests, restFrame{rest: w.next(e), of: e})
	}
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
		w.dst = append(append(w.dst, top.raw[top.done].xml...), '\n')
	}
}

// otherAttributes writes back the attributes of the element just opened.
func (w *encoder) otherAttributes() {
	if len(w.rests) > 0 {
		w.attributes(w.rests[len(w.rests)-1].rest)
	}
}

// leafAttributes writes the attributes of an element that holds characters: its
// own, or those that it had.
func (w *encoder) leafAttributes(e elem, ref, tag string) {
	if len(w.rests) > 0 {
		if r := w.next(e); r != nil {
			w.attributes(r)
			return
		}
	}
	w.attribute("ref", ref)
	w.attribute("tag", tag)
}

// replaced reports whether what was decoded is written back in place of the
// children of that name.
func (w *encoder) replaced(e elem) bool {
	if len(w.rests) == 0 {
		return false
	}
	top := &w.rests[len(w.rests)-1]
	return top.rest != nil && slices.Contains(top.instead, e)
}

func (w *encoder) attributes(r *rest) {
	if r == nil {
		return
	}
	for _, a := range r.attrs {
		w.attribute(a.name, a.value)
	}
}

// holds reports whether something that was decoded is written back into the
// innermost open element.
func (w *encoder) holds() bool {
	return len(w.rests) > 0 && w.rests[len(w.rests)-1].rest != nil
}
