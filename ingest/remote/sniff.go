package remote

import (
	"bytes"
	"strings"
)

// sniffed is how much of a file is looked at to tell what it is.
const sniffed = 4096

// page reports whether a file begins as a page of HTML does, after what may come
// before: a mark of order, blanks, comments, a declaration of XML.
func page(head []byte) bool {
	head = bytes.ReplaceAll(head, []byte{0}, nil) // of UTF-16
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		head = bytes.TrimPrefix(head, []byte(mark))
	}
	text := strings.ToLower(string(head))
	for {
		text = strings.TrimLeft(text, " \t\r\n\f\v")
		after, skipped := beyond(text, "<!--", "-->")
		if !skipped {
			after, skipped = beyond(text, "<?xml", "?>")
		}
		if !skipped {
			break
		}
		text = after
	}
	for _, begin := range []string{"<!doctype html", "<html", "<head", "<body", "<title", "<script", "<meta", "<link", "<style", "<center", "<h1"} {
		if rest, is := strings.CutPrefix(text, begin); is && (rest == "" || strings.ContainsAny(rest[:1], " \t\r\n>/")) {
			return true
		}
	}
	return false
}

// beyond skips what begins and ends so.
func beyond(text, begin, end string) (string, bool) {
	if !strings.HasPrefix(text, begin) {
		return text, false
	}
	_, after, found := strings.Cut(text, end)
	return after, found
}
