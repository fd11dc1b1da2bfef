package lheo

import (
	"bytes"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// reader goes through a file and makes a tree of each record.
type reader struct {
	scan  scanner
	ns    namespaces
	tree  tree
	doc   *said
	yield func(Decoded, error) bool

	target nsKind
	begun  bool
	path   []step // elements that are open around records
	extras int    // bytes of the extensions of the file
	raw    bool   // what is read is an extension of the file, not a record
	found  []finding.Finding
	broken string // why nothing more can be read

	brokenAt int // line
}

// step is an element that is open around records.
type step struct {
	name  string
	scope scope
}

func (r *reader) run() error {
	r.ns.reset("")
	for {
		switch r.scan.next() {
		case tokStart:
			if err := r.start(); err != nil {
				return err
			}
		case tokEnd:
			if err := r.end(); err != nil {
				return err
			}
		case tokText:
			r.text(r.scan.chunk, true)
		case tokCDATA:
			r.text(r.scan.chunk, false)
		case tokEOF:
			return r.finish()
		}
	}
}

// finish tells why the file cannot be read to its end, when it cannot.
func (r *reader) finish() error {
	line := r.scan.where(len(r.scan.buf)).line
	switch {
	case r.scan.err != nil:
		return &Broken{Line: line, Why: "La lecture du fichier s'y arrête.", what: "read it", Cause: r.scan.err}
	case r.broken != "":
		return &Broken{Line: r.brokenAt, Why: r.broken, what: "what is not well-formed hides what follows"}
	case !r.begun:
		return &Broken{Why: "Il ne contient aucun élément XML : il est vide, ou dans un encodage inconnu.", what: "no element in the file: it is not XML, or it is empty"}
	case r.tree.top() != nil:
		begun := r.tree.open[0]
		return &Broken{Line: begun.line, Why: "L'élément <" + cutBytes([]byte(begun.name)) + "> qui y commence n'a pas de fin : le fichier est coupé, ou il y manque une balise.",
			what: fmt.Sprintf("the file is cut short after line %d: its last record was not read", line)}
	case len(r.path) > 0:
		return &Broken{Line: line, Why: "Le fichier est coupé après cette ligne : son premier élément n'est pas refermé.", what: "the file is cut short: what stood between two records was not read"}
	}
	return nil
}

// problem takes what is not well-formed: a finding of the record it is in, as
// long as one can read on.
func (r *reader) problem(p problem) {
	if len(r.found) >= maxFindings && !p.stop {
		return
	}
	is := issue{rule: p.rule, at: r.scan.where(p.at), detail: p.detail}
	message, remedy := is.sentence("")
	if p.stop {
		r.broken, r.brokenAt = message, is.at.line
		return
	}
	r.note(finding.Finding{Rule: rules[p.rule].Code, Severity: finding.Warning,
		Place: finding.Place{Row: is.at.line}, Message: message, Remedy: remedy})
}

// maxFindings is how many findings of one record are kept.
const maxFindings = 200

func (r *reader) note(f finding.Finding) {
	if len(r.found) < maxFindings {
		r.found = append(r.found, f)
	}
}

// start opens an element: of a record, or around records.
func (r *reader) start() error {
	s, around := &r.scan, r.ns.scope()
	if declares(s.attrs) {
		r.ns.declare(s.attrs, func(attrSpan, string) {})
	}
	if len(r.path) >= maxDepth || len(r.ns.bound) > maxBindings {
		return &Broken{Line: s.where(s.at).line, Why: fmt.Sprintf("Plus de %d éléments y sont ouverts, ou plus de %d espaces de noms : le fichier n'est pas un flux.", maxDepth, maxBindings),
			what: "too many open elements or namespaces: the file is no feed"}
	}
	space, local := r.ns.ofElement(s.name)
	if !r.begun {
		return r.root(space, local, around)
	}
	el := noElem
	if space.kind == r.target {
		el = lookup(local)
	}
	if r.overruns(el) {
		r.closeText()
		around = r.ns.scope()
	}
	if r.unclosed(el) {
		if err := r.closeRecord(); err != nil {
			return err
		}
		around = r.ns.scope()
	}
	if r.tree.top() == nil && !r.opens(el) {
		r.enter(around)
		return nil
	}
	return r.element(el, around)
}

// enter opens an element around records.
func (r *reader) enter(around scope) {
	if r.scan.empty {
		r.ns.release(around.mark, around.plain)
		return
	}
	r.path = append(r.path, step{string(r.scan.name), around})
}

// root looks at the root of the file.
func (r *reader) root(space binding, local []byte, around scope) error {
	r.begun, r.target = true, space.kind
	switch el := lookup(local); {
	case el == eLheo, el == eLheoIndex, el == eLheoPlus:
		r.doc.root = el.String()
	default:
		name := finding.Cut(cutBytes(local), 60)
		return &Broken{Why: fmt.Sprintf("Son premier élément est <%s>, et non <lheo>, <lheo-index> ou <lheo-plus> : ce n'est pas un flux LHEO.", name),
			what: fmt.Sprintf("its root is <%s>, not <lheo>, <lheo-index> or <lheo-plus>: it is no LHEO feed", name)}
	}
	switch space.kind {
	case ns23:
		r.doc.version = "2.3"
	case ns22:
		r.doc.version = "2.2"
	}
	r.enter(around)
	return nil
}

// opens reports whether an element around which no record is open begins one, or
// an extension of the file.
func (r *reader) opens(el elem) bool {
	r.raw = el == eExtras
	switch el {
	case eFormation, eResumeOffre, eResumeOrganisme, eOrganismeFormationResponsable, eExtras:
		r.tree.reset()
		return true
	}
	return false
}

// element adds an element to the record.
func (r *reader) element(el elem, around scope) error {
	s, t := &r.scan, &r.tree
	line := s.where(s.at).line
	if up := t.top(); up != nil && up.el != noElem && el == noElem {
		el = r.guess(up.el, line)
	}
	if len(t.raw) > maxRecord || len(t.open) >= maxDepth || t.used >= maxElements {
		return &Broken{Line: line, Why: fmt.Sprintf("Une fiche y fait plus de 16 Mo, compte plus de %d éléments, ou les emboîte sur plus de %d niveaux : le fichier n'est pas un flux.", maxElements, maxDepth),
			what: "a record that is too large or nested too deep: the file is not a feed"}
	}
	n := t.begin(el, s.name, line)
	n.scope = around
	t.raw = append(t.raw, s.buf[s.at:s.pos]...)
	for _, a := range s.attrs {
		if el != noElem && string(a.name) == "xmlns" {
			continue // what is LHEO's goes into the namespace of the file that is written
		}
		n.attrs = append(n.attrs, rawAttr{string(a.name), string(attrValue(nil, a.value))})
	}
	if s.empty {
		return r.close()
	}
	return nil
}

// guess gives the element whose name was nearly written.
func (r *reader) guess(up elem, line int) elem {
	decl := &V23().elements[up]
	el := nearest(decl, r.scan.name)
	if el != noElem {
		r.note(finding.Finding{Rule: elementMalNomme.Code, Severity: elementMalNomme.Severity, Place: finding.Place{Row: line},
			Value: cutBytes(r.scan.name), After: el.String(),
			Message: fmt.Sprintf("<%s> n'existe pas dans <%s> : il est lu comme <%s>.", cutBytes(r.scan.name), up, el),
			Remedy:  "Corrigez l'outil qui écrit le flux."})
	}
	return el
}

// text adds characters to the innermost element of the record.
func (r *reader) text(chunk []byte, markup bool) {
	t := &r.tree
	n := t.top()
	if n == nil {
		return
	}
	if !markup {
		t.raw = append(append(append(t.raw, "<![CDATA["...), chunk...), "]]>"...)
	} else {
		t.raw = append(t.raw, chunk...)
	}
	if n.el == noElem || V23().elements[n.el].Content < Any || len(n.text) > maxRecord {
		return
	}
	if _, f := measure(chunk, markup); f&hasBad != 0 {
		r.scan.reportChars(r.scan.at, r.scan.at+len(chunk), markup)
	}
	if markup {
		n.text = unescape(n.text, chunk)
	} else {
		n.text = append(n.text, bytes.ReplaceAll(chunk, []byte("\r\n"), newline)...)
	}
}

// end closes an element; of a record that is complete, it gives what it decodes to.
func (r *reader) end() error {
	t, name := &r.tree, r.scan.name
	if t.top() == nil {
		if n := len(r.path); n > 0 && r.path[n-1].name == string(name) {
			r.ns.release(r.path[n-1].scope.mark, r.path[n-1].scope.plain)
			r.path = r.path[:n-1]
		}
		return nil
	}
	at := len(t.open) - 1
	for at >= 0 && t.open[at].name != string(name) {
		at--
	}
	if at < 0 {
		return nil // it closes nothing that is open in the record
	}
	if len(t.open) > at+1 {
		r.missed(t.top(), r.scan.where(r.scan.at).line)
	}
	for len(t.open) > at+1 {
		t.raw = append(append(append(t.raw, "</"...), t.top().name...), '>')
		t.end()
	}
	t.raw = append(t.raw, r.scan.buf[r.scan.at:r.scan.pos]...)
	return r.close()
}

// close closes the innermost element of the record.
func (r *reader) close() error {
	t := &r.tree
	n := t.top()
	t.end()
	r.ns.release(n.scope.mark, n.scope.plain)
	if len(t.open) > 0 {
		return nil
	}
	if r.raw {
		if r.extras += n.to - n.from; r.extras > maxRecord {
			return &Broken{Line: n.line, Why: "Plus de 16 Mo d'extensions entourent les fiches : le fichier n'est pas un flux.", what: "more than 16 MB of extensions around the records: the file is no feed"}
		}
		r.doc.extras = append(r.doc.extras, string(t.declaring(n, r.around(n))))
		return nil
	}
	found := r.found
	r.found = nil
	n.attrs = append(n.attrs, r.around(n)...)
	if d := (&decoder{tree: t, found: found}).record(n); !r.yield(d, nil) {
		return errStopped
	}
	return nil
}
