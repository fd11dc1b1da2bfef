package lheo

import "bytes"

// declaration reads what begins with <!: a comment, a CDATA section or a DOCTYPE.
func (s *scanner) declaration() token {
	for len(s.buf)-s.pos < len("<![CDATA[") && s.fillHere() {
	}
	rest := s.buf[s.pos:]
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.pos += len("<!--")
		return s.comment()
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		s.pos += len("<![CDATA[")
		s.inCDATA = true
		return s.cdata()
	case bytes.HasPrefix(rest, []byte("<!DOCTYPE")):
		return s.stop(ruleDoctype, s.pos, "")
	}
	return s.stop(ruleSyntax, s.pos, "« <! » ne commence ni un commentaire ni une section CDATA")
}

// cdata gives the characters of a CDATA section, as many of them as the window holds.
func (s *scanner) cdata() token {
	for {
		if i := bytes.Index(s.buf[s.pos:], []byte("]]>")); i >= 0 {
			s.inCDATA = false
			t := s.take(s.pos+i, tokCDATA)
			s.pos += len("]]>")
			return t
		}
		if len(s.buf)-s.pos >= windowLen/2 {
			return s.take(s.cut(s.pos), tokCDATA)
		}
		if !s.fillHere() {
			s.inCDATA = false
			return s.stop(ruleSyntax, s.pos, "une section CDATA n'est pas fermée par ]]>")
		}
	}
}

// comment reads past a comment.
func (s *scanner) comment() token {
	for size := 0; ; {
		i := bytes.Index(s.buf[s.pos:], []byte("--"))
		if i >= 0 && s.pos+i+2 < len(s.buf) {
			s.checkChars(s.pos, s.pos+i)
			s.pos += i + 2
			if s.buf[s.pos] == '>' {
				s.pos++
				return tokOther
			}
			s.bad(ruleSyntax, s.pos-2, "« -- » est interdit dans un commentaire")
			s.pos--
			continue
		}
		n, ok := s.pass()
		if size += n; size > maxText {
			return s.stop(ruleLimit, s.pos, "un commentaire de plus de 10 Mo")
		}
		if !ok {
			return s.stop(ruleSyntax, s.pos, "un commentaire n'est pas fermé par -->")
		}
	}
}

// instruction reads past a processing instruction or the XML declaration.
func (s *scanner) instruction() token {
	if !s.whole("?>") {
		return s.stop(ruleSyntax, s.pos, "une instruction n'est pas fermée par ?>, ou dépasse 1 Mo")
	}
	from := s.pos + len("<?")
	to := from + bytes.Index(s.buf[from:], []byte("?>"))
	first := s.base+int64(s.pos) == 0
	s.pos = to + len("?>")
	s.checkChars(from, to)
	target, ok := instructionTarget(s.buf[from:to])
	switch {
	case !ok:
		s.bad(ruleSyntax, s.at, "une instruction doit commencer par un nom")
	case target == "xml" && first:
		s.xmlDeclaration(s.buf[from+len("xml") : to])
	case len(target) == 3 && bytes.EqualFold([]byte(target), []byte("xml")):
		s.bad(ruleSyntax, s.at, "la déclaration <?xml … ?> doit être au tout début du fichier, une seule fois")
	}
	return tokOther
}

// instructionTarget is the name that an instruction begins with.
func instructionTarget(p []byte) (string, bool) {
	n := nameLength(p)
	if n == 0 || n < len(p) && !isSpace(p[n]) || bytes.IndexByte(p[:n], ':') >= 0 {
		return "", false
	}
	return string(p[:n]), true
}

// whole makes the window hold what stands up to the first such end, past the two
// bytes that the token begins with, within the size of a tag.
func (s *scanner) whole(end string) bool {
	for len(s.buf)-s.pos < len("<?") {
		if !s.fillHere() {
			return false
		}
	}
	for seen := len("<?"); ; {
		i := bytes.Index(s.buf[s.pos+seen:], []byte(end))
		if i >= 0 {
			return true
		}
		seen = max(len("<?"), len(s.buf)-s.pos-len(end))
		if len(s.buf)-s.pos > maxTag || !s.fillHere() {
			return false
		}
		s.at = s.pos
	}
}

// pass reads past as much as the window holds of a comment; it says how much and
// whether more came.
func (s *scanner) pass() (n int, ok bool) {
	to := max(s.pos, s.cut(s.pos))
	if s.eof {
		return 0, false
	}
	s.checkChars(s.pos, to)
	n = to - s.pos
	s.pos = to
	return n, s.fillHere()
}

// checkChars reports the characters that XML forbids, between two positions.
func (s *scanner) checkChars(from, to int) {
	if _, f := measure(s.buf[from:to], false); f&hasBad != 0 {
		s.reportChars(from, to, false)
	}
}
