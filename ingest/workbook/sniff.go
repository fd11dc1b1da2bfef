package workbook

import (
	"bytes"
	"io"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
)

const sniffed = 4096 // bytes looked at to tell what a file is

var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
)

// sniff tells what a file is that does not begin like an archive; nil says that
// it does.
func sniff(r io.ReaderAt, size int64) *defect {
	head := make([]byte, min(size, sniffed))
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return damaged(err, "sa lecture a échoué")
	}
	head = head[:n]
	switch {
	case n == 0:
		return &defect{rule: emptyFile}
	case bytes.HasPrefix(head, zipMagic):
		return nil
	case bytes.HasPrefix(head, oleMagic):
		return &defect{rule: ole(r, size)}
	}
	return &defect{rule: flat(head)}
}

// flat tells what a file is that is no container.
func flat(head []byte) finding.Rule {
	lower := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case bytes.HasPrefix(head, []byte("%PDF")):
		return pdf
	case bytes.HasPrefix(head, []byte("PK")), bytes.HasPrefix(head, []byte("Rar!")),
		bytes.HasPrefix(head, []byte("7z\xbc\xaf")), bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return archive
	case bytes.Contains(lower, []byte("urn:schemas-microsoft-com:office:spreadsheet")):
		return xml2003
	case bytes.HasPrefix(lower, []byte("<")) && containsAny(lower, "<html", "<table", "<!doctype html", "<meta", "<body"):
		return webPage
	case isText(head):
		return plainText
	}
	return unknownFile
}

func containsAny(b []byte, words ...string) bool {
	for _, w := range words {
		if bytes.Contains(b, []byte(w)) {
			return true
		}
	}
	return false
}

// isText accepts UTF-8, UTF-16 with its mark, and the Windows and ISO charsets
// of French files: no byte that text never has.
func isText(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' || b == 0x7f {
			return false
		}
	}
	return utf8.Valid(head) || bytes.IndexByte(head, '\n') >= 0
}

// ole tells a password-protected workbook from an old one: both are compound
// files, whose streams are named in UTF-16.
func ole(r io.ReaderAt, size int64) finding.Rule {
	found := contains(io.NewSectionReader(r, 0, size), utf16("EncryptedPackage"), utf16("WordDocument"), utf16("PowerPoint Document"))
	switch {
	case found[0]:
		return protected
	case found[1], found[2]:
		return office
	}
	return oldExcel
}

func utf16(ascii string) []byte {
	wide := make([]byte, 0, 2*len(ascii))
	for i := range len(ascii) {
		wide = append(wide, ascii[i], 0)
	}
	return wide
}

// contains tells which of the needles, none longer than 64 bytes, are in r.
func contains(r io.Reader, needles ...[]byte) []bool {
	found := make([]bool, len(needles))
	window := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := io.ReadFull(r, window[kept:])
		for i, needle := range needles {
			found[i] = found[i] || bytes.Contains(window[:kept+n], needle)
		}
		if err != nil {
			return found
		}
		kept = copy(window, window[len(window)-64:])
	}
}
