package acknowledge

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// encodings are those that a mapping or an XML may name. That of a single byte
// that is called ISO-8859-1 is read as Windows-1252, which has letters where it
// has controls.
var encodings = map[string]encoding.Encoding{
	"": nil, "utf-8": nil, "utf8": nil, "us-ascii": nil, "ascii": nil,
	"iso-8859-1": charmap.Windows1252, "latin1": charmap.Windows1252, "latin-1": charmap.Windows1252, "windows-1252": charmap.Windows1252,
	"cp1252": charmap.Windows1252, "iso-8859-15": charmap.ISO8859_15, "latin9": charmap.ISO8859_15,
	"utf-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	"utf-16be": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
}

func encodingNames() []string {
	names := slices.Sorted(maps.Keys(encodings))
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

// decoded gives a file in UTF-8 when its first bytes say what it is, or when it
// was said to be in UTF-16. Otherwise its bytes are left as they are; marked says
// that they are known to be UTF-8.
func decoded(r *bufio.Reader, name string) (text io.Reader, marked bool) {
	head, _ := r.Peek(4)
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		r.Discard(3)
		return r, true
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return encodings["utf-16"].NewDecoder().Reader(r), true
	case bytes.HasPrefix(head, []byte("<\x00")):
		return encodings["utf-16le"].NewDecoder().Reader(r), true
	case bytes.HasPrefix(head, []byte("\x00<")):
		return encodings["utf-16be"].NewDecoder().Reader(r), true
	case strings.HasPrefix(strings.ToLower(name), "utf-16"):
		return encodings[strings.ToLower(name)].NewDecoder().Reader(r), true
	}
	return r, false
}

// charsetReader is that of an XML which declares its encoding.
func charsetReader(name string, in io.Reader) (io.Reader, error) {
	e, known := encodings[strings.ToLower(name)]
	switch {
	case !known:
		return nil, fmt.Errorf("encodage « %s » inconnu", finding.Cut(name, 40))
	case e == nil || strings.HasPrefix(strings.ToLower(name), "utf-16"): // already made UTF-8 by its first bytes
		return in, nil
	}
	return e.NewDecoder().Reader(in), nil
}

// textOf makes a line of a CSV UTF-8. other says that it was not in the encoding
// that was due.
func textOf(line []byte, e encoding.Encoding) (text string, other bool) {
	switch {
	case e == nil && utf8.Valid(line):
		return string(line), false
	case e == nil:
		e, other = charmap.Windows1252, true
	}
	decoded, err := e.NewDecoder().Bytes(line)
	if err != nil {
		return strings.ToValidUTF8(string(line), "\uFFFD"), true
	}
	return string(decoded), other
}
