package lheo

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// carry gives the rest of a formation to the nouns: to each session its own, to
// the modalities what stands in an action outside its sessions, and to the
// formation all else.
func (o *Offer) carry(r *rest) {
	if r == nil {
		return
	}
	for i := range o.Actions {
		a := &o.Actions[i]
		of := r.detach(restKey{eAction, i})
		for j := range a.Sessions {
			a.Sessions[j].Reste = of.detach(restKey{eSession, j}).list(nil, eSession, "")
		}
		a.Modalites.Reste = of.list(nil, eAction, "")
		for j := range a.Sessions {
			a.Sessions[j].Modalites.Reste = a.Modalites.Reste
		}
	}
	o.Formation.Reste = r.list(nil, eFormation, "")
}

// detach takes the rest of a child out.
func (r *rest) detach(key restKey) *rest {
	if r == nil {
		return nil
	}
	of := r.kids[key]
	delete(r.kids, key)
	return of
}

// list gives what is kept in an element, with where it belongs.
func (r *rest) list(out []offre.Brut, of elem, path string) []offre.Brut {
	if r == nil {
		return out
	}
	if r.witness != "" && len(r.attrs)+len(r.raw)+len(r.instead)+len(r.kids) > 0 {
		out = append(out, offre.Brut{Chemin: path, Temoin: r.witness})
	}
	for _, a := range r.attrs {
		out = append(out, offre.Brut{Chemin: path, XML: a.name + `="` + string(appendAttr(nil, a.value)) + `"`})
	}
	for i := range r.raw {
		out = append(out, offre.Brut{Chemin: path, XML: string(r.raw[i].xml), Apres: r.raw[i].after(of)})
	}
	for _, x := range r.instead {
		out = append(out, offre.Brut{Chemin: path, Remplace: x.of.String(), Temoin: x.witness})
	}
	for _, key := range r.sorted() {
		step := key.of.String() + "[" + strconv.Itoa(key.rank+1) + "]"
		if path != "" {
			step = path + "/" + step
		}
		out = r.kids[key].list(out, key.of, step)
	}
	return out
}

// sorted lists the keys of the rest of the children.
func (r *rest) sorted() []restKey {
	return slices.SortedFunc(maps.Keys(r.kids), func(a, b restKey) int {
		if a.of != b.of {
			return int(a.of) - int(b.of)
		}
		return a.rank - b.rank
	})
}

// after names the child of an element that a raw one comes after, when its own
// name does not tell.
func (c *rawChild) after(of elem) string {
	if of >= numElems {
		return ""
	}
	decl := &V23().elements[of]
	if el := lookup(tagName(c.xml)); c.place == 0 || el != noElem && decl.place[el] == c.place {
		return ""
	}
	return decl.Children[c.place-1].Name
}

// tagName is the name in the tag that an element begins with.
func tagName(xml []byte) []byte {
	if len(xml) == 0 {
		return nil
	}
	end := 1
	for end < len(xml) && !isSpace(xml[end]) && xml[end] != '>' && xml[end] != '/' {
		end++
	}
	return xml[1:end]
}

// graft makes the rest of a <formation> of what its nouns carry, nil when that is
// nothing. What is no path of LHEO's is left out.
func graft(o *Offer) *rest {
	if !carries(o) {
		return nil
	}
	root := &rest{}
	f := root.child(restKey{eFormation, 0})
	f.take(eFormation, o.Formation.Reste)
	for i := range o.Actions {
		a := f.child(restKey{eAction, i})
		a.take(eAction, o.Actions[i].Modalites.Reste)
		for j := range o.Actions[i].Sessions {
			a.child(restKey{eSession, j}).take(eSession, o.Actions[i].Sessions[j].Reste)
		}
	}
	root.order()
	return root
}

// order puts the raw children in the order of the sequence.
func (r *rest) order() {
	slices.SortStableFunc(r.raw, func(a, b rawChild) int { return int(a.place) - int(b.place) })
	for _, k := range r.kids {
		k.order()
	}
}

func carries(o *Offer) bool {
	if len(o.Formation.Reste) > 0 {
		return true
	}
	for i := range o.Actions {
		if len(o.Actions[i].Modalites.Reste) > 0 {
			return true
		}
		for j := range o.Actions[i].Sessions {
			if len(o.Actions[i].Sessions[j].Reste) > 0 {
				return true
			}
		}
	}
	return false
}

// child is the rest of a child, made when there is none.
func (r *rest) child(key restKey) *rest {
	if r.kids[key] == nil {
		r.add(key, &rest{})
	}
	return r.kids[key]
}

// take adds what a noun carries to the rest of its element.
func (r *rest) take(of elem, list []offre.Brut) {
	for i := range list {
		if at, el, ok := r.walk(of, list[i].Chemin); ok {
			at.put(el, &list[i])
		}
	}
}

// walk finds the rest of the element that a path leads to.
func (r *rest) walk(of elem, path string) (at *rest, el elem, ok bool) {
	for path != "" {
		var step string
		step, path, _ = strings.Cut(path, "/")
		name, rank, found := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		n, err := strconv.Atoi(rank)
		el := lookup([]byte(name))
		if !found || err != nil || n < 1 || el == noElem {
			return nil, noElem, false
		}
		r, of = r.child(restKey{el, n - 1}), el
	}
	return r, of, true
}

func (r *rest) put(of elem, b *offre.Brut) {
	switch {
	case b.Remplace != "":
		if el := lookup([]byte(b.Remplace)); el != noElem {
			r.instead = append(r.instead, instead{el, b.Temoin})
		}
	case strings.HasPrefix(b.XML, "<"):
		r.raw = append(r.raw, rawOf(of, b))
	case b.XML != "":
		if name, value, ok := strings.Cut(b.XML, "="); ok && len(value) > 1 {
			r.attrs = append(r.attrs, rawAttr{name, string(attrValue(nil, []byte(value[1:len(value)-1])))})
		}
	default:
		r.witness = b.Temoin
	}
}

func rawOf(of elem, b *offre.Brut) rawChild {
	c := rawChild{el: lookup(tagName([]byte(b.XML))), xml: []byte(b.XML)}
	decl := &V23().elements[of]
	switch {
	case b.Apres != "":
		if c.el = lookup([]byte(b.Apres)); c.el != noElem {
			c.place = decl.place[c.el]
		}
		c.el = noElem
	case c.el != noElem:
		c.place = decl.place[c.el]
	}
	return c
}
