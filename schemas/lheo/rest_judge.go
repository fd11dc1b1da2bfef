package lheo

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// complete writes an offer with what its nouns carry beside themselves. What the
// schema does not admit is left out, and never costs the offer its place.
func (p *Profile) complete(dst []byte, o *Offer, root *rest) ([]byte, Report) {
	var left []finding.Finding
	from := len(dst)
	if !p.Integral {
		left = root.unsound(o.Formation.ID, nil)
	}
	for range maxTries {
		w := encoder{dst: dst[:from], profile: p, schema: p.schema()}
		w.rests = append(w.rests, restFrame{rest: root, of: noElem})
		w.formation(o)
		if p.Integral {
			return w.dst, w.report
		}
		found, sound := w.judge(from, o.Formation.ID)
		if sound {
			w.report.Findings = append(w.report.Findings, some(left)...)
			return w.dst, w.report
		}
		dst, left = w.dst, append(left, found...)
		if len(found) == 0 {
			break
		}
	}
	return p.bare(dst[:from], o, left)
}

// maxTries is how many times an offer is written at most: some pieces are seen to
// be wrong only once others are gone.
const maxTries = 8

// bare writes an offer without the rest that its nouns carry. When that is what
// it takes to be valid, it says so.
func (p *Profile) bare(dst []byte, o *Offer, left []finding.Finding) ([]byte, Report) {
	from := len(dst)
	w := encoder{dst: dst, profile: p, schema: p.schema()}
	w.formation(o)
	if len(left) == 0 && len(p.Validate(w.dst[from:])) == 0 {
		left = append(left, aside(o.Formation.ID, "", "", "LHEO 2.3 ne les admet pas ensemble"))
	}
	w.report.Findings = append(w.report.Findings, some(left)...)
	return w.dst, w.report
}

// some are as many findings as one record may have.
func some(all []finding.Finding) []finding.Finding { return all[:min(len(all), maxFindings)] }

// unsound takes out the pieces that are not one element, well-formed by itself,
// or that claim an identifier.
func (r *rest) unsound(record string, found []finding.Finding) []finding.Finding {
	for i := range r.raw {
		c := &r.raw[i]
		if why := refusal(c.xml); why != "" {
			found = append(found, aside(record, "", string(c.xml), why))
			c.out = true
		}
	}
	for _, key := range r.sorted() {
		found = r.kids[key].unsound(record, found)
	}
	return found
}

const (
	misshapen  = "son XML est mal formé."
	mistaken   = "ceux qui lisent le flux le prendraient pour le début d'une formation."
	identified = "il porte un identifiant qui n'est libre que dans le fichier d'où il vient."
)

// refusal is why a text cannot stand in a document by itself, empty when it can:
// when it is one well-formed element, without an identifier of the document.
func refusal(xml []byte) (why string) {
	var s scanner
	var open []string
	sound, ended := true, false
	if bytes.HasPrefix(xml, recordTag) || bytes.Contains(xml, append([]byte{'\n'}, recordTag...)) {
		return mistaken
	}
	s.problem = func(problem) { sound = false }
	for s.reset(context.Background(), nil, xml); sound; {
		t := s.next()
		switch {
		case t == tokEOF && sound && ended:
			return why
		case t == tokEOF, t == tokStart && ended, t == tokEnd && (len(open) == 0 || open[len(open)-1] != string(s.name)):
			return misshapen
		case t == tokStart && identifies(s.attrs):
			why = identified
		case t == tokText || t == tokCDATA:
			if _, f := measure(s.chunk, t == tokText); f&hasBad != 0 || len(open) == 0 {
				return misshapen
			}
		}
		if t == tokStart && !s.empty {
			open = append(open, string(s.name))
		} else if t == tokEnd {
			open = open[:len(open)-1]
		}
		ended = len(open) == 0
	}
	return misshapen
}

// recordTag begins a line at the start of each record, and at no other place.
var recordTag = []byte("<formation")

// identifies reports that a tag bears an identifier, or refers to one.
func identifies(attrs []attrSpan) bool {
	return slices.ContainsFunc(attrs, func(a attrSpan) bool { return string(a.name) == "id" || string(a.name) == "idref" })
}

// judge holds what was written from a place on against the schema, and takes out
// the pieces that it does not admit. It is sound when there is nothing wrong.
func (w *encoder) judge(from int, record string) (found []finding.Finding, sound bool) {
	fragment := w.dst[from:]
	faults := w.profile.Validate(fragment)
	lines := starts(fragment)
	for _, f := range faults {
		if p := w.pieceAt(from + lines[min(max(f.Line, 1), len(lines))-1]); p != nil && !p.raw.out {
			p.raw.out = true
			found = append(found, aside(record, f.Path, string(p.raw.xml), f.Message))
		}
	}
	return found, len(faults) == 0
}

// pieceAt is the piece that a line, by where it begins, is of; nil when it is of
// none. Pieces are of whole lines.
func (w *encoder) pieceAt(at int) *piece {
	i, _ := slices.BinarySearchFunc(w.pieces, at, func(p piece, at int) int {
		if p.to <= at {
			return -1
		}
		return 1
	})
	if i < len(w.pieces) && w.pieces[i].from <= at {
		return &w.pieces[i]
	}
	return nil
}

// starts lists where the lines of a text begin.
func starts(text []byte) []int {
	at := []int{0}
	for i, c := range text {
		if c == '\n' {
			at = append(at, i+1)
		}
	}
	return at
}

// aside tells of a piece that is not written.
func aside(record, path, xml, why string) finding.Finding {
	what := "Un élément de la source"
	if name := tagName([]byte(xml)); len(name) > 0 {
		what = fmt.Sprintf("<%s>, que la source porte,", finding.Cut(string(bytes.ToValidUTF8(name, nil)), 60))
	}
	return finding.Finding{
		Rule: brutEcarte.Code, Severity: brutEcarte.Severity, Record: record, Field: path, Value: finding.Cut(xml, finding.MaxValue),
		Message: what + " n'est pas diffusé : " + why, Remedy: brutEcarte.Remedy,
	}
}
