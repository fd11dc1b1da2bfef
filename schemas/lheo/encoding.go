package lheo

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// charset is how the characters of a document are written.
type charset uint8

const (
	utf8Charset charset = iota
	asciiCharset
	latin1
	latin9
	windows1252
	utf16LE
	utf16BE

	noCharset charset = 255
)

var charsetNames = [...]string{
	utf8Charset: "UTF-8", asciiCharset: "US-ASCII", latin1: "ISO-8859-1", latin9: "ISO-8859-15",
	windows1252: "Windows-1252", utf16LE: "UTF-16", utf16BE: "UTF-16",
}

func (c charset) String() string {
	if int(c) < len(charsetNames) {
		return charsetNames[c]
	}
	return "inconnu"
}

// charsetOf knows a declared encoding under its usual names.
func charsetOf(name string) charset {
	switch strings.ToLower(name) {
	case "", "utf-8", "utf8":
		return utf8Charset
	case "us-ascii", "ascii", "iso646-us", "ansi_x3.4-1968":
		return asciiCharset
	case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "iso-latin-1", "l1":
		return latin1
	case "iso-8859-15", "iso8859-15", "iso_8859-15", "latin-9", "latin9":
		return latin9
	case "windows-1252", "cp1252", "ms-ansi":
		return windows1252
	case "utf-16", "utf16", "utf-16le":
		return utf16LE
	case "utf-16be":
		return utf16BE
	}
	return noCharset
}

// encodingError says that no character of the document can be read.
type encodingError struct{ declared, detail string }

func (e *encodingError) Error() string { return e.detail }

// sniffLen is how far the XML declaration is looked for.
const sniffLen = 1024

// decodeText gives the characters of a document in UTF-8, without a byte order
// mark. The error is an *encodingError, or that of the source.
func decodeText(r io.Reader) (io.Reader, charset, error) {
	head := make([]byte, sniffLen)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, noCharset, err
	}
	head = head[:n]
	rest := func(skip int) io.Reader { return io.MultiReader(bytes.NewReader(head[skip:]), r) }
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		return rest(3), utf8Charset, nil
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return newUTF16Reader(rest(2), utf16LE), utf16LE, nil
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return newUTF16Reader(rest(2), utf16BE), utf16BE, nil
	case bytes.HasPrefix(head, []byte("<\x00?\x00")):
		return newUTF16Reader(rest(0), utf16LE), utf16LE, nil
	case bytes.HasPrefix(head, []byte("\x00<\x00?")):
		return newUTF16Reader(rest(0), utf16BE), utf16BE, nil
	}
	return declaredText(rest(0), declaredEncoding(head))
}

func declaredText(r io.Reader, name string) (io.Reader, charset, error) {
	switch c := charsetOf(name); c {
	case utf8Charset:
		return r, c, nil
	case noCharset:
		return nil, c, &encodingError{name, fmt.Sprintf("l'encodage « %s » n'est pas de ceux que Passerelle lit (UTF-8, ISO-8859-1, ISO-8859-15, Windows-1252, UTF-16)", name)}
	case utf16LE, utf16BE:
		return nil, c, &encodingError{name, fmt.Sprintf("l'encodage déclaré est « %s » mais le fichier n'est pas en UTF-16", name)}
	default:
		return newByteReader(r, c), c, nil
	}
}

// declaredEncoding reads the name of the encoding in an XML declaration; it is
// empty when there is none.
func declaredEncoding(head []byte) string {
	end := bytes.Index(head, []byte("?>"))
	if !bytes.HasPrefix(head, []byte("<?xml")) || end < 0 {
		return ""
	}
	_, after, ok := bytes.Cut(head[:end], []byte("encoding"))
	if !ok {
		return ""
	}
	after = bytes.TrimLeft(after, " \t\r\n=")
	if len(after) == 0 || after[0] != '"' && after[0] != '\'' {
		return ""
	}
	name, _, _ := bytes.Cut(after[1:], after[:1])
	return string(name)
}

// byteReader reads an encoding of one byte a character.
type byteReader struct {
	src   io.Reader
	raw   []byte
	out   []byte // decoded, not yet given
	runes [256]string
	seen  evidence
}

// evidence is what the bytes say of the encoding themselves.
type evidence struct {
	utf8, other int // sequences that are UTF-8, bytes above 0x7F that are not
	c1          int // bytes 0x80 to 0x9F: letters in Windows-1252, controls in ISO-8859-1
	need        int // bytes that the current sequence lacks
}

func newByteReader(src io.Reader, c charset) *byteReader {
	r := &byteReader{src: src, raw: make([]byte, windowLen/4)}
	for b := range 256 {
		r.runes[b] = decodeByte(byte(b), c)
	}
	return r
}

// noCharacter stands for what means nothing in the encoding of a document. No
// character in UTF-8 has this byte, so that it is refused where it stands.
const noCharacter = 0xFF

// decodeByte is a byte in UTF-8.
func decodeByte(b byte, c charset) string {
	if b >= 0x80 {
		switch c {
		case asciiCharset:
			return string([]byte{noCharacter})
		case windows1252:
			if bytes.IndexByte([]byte{0x81, 0x8D, 0x8F, 0x90, 0x9D}, b) >= 0 {
				return string([]byte{noCharacter})
			}
			return string(charmap.Windows1252.DecodeByte(b))
		case latin9:
			return string(charmap.ISO8859_15.DecodeByte(b))
		}
	}
	return string(rune(b))
}

func (r *byteReader) Read(p []byte) (int, error) {
	for len(r.out) == 0 {
		n, err := r.src.Read(r.raw)
		r.out = r.out[:0]
		for _, b := range r.raw[:n] {
			r.out = append(r.out, r.runes[b]...)
			if b >= 0x80 || r.seen.need > 0 {
				r.seen.add(b)
			}
		}
		if n == 0 && err != nil {
			return 0, err
		}
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

func (e *evidence) add(b byte) {
	if b >= 0x80 && b < 0xA0 {
		e.c1++
	}
	switch {
	case e.need > 0 && b&0xC0 == 0x80:
		if e.need--; e.need == 0 {
			e.utf8++
		}
	case b >= 0xC2 && b < 0xF5:
		e.need = 1
		if b >= 0xE0 {
			e.need++
		}
		if b >= 0xF0 {
			e.need++
		}
	default:
		e.other++
		e.need = 0
	}
}
