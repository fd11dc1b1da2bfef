package lheo

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// Broken is the error of a file that can be read no further. Why is for the person
// who sent it; Error is for the log.
type Broken struct {
	Line  int    // 0 when nothing of the file can be read
	Why   string // French, one sentence
	Cause error  // of the source that is read; nil when its text is at fault

	what string
}

func (b *Broken) Error() string {
	said := "decode LHEO: "
	if b.Line > 0 {
		said += fmt.Sprintf("nothing can be read after line %d: ", b.Line)
	}
	if said += b.what; b.Cause != nil {
		return said + ": " + b.Cause.Error()
	}
	return said + ": " + b.Why
}

// Unwrap gives the error of the source.
func (b *Broken) Unwrap() error { return b.Cause }

// missed says that an element was closed by the end of another around it: what
// follows it was read as a part of it.
func (r *reader) missed(n *node, line int) {
	name := cutBytes([]byte(n.name))
	r.note(finding.Finding{Rule: xmlMalForme.Code, Severity: xmlMalForme.Severity, Place: finding.Place{Row: n.line},
		Message: fmt.Sprintf("XML mal formé : <%s> n'est pas refermé avant la ligne %d ; ce qui le suit dans la fiche a pu être perdu.", name, line),
		Remedy:  "Corrigez l'outil qui écrit le flux, puis validez-le de nouveau."})
}

// overruns tells that an element begins within a text, and belongs after it: the
// end of the text is missing.
func (r *reader) overruns(el elem) bool {
	open := r.tree.open
	if el == noElem || len(open) < 2 || declares(r.scan.attrs) {
		return false
	}
	text, up := open[len(open)-1].el, open[len(open)-2].el
	return text != noElem && up != noElem && V23().elements[text].Content > Any && V23().elements[up].place[el] > 0
}

// closeText closes the innermost element, a text.
func (r *reader) closeText() {
	t := &r.tree
	n := t.top()
	r.missed(n, r.scan.where(r.scan.at).line)
	t.raw = append(append(append(t.raw, "</"...), n.name...), '>')
	t.end()
	r.ns.release(n.scope.mark, n.scope.plain)
}

// unclosed tells that a formation begins within another, whose end is missing.
// Within an extension anything may stand.
func (r *reader) unclosed(el elem) bool {
	if el != eFormation || r.tree.top() == nil || r.tree.open[0].el != eFormation || declares(r.scan.attrs) {
		return false
	}
	for _, n := range r.tree.open {
		if n.el == noElem || V23().elements[n.el].Content == Any {
			return false
		}
	}
	return true
}

// closeRecord closes the record and what is open in it, and gives it.
func (r *reader) closeRecord() error {
	t := &r.tree
	r.missed(t.open[0], r.scan.where(r.scan.at).line)
	for len(t.open) > 0 {
		t.raw = append(append(append(t.raw, "</"...), t.top().name...), '>')
		if len(t.open) == 1 {
			break
		}
		t.end()
	}
	return r.close()
}
