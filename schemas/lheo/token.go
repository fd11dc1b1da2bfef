package lheo

import (
	"bytes"
	"unicode/utf8"
)

// next goes to the next token.
func (s *scanner) next() token {
	if s.inCDATA {
		return s.cdata()
	}
	if s.stopped || s.pos >= len(s.buf) && !s.fillHere() {
		return tokEOF
	}
	if s.buf[s.pos] != '<' {
		return s.text()
	}
	if s.pos+1 >= len(s.buf) && !s.fillHere() {
		return s.stop(ruleSyntax, s.pos, "le fichier s'arrête au milieu d'une balise")
	}
	s.at = s.pos
	switch c := s.buf[s.pos+1]; {
	case c == '/':
		return s.endTag()
	case c == '!':
		return s.declaration()
	case c == '?':
		return s.instruction()
	case nameClass[c]&nameStart != 0:
		return s.startTag()
	}
	s.bad(ruleSyntax, s.pos, "le caractère « < » doit s'écrire &lt; dans un texte")
	return s.take(s.pos+1, tokText)
}

// fillHere reads more, keeping what comes from the current position on.
func (s *scanner) fillHere() (ok bool) {
	s.pos, ok = s.fill(s.pos)
	return ok
}

// text gives the characters up to the next markup, or as many of them as the
// window holds.
func (s *scanner) text() token {
	for {
		i := bytes.IndexByte(s.buf[s.pos:], '<')
		if i >= 0 {
			return s.take(s.pos+i, tokText)
		}
		if len(s.buf)-s.pos >= windowLen/2 || !s.fillHere() {
			return s.take(s.cut(s.pos), tokText)
		}
	}
}

// take makes a token of the characters up to a position.
func (s *scanner) take(to int, t token) token {
	s.at = s.pos
	s.chunk = s.buf[s.pos:to]
	s.pos = to
	if s.run += len(s.chunk); s.run > maxText {
		return s.stop(ruleLimit, s.at, "un texte de plus de 10 Mo")
	}
	return t
}

// cut is where the window can be cut without parting what belongs together: a
// character, a reference, the end of a line, a ]]> or a --.
func (s *scanner) cut(from int) int {
	to := len(s.buf)
	if s.eof {
		return to
	}
	for n := 1; n < utf8.UTFMax && to-n >= from; n++ {
		if utf8.RuneStart(s.buf[to-n]) {
			if !utf8.FullRune(s.buf[to-n : to]) {
				to -= n
			}
			break
		}
	}
	tail := max(from, to-maxReference)
	if i := bytes.LastIndexByte(s.buf[tail:to], '&'); i >= 0 {
		to = tail + i
	}
	for to > from && isJoint(s.buf[to-1]) && to > tail {
		to--
	}
	return to
}

func isJoint(c byte) bool { return c == ']' || c == '\r' || c == '-' || c == '?' }
