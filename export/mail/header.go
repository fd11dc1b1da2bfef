package mail

import (
	"mime"
	"strings"
	"unicode"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// maxNamed is how many characters of a stranger's text a mail repeats on one line,
// maxSubject how many a subject has.
const (
	maxNamed   = 120
	maxSubject = 200
)

// line makes one line of a stranger's text: no sign that starts a header, moves the
// text about or hides in it.
func line(text string, most int) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f': // these two keep words together
			return ' '
		case isControl(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	return finding.Cut(strings.Join(strings.FieldsFunc(kept, func(r rune) bool { return r == ' ' }), " "), most)
}

// isControl tells what is not to be seen: controls, and marks that turn the
// direction of a text.
func isControl(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }

// encodedText is a text as the value of a header: ASCII, on lines of 76 signs where
// words allow. A text that imitates an encoded word stays what it is.
func encodedText(text string) string {
	safe := strings.ReplaceAll(line(text, maxSubject), "=?", "= ?")
	return folded(mime.QEncoding.Encode("utf-8", safe))
}

// folded breaks the value of a header at its spaces.
func folded(value string) string {
	var out strings.Builder
	width := len("Subject: ")
	for i, word := range strings.Split(value, " ") {
		switch {
		case i > 0 && width+1+len(word) > 76:
			out.WriteString("\r\n ")
			width = 1
		case i > 0:
			out.WriteByte(' ')
			width++
		}
		out.WriteString(word)
		width += len(word)
	}
	return out.String()
}
