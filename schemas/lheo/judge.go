package lheo

import (
	"errors"
	"fmt"
	"io"
	"slices"
)

// mode is how the content of an open element is judged.
type mode uint8

const (
	byDecl mode = iota // by its declaration
	lax                // elements that LHEO knows are judged, any other goes
	skip               // not at all: it should not be here
)

// frame is an open element. It holds no pointer, so that opening one is cheap.
type frame struct {
	el      elem // noElem when LHEO has none of that name here
	mode    mode
	stray   bool   // text that does not belong there was reported
	last    uint8  // 1 + position in the sequence of the latest child
	rank    uint32 // among the siblings of its name; 0 when it comes but once
	kids    int32  // where the counts of its children begin in judge.counts
	name    int32  // where its name begins in judge.names
	written int32  // length of its name there; 0 when it is el's own
	bound   int32  // bindings in force around it
	plain   int32  // that of names without a prefix around it
	at      place  // of its start tag
}

// judge holds a document against the schema as the scanner goes through it.
type judge struct {
	scan   scanner
	opts   Options
	off    [numRules]bool
	schema *Schema
	target nsKind // namespace of what is judged
	uri    string // the same, when it is none of LHEO's

	frames []frame
	counts []uint32
	names  []byte
	ns     namespaces
	ids    idSet
	refs   []pendingRef

	leaf     elem // element judged in one go, that is not among frames; noElem when there is none
	leafRank uint32
	value    []byte // of the element with characters that is open, as far as it matters
	chars    int    // characters of it
	decoded  []byte

	formation, session []byte // numero of the nearest
	debut              [8]byte
	inPeriod           bool

	tally  [numRules]int
	faults []Fault
	res    Result
	alone  bool // a fragment: identifiers may lie elsewhere
	begun  bool // the root was met
	warn   bool
}

func newJudge(o Options) *judge {
	j := &judge{opts: o, warn: !o.NoWarnings}
	if j.opts.Samples == 0 {
		j.opts.Samples = 10
	}
	for r := range numRules {
		j.off[r] = o.Without[rules[r].Code] || r >= warnRoot && !j.warn
	}
	j.scan.problem = j.problem
	j.restart()
	return j
}

// restart makes the judge ready for another document.
func (j *judge) restart() {
	j.schema, j.target, j.uri = V23(), ns23, ""
	j.frames, j.counts, j.names = j.frames[:0], j.counts[:0], j.names[:0]
	j.ns.reset("")
	j.ids.clear()
	j.refs, j.faults = j.refs[:0], nil
	j.formation, j.session = j.formation[:0], j.session[:0]
	j.tally, j.res = [numRules]int{}, Result{}
	j.alone, j.begun, j.inPeriod = false, false, false
	j.leaf = noElem
}

// fragment makes the judge expect one <formation> without its document.
func (j *judge) fragment(namespace string) {
	j.alone = true
	j.ns.reset(namespace)
}

// run goes through the document.
func (j *judge) run() {
	for {
		if j.shortcut() {
			continue
		}
		switch j.scan.next() {
		case tokStart:
			j.start()
		case tokEnd:
			j.end()
		case tokText:
			j.text(false)
		case tokCDATA:
			j.text(true)
		case tokEOF:
			j.finish()
			return
		}
	}
}

// finish reports what the end of the document leaves open.
func (j *judge) finish() {
	j.res.Bytes = j.scan.base + int64(j.scan.pos)
	if j.scan.stopped || j.scan.err != nil {
		j.res.Stopped = true
		return
	}
	end := j.scan.where(len(j.scan.buf))
	switch {
	case !j.begun:
		j.report(issue{rule: ruleSyntax, at: end, detail: "le document n'a pas d'élément"})
	case len(j.frames) > 0:
		top := &j.frames[len(j.frames)-1]
		j.report(issue{rule: ruleSyntax, at: end, detail: "le fichier s'arrête avant </" + j.nameOf(top) + ">"})
		j.res.Stopped = true
	default:
		j.dangling()
	}
}

// problem takes what the scanner finds not well-formed.
func (j *judge) problem(p problem) {
	j.report(issue{rule: p.rule, at: j.scan.where(p.at), detail: p.detail})
}

// unreadable judges a document of which no character can be read.
func (j *judge) unreadable(enc charset, err error) {
	j.res.Encoding, j.res.Stopped = enc.String(), true
	if wrong := (*encodingError)(nil); errors.As(err, &wrong) {
		j.report(issue{rule: ruleEncoding, at: place{1, 1}, detail: wrong.detail, value: []byte(wrong.declared)})
		return
	}
	j.scan.err = err
}

// encoding says what the bytes belie of the encoding they were declared in.
func (j *judge) encoding(src io.Reader, enc charset) {
	j.res.Encoding = enc.String()
	r, ok := src.(*byteReader)
	if !ok || enc == asciiCharset || j.scan.stopped { // what was read by then depends on how
		return
	}
	j.frames, j.formation, j.session = j.frames[:0], nil, nil // it is about the whole document
	switch e := r.seen; {
	case e.utf8 > 0 && e.other == 0:
		j.report(issue{rule: warnEncoding, at: place{1, 1}, value: []byte(enc.String()), detail: "UTF-8"})
	case e.c1 > 0 && enc != windows1252:
		j.report(issue{rule: warnEncoding, at: place{1, 1}, value: []byte(enc.String()), detail: "Windows-1252"})
	}
}

// result is the verdict.
func (j *judge) result() Result {
	j.res.Valid, j.res.Version = true, j.schema.Version
	j.res.Faults = j.faults
	for r, n := range j.tally {
		if n > 0 {
			j.res.Counts = append(j.res.Counts, Count{rules[r], n})
			j.res.Valid = j.res.Valid && r >= int(warnRoot)
		}
	}
	slices.SortStableFunc(j.res.Faults, func(a, b Fault) int { return a.Line - b.Line })
	return j.res
}

// nameOf is the name of an open element, as it was written.
func (j *judge) nameOf(f *frame) string {
	if f.written > 0 {
		return string(j.names[f.name : f.name+f.written])
	}
	return f.el.String()
}

// badBinding reports a declaration of a namespace that is none.
func (j *judge) badBinding(a attrSpan, detail string) {
	j.report(issue{rule: ruleSyntax, at: j.scan.where(a.at), attr: string(a.name), detail: detail})
}

// readError is why the document could not be read to its end, when that is not
// the document's fault.
func (j *judge) readError() error {
	if j.scan.err == nil {
		return nil
	}
	return fmt.Errorf("read the feed to validate after %d bytes: %w", j.res.Bytes, j.scan.err)
}
