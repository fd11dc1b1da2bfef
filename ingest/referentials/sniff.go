package referentials

import (
	"bytes"
	"strings"
)

// disguise is a kind of file that turns up where a CSV was due.
type disguise struct {
	begins  string // first bytes, after any spaces
	reason  string // for operators
	message string // for staff
}

var disguises = []disguise{
	{"<!doctype", "an HTML page", "Le fichier est une page web et non un fichier CSV."},
	{"<html", "an HTML page", "Le fichier est une page web et non un fichier CSV."},
	{"<", "XML or HTML", "Le fichier est en XML ou en HTML et non un fichier CSV."},
	{"{", "JSON", "Le fichier est en JSON et non un fichier CSV."},
	{"[{", "JSON", "Le fichier est en JSON et non un fichier CSV."},
	{"%pdf", "a PDF", "Le fichier est un PDF et non un fichier CSV."},
	{"pk\x03\x04", "a zip archive or a workbook", "Le fichier est une archive zip ou un classeur et non un fichier CSV."},
	{"\x1f\x8b", "compressed with gzip", "Le fichier est compressé (gzip) et non un fichier CSV."},
	{"\xff\xfe", "UTF-16", "Le fichier est en UTF-16 : il doit être en UTF-8 ou en Latin-1."},
	{"\xfe\xff", "UTF-16", "Le fichier est en UTF-16 : il doit être en UTF-8 ou en Latin-1."},
}

// sniff recognises by its first bytes a file that is no text of separated values.
func sniff(file string, head []byte) *Damaged {
	text := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")))
	if len(text) == 0 {
		return damaged(file, 0, "empty file", "", "Le fichier est vide.")
	}
	start := lowerASCII(text[:min(len(text), 16)])
	for _, d := range disguises {
		if strings.HasPrefix(start, d.begins) {
			return damaged(file, 0, d.reason+" where a CSV was due", firstLine(text), d.message)
		}
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return damaged(file, 0, "binary data where a CSV was due", "", "Le fichier n'est pas un fichier de texte.")
	}
	return nil
}

// lowerASCII leaves alone the bytes that are no ASCII: they may be no text at all.
func lowerASCII(b []byte) string {
	out := make([]byte, len(b))
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		out[i] = c
	}
	return string(out)
}

// firstLine is what a finding shows of a file, when it is text.
func firstLine(text []byte) string {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if bytes.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' || r == '\uFFFD' }) {
		return ""
	}
	return strings.TrimSpace(string(line))
}
