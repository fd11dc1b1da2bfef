package lheo

// admit says how an element is to be judged, from where it stands, and which of
// its name it is. It may correct the element that f is.
func (j *judge) admit(f *frame, space binding, local []byte) (mode, uint32) {
	if len(j.frames) == 0 {
		return j.root(f, space, local), 0
	}
	up := &j.frames[len(j.frames)-1]
	switch {
	case up.mode == skip:
		return skip, 0
	case up.mode == lax:
		return laxly(f.el), 0
	}
	decl := &j.schema.elements[up.el]
	switch decl.Content {
	case Any:
		return laxly(f.el), 0
	case Sequence, Choice:
		return j.child(up, decl, f, space, local)
	}
	up.stray = true
	j.report(issue{rule: ruleStrayElement, leaf: string(local), parent: up.el})
	return skip, 0
}

// laxly is how an element within <extra> is judged.
func laxly(el elem) mode {
	if el == noElem {
		return lax
	}
	return byDecl
}

// child holds an element against the sequence of its parent.
func (j *judge) child(up *frame, decl *Element, f *frame, space binding, local []byte) (mode, uint32) {
	if f.el == noElem {
		return j.stranger(up, decl, f, space, local)
	}
	at := decl.place[f.el]
	if at == 0 {
		j.report(issue{rule: ruleMisplaced, leaf: string(local), parent: up.el})
		return byDecl, 0
	}
	return byDecl, j.count(up, decl, at, false)
}

// count counts a child that has its place in the sequence, and judges its number
// and its order. It gives its rank, 0 when such a child comes but once.
func (j *judge) count(up *frame, decl *Element, at uint8, quiet bool) uint32 {
	n := &j.counts[int(up.kids)+int(at)-1]
	*n++
	c := &decl.Children[at-1]
	rank := *n
	if c.Max == 1 {
		rank = 0
	}
	if decl.Content == Choice {
		return *n
	}
	switch {
	case quiet:
	case c.Max != Unbounded && int(*n) > c.Max:
		j.report(issue{rule: ruleTooMany, leaf: c.Name, rank: *n, parent: up.el, n: c.Max})
	case at < up.last:
		j.report(issue{rule: ruleOrder, leaf: c.Name, rank: rank, parent: up.el, want: decl.Children[up.last-1].Name})
	}
	up.last = at
	return rank
}

// stranger is a child that LHEO does not know, here or at all. One whose name is
// nearly that of a child is judged as that child.
func (j *judge) stranger(up *frame, decl *Element, f *frame, space binding, local []byte) (mode, uint32) {
	known := lookup(local)
	if known != noElem && space.kind != j.target {
		j.report(issue{rule: ruleNamespace, leaf: string(local), parent: up.el, value: []byte(space.uri)})
		if at := decl.place[known]; at > 0 {
			j.count(up, decl, at, true)
		}
		return skip, 0
	}
	near := nearest(decl, local)
	j.report(issue{rule: ruleUnknown, leaf: string(local), parent: up.el, want: near.String()})
	if near == noElem {
		return skip, 0
	}
	f.el = near
	return byDecl, j.count(up, decl, decl.place[near], true)
}

// complete reports the children that a closed element lacks.
func (j *judge) complete(f *frame) {
	decl := &j.schema.elements[f.el]
	switch decl.Content {
	case Sequence:
		for _, i := range decl.need {
			if j.counts[int(f.kids)+int(i)] == 0 {
				j.report(issue{rule: ruleMissing, at: f.at, parent: f.el, want: decl.Children[i].Name, next: j.nextPresent(f, decl, int(i))})
			}
		}
	case Any, Choice:
	default:
		if !f.stray {
			j.check(decl, j.value, j.chars, f.at)
		}
	}
}

// nextPresent is the first child after position i that is there: what is missing
// goes before it.
func (j *judge) nextPresent(f *frame, decl *Element, i int) string {
	for k := i + 1; k < len(decl.Children); k++ {
		if j.counts[int(f.kids)+k] > 0 {
			return decl.Children[k].Name
		}
	}
	return ""
}
