package workbook

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// declaration reads what begins with <!: a comment, a CDATA section, or a DTD,
// which no spreadsheet writes and which is refused.
func (m *markup) declaration() error {
	head := make([]byte, 0, 8)
	for _, want := range []string{"!--", "![CDATA["} {
		for len(head) < len(want) && (len(head) == 0 || bytes.HasPrefix([]byte(want), head)) {
			b, err := m.byte()
			if err != nil {
				return err
			}
			head = append(head, b)
		}
		switch {
		case string(head) == "!--":
			return m.comment()
		case string(head) == "![CDATA[":
			return m.cdata()
		}
	}
	return errDTD
}

func (m *markup) comment() error {
	var before, last byte
	for {
		b, err := m.byte()
		switch {
		case err != nil:
			return err
		case before == '-' && last == '-' && b == '>':
			return nil
		case before == '-' && last == '-':
			return fmt.Errorf("-- within a comment")
		}
		before, last = last, b
	}
}

func (m *markup) cdata() error {
	var before, last byte
	for {
		b, err := m.byte()
		switch {
		case err != nil:
			return err
		case before == ']' && last == ']' && b == '>':
			return nil
		case b >= utf8.RuneSelf || b < ' ':
			if err := m.rare(b); err != nil {
				return err
			}
		default:
			m.keep(b)
		}
		if m.textLen > maxText {
			return errTooLong
		}
		before, last = last, b
	}
}

// instruction reads <?…?>, of which only <?xml …?> matters.
func (m *markup) instruction() error {
	m.tag = m.tag[:0]
	for {
		b, err := m.byte()
		switch {
		case err != nil:
			return err
		case len(m.tag) == maxTag:
			return errTooLong
		}
		m.tag = append(m.tag, b)
		if len(m.tag) > 2 && bytes.HasSuffix(m.tag, []byte("?>")) {
			return checkInstruction(m.tag[1 : len(m.tag)-2])
		}
	}
}
