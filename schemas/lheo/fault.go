package lheo

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// issue is a fault in the judge's own terms, from which the words are made only
// when somebody will read them.
type issue struct {
	rule   rule
	at     place    // of the fault; the current token when it is zero
	leaf   string   // element concerned when it is not open: one that does not belong
	rank   uint32   // of leaf among its siblings, 0 when it comes but once
	parent elem     // element that holds what is wrong
	attr   string   // attribute concerned
	decl   *Element // declaration that the value breaks
	value  []byte
	n      int    // a length or a number
	want   string // what should be there
	next   string // what it should come before
	detail string
}

// report counts a fault, and keeps or tells it when somebody wants it.
func (j *judge) report(is issue) {
	if j.off[is.rule] {
		return
	}
	if j.opts.OnFault == nil && (j.opts.Samples < 0 || j.tally[is.rule] >= j.opts.Samples) {
		j.tally[is.rule]++
		return
	}
	j.file(is.rule, j.fault(is))
}

// file counts a fault whose words are made.
func (j *judge) file(r rule, f Fault) {
	if j.off[r] {
		return
	}
	if j.tally[r]++; j.opts.Samples >= 0 && j.tally[r] <= j.opts.Samples {
		j.faults = append(j.faults, f)
	}
	if j.opts.OnFault != nil {
		j.opts.OnFault(f)
	}
}

// fault puts an issue into words.
func (j *judge) fault(is issue) Fault {
	if is.at.line == 0 {
		is.at = j.scan.where(j.scan.at)
	}
	f := Fault{
		Rule: rules[is.rule].Code, Severity: rules[is.rule].Severity,
		Line: is.at.line, Column: is.at.column, Path: j.path(is),
		Formation: string(j.formation), Session: string(j.session), Value: cutBytes(is.value),
	}
	f.Message, f.Remedy = is.sentence(f.Value)
	return f
}

// path is where an issue lies: lheo/offres/formation[12]/action[1]/@numero.
func (j *judge) path(is issue) string {
	var b []byte
	for i := range j.frames {
		f := &j.frames[i]
		b = j.step(b, j.nameOf(f), f.rank)
	}
	if j.leaf != noElem {
		b = j.step(b, string(j.scan.name), j.leafRank)
	}
	if is.leaf != "" {
		b = j.step(b, is.leaf, is.rank)
	}
	if is.attr != "" {
		b = append(append(b, "/@"...), is.attr...)
	}
	return finding.Cut(string(bytes.ToValidUTF8(b, []byte("�"))), 500)
}

func (j *judge) step(b []byte, name string, rank uint32) []byte {
	if len(b) > 0 {
		b = append(b, '/')
	}
	b = append(b, finding.Cut(name, 60)...)
	if rank > 0 {
		b = append(strconv.AppendUint(append(b, '['), uint64(rank), 10), ']')
	}
	return b
}

// leafOf names the element that is being judged in one go.
func (j *judge) leafOf(f *frame) { j.leaf, j.leafRank = f.el, f.rank }

// cutBytes is a value as reports show it: cut, its invalid bytes replaced.
func cutBytes(p []byte) string {
	p = p[:min(len(p), finding.MaxValue*utf8.UTFMax)]
	return finding.Cut(string(bytes.ToValidUTF8(p, []byte("�"))), finding.MaxValue)
}
