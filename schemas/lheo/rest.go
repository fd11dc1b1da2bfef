package lheo

// rest is what an element of a decoded file held beside what the nouns keep:
// attributes, elements and extensions, as they stood.
type rest struct {
	attrs []rawAttr
	raw   []rawChild // in the order of the file
	kids  map[restKey]*rest
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

// leafAttributes writes back the attributes of an element that holds characters.
func (w *encoder) leafAttributes(e elem) {
	if len(w.rests) > 0 {
		w.attributes(w.next(e))
	}
}

func (w *encoder) attributes(r *rest) {
	if r == nil {
		return
	}
	for _, a := range r.attrs {
		w.attribute(a.name, a.value)
	}
}
