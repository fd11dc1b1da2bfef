package delimited

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decoder makes UTF-8 of the lines of one file, which publishers write in UTF-8
// or in Windows-1252, of which Latin-1 is a part. It decides line by line: text
// in Windows-1252 is next to never valid UTF-8.
type decoder struct {
	sequences int  // multi-byte UTF-8 characters met so far
	strays    int  // bytes met so far that are no UTF-8
	legacy    bool // a line was in Windows-1252
}

// text is b in UTF-8, and how many of its bytes mean nothing in either encoding,
// each now U+FFFD.
func (d *decoder) text(b []byte) (s string, lost int) {
	sequences, strays := evidence(b)
	defer func() { d.sequences, d.strays = d.sequences+sequences, d.strays+strays }()
	if strays == 0 {
		return string(b), 0
	}
	if sequences > strays || sequences == strays && d.sequences > d.strays {
		return strings.ToValidUTF8(string(b), "\uFFFD"), strays
	}
	d.legacy = true
	return windows1252(b)
}

// evidence counts the multi-byte characters of b and the bytes that belong to none.
func evidence(b []byte) (sequences, strays int) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		c, n := utf8.DecodeRune(b[i:])
		if c == utf8.RuneError && n == 1 {
			strays++
		} else {
			sequences++
		}
		i += n
	}
	return sequences, strays
}

func windows1252(b []byte) (s string, lost int) {
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for _, c := range b {
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError {
			lost++
		}
		out.WriteRune(r)
	}
	return out.String(), lost
}
