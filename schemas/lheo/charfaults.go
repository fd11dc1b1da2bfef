package lheo

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// reportChars reports each character that is wrong between two positions, where
// measure has seen that there is one. Several in a row are one problem.
func (s *scanner) reportChars(from, to int, markup bool) {
	for i := from; i < to; {
		p := s.buf[i:to]
		n, f := 1, textFlags(0)
		if class := charClass[p[0]]; class != charPlain {
			n, f = measureSpecial(p, class, markup)
		}
		if f&hasBad != 0 {
			if s.afterBad != s.base+int64(i) {
				s.bad(s.nameBad(p))
			}
			s.afterBad = s.base + int64(i+n)
		}
		i += n
	}
}

// nameBad says what is wrong with the character that p begins with; p is a
// slice of the window.
func (s *scanner) nameBad(p []byte) (r rule, at int, detail string) {
	at = cap(s.buf) - cap(p)
	switch c := p[0]; {
	case c == '&':
		return s.nameReference(p, at)
	case c == ']':
		return ruleSyntax, at, "« ]]> » est interdit dans un texte : écrire ]]&gt;"
	case c < 0x20:
		return ruleChar, at, fmt.Sprintf("le caractère de contrôle U+%04X", c)
	case c >= 0xEF && utf8.FullRune(p):
		if r, n := utf8.DecodeRune(p); n > 1 {
			return ruleChar, at, fmt.Sprintf("le caractère U+%04X", r)
		}
	}
	if p[0] == noCharacter {
		return ruleEncoding, at, "un octet ne désigne aucun caractère de l'encodage du fichier"
	}
	detail = fmt.Sprintf("l'octet 0x%02X n'est pas de l'UTF-8", p[0])
	if letter := decodeByte(p[0], windows1252); letter[0] != noCharacter {
		detail += fmt.Sprintf(" (en Windows-1252, c'est « %s »)", letter)
	}
	return ruleEncoding, at, detail
}

func (s *scanner) nameReference(p []byte, at int) (rule, int, string) {
	end := bytes.IndexByte(p[:min(len(p), maxReference)], ';')
	if end < 2 || bytes.ContainsAny(p[:end], " \n<") {
		return ruleSyntax, at, "le caractère « & » doit s'écrire &amp;"
	}
	if p[1] == '#' {
		return ruleChar, at, fmt.Sprintf("la référence %s ne désigne aucun caractère permis", p[:end+1])
	}
	return ruleEntity, at, string(p[:end+1])
}
