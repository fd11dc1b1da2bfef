package lheo

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// AppendOffer appends one complete <formation> to dst, in LHEO 2.3. The tags
// <formation …> and </formation> each start a line of their own, since readers
// of feeds look for them there. What the nouns carry of their source beside
// themselves (offre.Brut) is written back where LHEO admits it. The same offer
// gives the same bytes.
func (p Profile) AppendOffer(dst []byte, o Offer) ([]byte, Report) {
	dst = startLine(dst)
	from := len(dst)
	if root := graft(&o); root != nil {
		dst, report := p.complete(dst, &o, root)
		return p.sayable(dst, from, o.Formation.ID, report)
	}
	w := encoder{dst: dst, profile: &p, schema: p.schema()}
	w.formation(&o)
	return p.sayable(w.dst, from, o.Formation.ID, w.report)
}

// startLine ends the line that dst is in the middle of.
func startLine(dst []byte) []byte {
	if n := len(dst); n > 0 && dst[n-1] != '\n' {
		return append(dst, '\n')
	}
	return dst
}

// encoder appends elements to dst, one a line, and keeps account of what was
// missing or changed. Its methods are named after what they write.
type encoder struct {
	dst         []byte
	profile     *Profile
	schema      *Schema
	report      Report
	path        []elem           // open elements, from below <formation>
	record      string           // numero of the formation or session being written
	summary     bool             // a <resume-offre> is being written
	key         []byte           // scratch for pathOf
	rests       []restFrame      // what was decoded beside the nouns, for each open element; empty when there is nothing
	names       [3]string        // of the element to be opened next
	pieces      []piece          // raw elements written
	stamp       offre.Horodatage // of the record to be opened next
	formationID string           // number of the formation that is being written
	own         attrMask         // attributes that the element just opened has of its own
}

// Tags as they are written.
var openTags, closeTags, emptyTags = func() (open, close, empty [numElems]string) {
	for e, name := range elemNames {
		open[e], close[e], empty[e] = "<"+name+">", "</"+name+">\n", "<"+name+"/>\n"
	}
	return open, close, empty
}()

// open starts an element that holds others.
func (w *encoder) open(e elem) { w.openWith(e, "") }

// openWith is open with the attribute numero, when there is one.
func (w *encoder) openWith(e elem, numero string) {
	w.descend(e)
	w.path = append(w.path, e)
	tag := openTags[e]
	w.dst = append(w.dst, tag[:len(tag)-1]...)
	w.attribute("numero", numero)
	w.recordAttributes(e, numero)
	w.otherAttributes(numero != "")
	w.dst = append(w.dst, '>', '\n')
}

// close ends the innermost open element.
func (w *encoder) close() {
	w.ascend()
	last := len(w.path) - 1
	w.dst = append(w.dst, closeTags[w.path[last]]...)
	w.path = w.path[:last]
}

// within writes an element and, inside it, what body writes.
func (w *encoder) within(e elem, body func()) {
	w.open(e)
	body()
	w.close()
}

func (w *encoder) attribute(name, value string) {
	if value == "" {
		return
	}
	w.dst = append(append(append(w.dst, ' '), name...), '=', '"')
	w.dst = appendAttr(w.dst, value)
	w.dst = append(w.dst, '"')
}

// text writes an element that holds characters. It writes nothing, and reports
// false, when the value is empty or LHEO has no room for it.
func (w *encoder) text(e elem, value string) bool { return w.coded(e, value, "", "") }

// coded is text with the attributes ref and tag.
func (w *encoder) coded(e elem, value, ref, tag string) bool {
	if w.schema.elements[e].absent {
		return false
	}
	if w.replaced(e, value) {
		return true
	}
	value = w.fit(e, value)
	if value == "" {
		return false
	}
	w.before(e)
	open := openTags[e]
	w.dst = append(w.dst, open[:len(open)-1]...)
	w.leafAttributes(e, value, ref, tag)
	w.dst = append(w.dst, '>')
	w.dst = appendText(w.dst, value)
	w.dst = append(w.dst, closeTags[e]...)
	return true
}

// wrapped writes a value that has an element of its own around it: <web><urlweb>.
func (w *encoder) wrapped(outer, inner elem, value string) {
	if value == "" || w.schema.elements[outer].absent {
		return
	}
	w.path = append(w.path, outer)
	value = w.fit(inner, value)
	w.path = w.path[:len(w.path)-1]
	if value != "" {
		w.open(outer)
		w.text(inner, value)
		w.close()
	}
}

// must is text for an element that LHEO demands: it falls back on the profile.
func (w *encoder) must(e elem, value string) {
	if !w.text(e, value) {
		w.byDefault(e)
	}
}

// byDefault writes an element that LHEO demands from the profile's defaults, or
// reports that it is missing.
func (w *encoder) byDefault(e elem) {
	path := string(w.pathOf(e))
	if w.coded(e, w.fallback(path), w.ref(e), "") {
		w.report.Defaulted = append(w.report.Defaulted, path)
		return
	}
	if decl := &w.schema.elements[e]; decl.Content == Text && decl.Min == 0 {
		w.dst = append(w.dst, emptyTags[e]...)
	}
	w.report.Missing = append(w.report.Missing, path)
}

// has reports that the profile gives a default for e, here.
func (w *encoder) has(e elem) bool { return w.fallback(string(w.pathOf(e))) != "" }

// fallback is the profile's default for a path, or for the longest end of it
// that the profile names.
func (w *encoder) fallback(path string) string {
	if v, ok := w.profile.Defaults["action/"+path]; ok && w.summary {
		return v // a summary says of the formation what LHEO says of its action
	}
	for {
		if v, ok := w.profile.Defaults[path]; ok {
			return v
		}
		_, rest, cut := strings.Cut(path, "/")
		if !cut {
			return ""
		}
		path = rest
	}
}

// pathOf is the path of e below <formation>, good until the next call.
func (w *encoder) pathOf(e elem) []byte {
	w.key = w.key[:0]
	for _, up := range w.path {
		if up != eFormation && up != eResumeOffre {
			w.key = append(append(w.key, elemNames[up]...), '/')
		}
	}
	w.key = append(w.key, elemNames[e]...)
	return w.key
}

// note reports what became of a value that is being written.
func (w *encoder) note(e elem, r finding.Rule, value, after, message, remedy string) {
	w.report.Findings = append(w.report.Findings, finding.Finding{
		Rule: r.Code, Severity: r.Severity, Record: w.record, Field: string(w.pathOf(e)),
		Value: finding.Cut(value, finding.MaxValue), After: finding.Cut(after, finding.MaxValue),
		Message: message, Remedy: remedy,
	})
}
