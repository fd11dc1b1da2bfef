package lheo

import "bytes"

// startTag reads a start tag with its attributes. The window grows until it
// holds the whole of it.
func (s *scanner) startTag() token {
	for {
		t, done := s.tryStartTag()
		if done {
			s.run = 0
			return t
		}
		if len(s.buf)-s.pos > maxTag {
			return s.stop(ruleLimit, s.pos, "une balise de plus de 1 Mo")
		}
		if !s.fillHere() {
			return s.stop(ruleSyntax, s.pos, "le fichier s'arrête au milieu d'une balise")
		}
		s.at = s.pos
	}
}

// tryStartTag reads a start tag, unless the window ends before it does.
func (s *scanner) tryStartTag() (t token, done bool) {
	p, wide := s.buf, byte(0)
	i := s.pos + 1
	for i < len(p) && nameClass[p[i]] != 0 {
		wide |= p[i]
		i++
	}
	if i >= len(p) {
		return tokEOF, false
	}
	s.name, s.attrs, s.empty = p[s.pos+1:i], s.attrs[:0], false
	if wide >= 0x80 && nameLength(s.name) != len(s.name) {
		return s.stop(ruleSyntax, s.at, "un nom de balise contient un caractère interdit"), true
	}
	if p[i] == '>' {
		s.pos = i + 1
		return tokStart, true
	}
	return s.attributesOf(i)
}

// attributesOf reads what follows the name of a start tag, from position i.
func (s *scanner) attributesOf(i int) (t token, done bool) {
	p := s.buf
	for {
		space := i
		for i < len(p) && isSpace(p[i]) {
			i++
		}
		if i >= len(p) {
			return tokEOF, false
		}
		if p[i] == '>' || p[i] == '/' {
			return s.tagEnd(i)
		}
		if i == space {
			return s.stop(ruleSyntax, s.at, "il manque une espace entre deux attributs, ou un nom de balise contient un caractère interdit"), true
		}
		next, state := s.attribute(i)
		switch {
		case state == attrCut:
			return tokEOF, false
		case state != attrRead:
			return s.stop(ruleSyntax, i, state.detail()), true
		case len(s.attrs) > maxAttrs:
			return s.stop(ruleLimit, s.at, "une balise de plus de 256 attributs"), true
		}
		i = next
	}
}

// tagEnd reads > or /> at position i.
func (s *scanner) tagEnd(i int) (t token, done bool) {
	if s.buf[i] == '/' {
		if i++; i >= len(s.buf) {
			return tokEOF, false
		}
		s.empty = true
	}
	if s.buf[i] != '>' {
		return s.stop(ruleSyntax, i, "« / » n'est permis qu'à la fin d'une balise"), true
	}
	s.pos = i + 1
	return tokStart, true
}

// attrState is how reading an attribute went.
type attrState uint8

const (
	attrRead attrState = iota
	attrCut            // the window ends before the attribute does
	attrName
	attrEqual
	attrQuote
)

func (a attrState) detail() string {
	switch a {
	case attrName:
		return "un nom d'attribut contient un caractère interdit"
	case attrEqual:
		return "un attribut n'est pas suivi de « = »"
	}
	return "la valeur d'un attribut n'est pas entre guillemets"
}

// attribute reads one attribute from position i and gives where it ends.
func (s *scanner) attribute(i int) (next int, state attrState) {
	p := s.buf
	from := i
	for i < len(p) && nameClass[p[i]] != 0 {
		i++
	}
	name := p[from:i]
	for i < len(p) && isSpace(p[i]) {
		i++
	}
	if i >= len(p) {
		return 0, attrCut
	}
	if len(name) == 0 || nameLength(name) != len(name) {
		return 0, attrName
	}
	if p[i] != '=' {
		return 0, attrEqual
	}
	value, next, state := s.quoted(i + 1)
	if state == attrRead {
		s.attrs = append(s.attrs, attrSpan{name, value, from})
	}
	return next, state
}

// quoted reads a value between quotes, after position i.
func (s *scanner) quoted(i int) (value []byte, next int, state attrState) {
	p := s.buf
	for i < len(p) && isSpace(p[i]) {
		i++
	}
	if i >= len(p) {
		return nil, 0, attrCut
	}
	if p[i] != '"' && p[i] != '\'' {
		return nil, 0, attrQuote
	}
	end := bytes.IndexByte(p[i+1:], p[i])
	if end < 0 {
		return nil, 0, attrCut
	}
	return p[i+1 : i+1+end], i + 2 + end, attrRead
}

// endTag reads an end tag.
func (s *scanner) endTag() token {
	if !s.whole(">") {
		return s.stop(ruleSyntax, s.pos, "le fichier s'arrête au milieu d'une balise")
	}
	from := s.pos + len("</")
	to := from + bytes.IndexByte(s.buf[from:], '>')
	s.pos, s.run = to+1, 0
	s.name = bytes.TrimRight(s.buf[from:to], " \t\r\n")
	if n := nameLength(s.name); n == 0 || n != len(s.name) {
		return s.stop(ruleSyntax, s.at, "une balise de fin est mal écrite")
	}
	return tokEnd
}
