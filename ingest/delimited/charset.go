package delimited

import (
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
)

// charset is how the text of a file is to be made bytes that Reader takes.
type charset uint8

const (
	notText    charset = iota
	singleByte         // UTF-8 or Windows-1252, which Reader tells apart line by line
	utf16LE
	utf16BE
)

// looked is how many bytes of a file are looked at to tell what it is.
const looked = 4096

// charsetOf tells the charset by the first bytes of a file.
func charsetOf(head []byte) charset {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return utf16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return utf16BE
	case bytes.IndexByte(head, 0) >= 0:
		return unmarked(head)
	case hasControl(head):
		return notText
	}
	return singleByte
}

// unmarked tells UTF-16 without its mark: in a French text nearly every second
// byte is zero.
func unmarked(head []byte) charset {
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1] > half*3/4 && zeros[0] == 0:
		return utf16LE
	case zeros[0] > half*3/4 && zeros[1] == 0:
		return utf16BE
	}
	return notText
}

// hasControl finds a byte that no text has in any charset that is read.
func hasControl(head []byte) bool {
	return bytes.ContainsFunc(head, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != '\v' && r != 0x1a || r == 0x7f
	})
}

// decode gives the text as Reader takes it.
func (c charset) decode(r io.Reader) io.Reader {
	switch c {
	case utf16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r)
	case utf16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(r)
	}
	return r
}

// oldMac ends lines with a carriage return alone: it is made a line feed.
type oldMac struct{ io.Reader }

func (m oldMac) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
