package lheo

import (
	"bytes"
	"net/url"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// longest is how many characters a text may have.
func (w *encoder) longest(decl *Element) int {
	if n, ok := w.profile.Lengths[decl.Name]; ok && n < decl.Max {
		return max(n, decl.Min)
	}
	return decl.Max
}

// limit is how many times a child may come.
func (w *encoder) limit(parent, e elem) int {
	limit := w.schema.elements[parent].limit(e)
	if n, ok := w.profile.Counts[elemNames[e]]; ok && (limit == Unbounded || n < limit) {
		return n
	}
	return limit
}

// who sets the limit of a child.
func (w *encoder) who(parent, e elem) string {
	if w.limit(parent, e) != w.schema.elements[parent].limit(e) {
		return "La cible"
	}
	return "LHEO"
}

func whose(narrower bool) string {
	if narrower {
		return "la cible"
	}
	return "LHEO"
}

// demands reports that the version wants the child at least once.
func (w *encoder) demands(parent, e elem) bool {
	decl := &w.schema.elements[parent]
	return decl.place[e] > 0 && decl.Children[decl.place[e]-1].Min > 0
}

// niveaux22 gives for the levels of 2.3 those of 2.2; the two lowest have no
// counterpart there.
var niveaux22 = map[string]string{"13": "4", "14": "5", "15": "6", "16": "7", "17": "8", "18": "8"}

// niveau is a level as the version has it.
func (w *encoder) niveau(code string) string {
	if old, ok := niveaux22[code]; ok && w.schema.Version == "2.2" {
		return old
	}
	return code
}

// openRecord is openWith for an element that says when it came in.
func (w *encoder) openRecord(e elem, numero string, h offre.Horodatage) {
	w.stamp = h
	w.openWith(e, numero)
}

// recordAttributes writes what a profile says of a record in its tag.
func (w *encoder) recordAttributes(e elem, numero string) {
	h := w.stamp
	w.stamp, w.own = offre.Horodatage{}, 0
	if w.profile.Horodatage {
		w.instant(e, aCreation, h.Creation, time.RFC3339)
		w.instant(e, aModification, h.Modification, time.RFC3339)
	}
	if w.profile.Usages {
		w.instant(e, aDatecrea, h.Creation, "20060102")
		w.instant(e, aDatemaj, h.Modification, "20060102")
	}
	if page, ok := w.profile.Href[elemNames[e]]; ok && numero != "" && !w.summary && w.schema.elements[e].attrs.has(aHref) && !w.carriesAttr("href") {
		w.attribute("href", w.address(page, numero))
	}
	if page, ok := w.profile.URI[elemNames[e]]; ok && numero != "" && !w.summary && w.schema.elements[e].attrs.has(aURI) {
		w.attribute("uri", w.address(page, numero))
		w.own |= 1 << aURI
	}
}

// instant writes when something was, unless it came in with the record.
func (w *encoder) instant(e elem, a attr, t time.Time, layout string) {
	if t.IsZero() || !w.schema.elements[e].attrs.has(a) || w.carriesAttr(attrNames[a]) {
		return
	}
	w.attribute(attrNames[a], t.Format(layout))
	w.own |= 1 << a
}

func (w *encoder) carriesAttr(name string) bool {
	if !w.holds() {
		return false
	}
	for _, a := range w.rests[len(w.rests)-1].attrs {
		if a.name == name {
			return true
		}
	}
	return false
}

// address fills in the address of a record.
func (w *encoder) address(page, numero string) string {
	formation := w.formationID
	if formation == "" {
		formation = numero
	}
	return strings.NewReplacer("{numero}", url.PathEscape(numero), "{formation}", url.PathEscape(formation)).Replace(page)
}

// extend writes extensions at the end of the innermost open element, but for
// those that came in with it.
func (w *encoder) extend(list []Extra) {
	if len(list) == 0 {
		return
	}
	w.before(eExtras)
	for _, x := range list {
		if !w.carriesExtra(x.Info) {
			w.dst = x.append(w.dst, true)
		}
	}
}

// carriesExtra reports that an extension of that name is written back into the
// innermost open element.
func (w *encoder) carriesExtra(info string) bool {
	if !w.holds() {
		return false
	}
	top := w.rests[len(w.rests)-1]
	for i := range top.raw {
		r := &top.raw[i]
		tag, _, _ := bytes.Cut(r.xml, []byte(">"))
		if r.el == eExtras && !r.out && (bytes.Contains(tag, []byte(`info="`+info+`"`)) || bytes.Contains(tag, []byte(`info='`+info+`'`))) {
			return true
		}
	}
	return false
}
