package lheo

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// FuzzText: whatever a text, what is written of it is what XML holds: it is read back
// as it was, by us and by encoding/xml, and in ISO-8859-1 it can be said.
func FuzzText(f *testing.F) {
	for _, s := range []string{"a & b < c > d", "\"l'œuvre\"\r\n\t", "\x00\x1f\ufffe\ud7ff\ue000", "]]>", "\xff\xed\xa0\x80", "<p>a</p><li>b", "&lt;b&gt;c", "&amp;lt;p&amp;gt;", "&eacute;&#233;&#xD800;&", "Ŀ ﬁ € ½ 你 \U0001F600 e\u0301", "<script>x</script>", "a<o:p></o:p><"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		legible := Legible(s)
		if strings.IndexFunc(legible, func(r rune) bool { return !isXMLChar(r) || r == '\r' }) >= 0 || !utf8.ValidString(legible) || Legible(legible) != legible {
			t.Fatalf("Legible(%q) = %q", s, legible)
		}
		text, attr := AppendText(nil, legible), AppendAttr(nil, legible)
		if got := string(unescape(nil, text)); got != legible {
			t.Fatalf("%q is written %q and read %q", legible, text, got)
		}
		if got := string(attrValue(nil, attr)); got != legible {
			t.Fatalf("%q is written %q in an attribute and read %q", legible, attr, got)
		}
		if got, value := theirs(t, `<a b="`+string(attr)+`">`+string(text)+`</a>`); got != legible || value != legible {
			t.Fatalf("%q: encoding/xml reads %q, and %q in the attribute", legible, got, value)
		}
		if plain := plainText(legible); !utf8.ValidString(plain) || len(plain) > 2*len(legible) {
			t.Fatalf("%q in plain text is %q", legible, plain)
		}
		said := new(Report).latin1(legible)
		if _, err := charmap.ISO8859_1.NewEncoder().String(said); err != nil {
			t.Fatalf("%q in ISO-8859-1 is %q: %v", legible, said, err)
		}
	})
}

// theirs is the text and the attribute of a document as encoding/xml reads them.
func theirs(t *testing.T, doc string) (text, attr string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(doc))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return text, attr
		}
		if err != nil {
			t.Fatalf("%q: %v", doc, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			attr = token.Attr[0].Value
		case xml.CharData:
			text += string(token)
		}
	}
}
