package lheo

import (
	"bytes"
	"strconv"
)

// maxValue is how much is kept of a text that comes in pieces: more than any
// code, date or number takes.
const maxValue = 4096

// simple judges in one go an element that holds characters, when the window
// holds the whole of it and there is nothing but characters in it.
func (j *judge) simple(f *frame) bool {
	decl := &j.schema.elements[f.el]
	if decl.Content < Text {
		return false
	}
	s := &j.scan
	var value []byte
	if !s.empty {
		p, n := s.buf[s.pos:], len(s.name)
		i := bytes.IndexByte(p, '<')
		if i < 0 || len(p) < i+n+3 || p[i+1] != '/' || p[i+n+2] != '>' || string(p[i+2:i+2+n]) != string(s.name) {
			return false
		}
		value = p[:i]
		s.pos += i + n + 3
		s.run = 0
	}
	j.leafOf(f)
	if len(s.attrs) > 0 || decl.attrs.has(aRef) && j.warn {
		j.attributes(f)
	}
	chars, flags := measure(value, true)
	if flags != 0 {
		value = j.clean(value, flags)
	}
	j.check(decl, value, chars, place{})
	j.leaf = noElem
	return true
}

// clean gives the characters that a raw value stands for.
func (j *judge) clean(raw []byte, flags textFlags) []byte {
	if flags&hasBad != 0 {
		from := cap(j.scan.buf) - cap(raw)
		j.scan.reportChars(from, from+len(raw), true)
	}
	if flags&(hasRef|hasCR) == 0 {
		return raw
	}
	j.decoded = unescape(j.decoded[:0], raw)
	return j.decoded
}

// text judges characters between tags.
func (j *judge) text(cdata bool) {
	raw := j.scan.chunk
	if !cdata && isBlank(raw) && (len(j.frames) == 0 || !j.inText()) {
		return
	}
	chars, flags := measure(raw, !cdata)
	value := raw
	if flags&hasBad != 0 {
		from := j.scan.at
		j.scan.reportChars(from, from+len(raw), !cdata)
	}
	if flags&hasCR != 0 || flags&hasRef != 0 && !cdata {
		value = j.plain(raw, cdata)
	}
	if len(j.frames) == 0 {
		j.report(issue{rule: ruleSyntax, at: j.firstWord(), detail: "du texte se trouve hors de la racine", value: trim(value)})
		return
	}
	j.place(value, chars, cdata)
}

// plain gives the characters that raw ones stand for; in a CDATA section only the
// ends of lines change.
func (j *judge) plain(raw []byte, cdata bool) []byte {
	if cdata {
		return bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r\n"), newline), []byte("\r"), newline)
	}
	j.decoded = unescape(j.decoded[:0], raw)
	return j.decoded
}

// inText reports whether the innermost open element holds characters.
func (j *judge) inText() bool {
	f := &j.frames[len(j.frames)-1]
	return f.mode == byDecl && f.el != noElem && j.schema.elements[f.el].Content >= Text
}

// place gives characters to the innermost open element.
func (j *judge) place(value []byte, chars int, cdata bool) {
	f := &j.frames[len(j.frames)-1]
	switch {
	case j.inText():
		j.chars += chars
		if room := maxValue - len(j.value); room > 0 {
			j.value = append(j.value, value[:min(room, len(value))]...)
		}
	case f.mode != byDecl || f.stray || j.schema.elements[f.el].Content == Any:
	case cdata || !isBlank(value):
		f.stray = true
		j.report(issue{rule: ruleStrayText, at: j.firstWord(), parent: f.el, value: trim(value)})
	}
}

// firstWord is where the current characters are more than white space.
func (j *judge) firstWord() place {
	at, raw := j.scan.at, j.scan.chunk
	for len(raw) > 1 && isSpace(raw[0]) {
		at, raw = at+1, raw[1:]
	}
	return j.scan.where(at)
}

// check holds a value against its declaration, then against what the schema
// cannot say of one that it allows. at is where its element begins, when that is
// not the current token.
func (j *judge) check(decl *Element, value []byte, chars int, at place) {
	r, ok := ruleSyntax, true
	switch decl.Content {
	case Text:
		if r, ok = ruleTooLong, chars <= decl.Max; ok {
			r, ok = ruleTooShort, chars >= decl.Min
		}
	case Code:
		r, ok = ruleTable, decl.codes.has(trim(value))
	case Day:
		r, ok = ruleDay, matchDay(trim(value))
	case Integer:
		r, ok = ruleInteger, isLong(value) // XSD lets spaces surround it, libxml2 and so our partners do not
	}
	switch {
	case !ok:
		j.report(issue{rule: r, at: at, decl: decl, value: value, n: chars})
	case j.warn:
		j.look(decl, value, at)
	}
}

// trim removes the white space around a value.
func trim(p []byte) []byte {
	for len(p) > 0 && isSpace(p[0]) {
		p = p[1:]
	}
	for len(p) > 0 && isSpace(p[len(p)-1]) {
		p = p[:len(p)-1]
	}
	return p
}

// isLong reports whether p writes a whole number of 64 bits.
func isLong(p []byte) bool {
	if len(p) == 0 || len(p) == 1 && !isDigit(p[0]) {
		return false
	}
	for i, c := range p {
		if !isDigit(c) && (i > 0 || c != '-' && c != '+') {
			return false
		}
	}
	if len(p) < 19 {
		return true
	}
	_, err := strconv.ParseInt(string(p), 10, 64)
	return err == nil
}
