package lheo

import (
	"bytes"
	"regexp"
)

// The XML declaration, less <?xml and ?>. Versions 1.x are read as 1.0.
var xmlDecl = regexp.MustCompile(`^[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')` +
	`(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?` +
	`(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*$`)

func (s *scanner) xmlDeclaration(p []byte) {
	if xmlDecl.Match(p) {
		return
	}
	detail := "la déclaration <?xml … ?> est mal écrite"
	if !bytes.Contains(p, []byte("version")) {
		detail = "la déclaration <?xml … ?> ne donne pas de version"
	}
	s.bad(ruleSyntax, s.at, detail)
}
