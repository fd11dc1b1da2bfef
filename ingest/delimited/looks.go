package delimited

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// Looks tells by its content whether a file is a text that may hold separated
// values, whatever its name: no web page, no PDF, no archive.
func Looks(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("look at a delivery: %w", err)
	}
	defer f.Close()
	head := make([]byte, looked)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return false, fmt.Errorf("look at a delivery: %w", err)
	}
	return looksSeparated(head[:n]), nil
}

func looksSeparated(head []byte) bool {
	text := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	for _, other := range []string{"<", "{", "[{", "%PDF", "PK\x03\x04", "\xd0\xcf\x11\xe0"} {
		if bytes.HasPrefix(text, []byte(other)) {
			return false
		}
	}
	return len(text) > 0 && charsetOf(head) != notText
}
