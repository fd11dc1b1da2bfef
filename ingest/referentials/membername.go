package referentials

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// memberName is the name of a file of an archive as its publisher meant it: in
// UTF-8, whether or not the archive says so, else in the code page of DOS; its
// accents composed; folders apart by slashes.
func memberName(raw string) string {
	name := raw
	if !utf8.ValidString(raw) {
		decoded, err := charmap.CodePage437.NewDecoder().String(raw)
		if err != nil {
			decoded = strings.ToValidUTF8(raw, "\uFFFD")
		}
		name = decoded
	}
	return strings.TrimPrefix(strings.ReplaceAll(norm.NFC.String(name), `\`, "/"), "./")
}
