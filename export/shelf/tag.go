package shelf

import (
	"bytes"
	"html"
)

// tagEnd is how many bytes the tag takes at the start of b, or -1 when it does not
// end there. A > between quotes does not end it.
func tagEnd(b []byte) int {
	var quote byte
	for i, c := range b {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return -1
}

// attribute is the value that a start tag gives to an attribute; empty when it has
// none.
func attribute(tag []byte, name string) string {
	for rest := tag; ; {
		before, after, ok := bytes.Cut(rest, []byte("="))
		after = bytes.TrimLeft(after, blanks)
		if !ok || len(after) == 0 || after[0] != '"' && after[0] != '\'' {
			return ""
		}
		value, next, _ := bytes.Cut(after[1:], after[:1])
		if last := bytes.Fields(before); len(last) > 0 && string(last[len(last)-1]) == name {
			return html.UnescapeString(string(value))
		}
		rest = next
	}
}

// blanks are what XML takes for a space.
const blanks = " \t\r\n"
