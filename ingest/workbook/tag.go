package workbook

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// readTag reads a tag past its <, to its >.
func (m *markup) readTag() error {
	if err := m.fillTag(); err != nil {
		return noEOF(err)
	}
	m.attrs = m.attrs[:0]
	tag := m.tag
	if tag[0] == '/' {
		return m.close(bytes.TrimRight(tag[1:], " \t\r\n"))
	}
	m.kind = opening
	if tag[len(tag)-1] == '/' {
		m.kind, tag = single, tag[:len(tag)-1]
	}
	name, rest := cutName(tag)
	m.name = local(name)
	if !validName(name) {
		return fmt.Errorf("name of tag <%s>", excerpt(tag))
	}
	if err := m.readAttrs(rest); err != nil {
		return fmt.Errorf("tag <%s>: %w", excerpt(tag), err)
	}
	if m.kind == opening {
		return m.push(name)
	}
	return nil
}

// fillTag collects the inside of the tag; a > within quotes does not end it.
func (m *markup) fillTag() error {
	m.tag = m.tag[:0]
	var quote byte
	for {
		b, err := m.byte()
		switch {
		case err != nil:
			return err
		case b == '<':
			return fmt.Errorf("< within a tag")
		case b == '>' && quote == 0 && len(m.tag) == 0:
			return fmt.Errorf("empty tag")
		case b == '>' && quote == 0:
			return nil
		case len(m.tag) == maxTag:
			return errTooLong
		case quote == 0 && (b == '"' || b == '\''):
			quote = b
		case b == quote:
			quote = 0
		}
		m.tag = append(m.tag, b)
	}
}

func (m *markup) push(name []byte) error {
	if len(m.marks) == maxDepth {
		return errTooLong
	}
	m.marks = append(m.marks, len(m.open))
	m.open = append(m.open, name...)
	return nil
}

func (m *markup) close(name []byte) error {
	m.kind, m.name = closing, local(name)
	last := len(m.marks) - 1
	if last < 0 || !bytes.Equal(m.open[m.marks[last]:], name) {
		return fmt.Errorf("</%s> closes nothing that is open", excerpt(name))
	}
	m.open, m.marks = m.open[:m.marks[last]], m.marks[:last]
	return nil
}

func (m *markup) readAttrs(rest []byte) error {
	for {
		rest = bytes.TrimLeft(rest, " \t\r\n")
		if len(rest) == 0 {
			return nil
		}
		name, after := cutName(rest)
		after = bytes.TrimLeft(after, " \t\r\n")
		if !validName(name) || len(after) == 0 || after[0] != '=' {
			return fmt.Errorf("attribute near %q", excerpt(rest))
		}
		after = bytes.TrimLeft(after[1:], " \t\r\n")
		if len(after) < 2 || after[0] != '"' && after[0] != '\'' {
			return fmt.Errorf("attribute %s without quotes", excerpt(name))
		}
		value, next, closed := bytes.Cut(after[1:], after[:1])
		if !closed {
			return fmt.Errorf("attribute %s without a closing quote", excerpt(name))
		}
		if err := checkValue(value); err != nil {
			return fmt.Errorf("attribute %s: %w", excerpt(name), err)
		}
		m.attrs, rest = append(m.attrs, attr{local(name), value}), next
	}
}

// cutName cuts a name from what follows it.
func cutName(b []byte) (name, rest []byte) {
	for i, c := range b {
		if c == '=' || c <= ' ' {
			return b[:i], b[i:]
		}
	}
	return b, nil
}

// local is a name without its prefix.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i > 0 && i < len(name)-1 {
		return name[i+1:]
	}
	return name
}

// validName accepts the ASCII names of XML, with at most one prefix.
func validName(name []byte) bool {
	colons := 0
	for i, c := range name {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
		case c == ':':
			colons++
		case i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return len(name) > 0 && colons <= 1
}

// checkValue checks the characters and references of an attribute.
func checkValue(value []byte) error {
	for i := 0; i < len(value); {
		c := value[i]
		switch {
		case c == '&':
			end := bytes.IndexByte(value[i:], ';')
			if end < 0 || end > maxEntity+1 {
				return fmt.Errorf("& that begins no entity")
			}
			if err := checkEntity(value[i+1 : i+end]); err != nil {
				return err
			}
			i += end + 1
		case c < utf8.RuneSelf:
			if !allowed(rune(c)) {
				return fmt.Errorf("control character %#x %w", c, errCharacter)
			}
			i++
		default:
			_, size := utf8.DecodeRune(value[i:])
			if err := validRune(value[i : i+size]); err != nil {
				return err
			}
			i += size
		}
	}
	return nil
}

// checkEntity accepts the five entities of XML and the numbers of allowed
// characters.
func checkEntity(name []byte) error {
	switch string(name) {
	case "lt", "gt", "amp", "quot", "apos":
		return nil
	}
	digits, base := bytes.CutPrefix(name, []byte("#x"))
	number, err := uint64(0), error(nil)
	switch {
	case base:
		number, err = strconv.ParseUint(string(digits), 16, 21)
	case len(name) > 1 && name[0] == '#':
		number, err = strconv.ParseUint(string(name[1:]), 10, 21)
	default:
		err = strconv.ErrSyntax
	}
	switch {
	case err != nil || strings.ContainsAny(string(name), "+-_"):
		return fmt.Errorf("entity &%s; is not known", excerpt(name))
	case !allowed(rune(number)):
		return fmt.Errorf("character &%s; %w", excerpt(name), errCharacter)
	}
	return nil
}

// checkInstruction checks <?xml version="1.0" encoding="UTF-8"?>.
func checkInstruction(inside []byte) error {
	target, rest := cutName(inside)
	if !validName(target) {
		return fmt.Errorf("instruction <?%s?>", excerpt(inside))
	}
	if string(target) != "xml" {
		return nil
	}
	if version := pseudo(rest, "version"); version != "" && version != "1.0" {
		return fmt.Errorf("XML version %q", version)
	}
	if encoding := pseudo(rest, "encoding"); encoding != "" && !strings.EqualFold(encoding, "utf-8") {
		return fmt.Errorf("%w: %s", errEncoding, encoding)
	}
	return nil
}

// pseudo gives a pseudo-attribute of the XML declaration; what follows its name
// in any unusual way is given whole, and so refused.
func pseudo(declaration []byte, name string) string {
	_, after, found := bytes.Cut(declaration, []byte(name))
	if !found {
		return ""
	}
	after = bytes.TrimLeft(after, " \t\r\n=")
	if len(after) > 0 && (after[0] == '"' || after[0] == '\'') {
		if value, _, closed := bytes.Cut(after[1:], after[:1]); closed {
			return string(value)
		}
	}
	return excerpt(declaration)
}

func excerpt(b []byte) string {
	if len(b) > 40 {
		b = b[:40]
	}
	return strings.ToValidUTF8(string(b), "?")
}
