package acknowledge

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// Limits of an XML.
const (
	maxDepth     = 64
	maxToken     = 4 << 20 // bytes of one tag or text
	maxPerRecord = 50      // values of one thing in one record
)

// xml reads the records of an XML.
func (r *reader) xml(in *bufio.Reader) {
	mended := &mended{}
	meter := &meter{r: r.xmlText(in, mended)}
	decoder := xml.NewDecoder(meter)
	decoder.CharsetReader = charsetReader
	x := &xmlReader{reader: r, decoder: decoder, fields: r.fields()}
	for _, name := range strings.Split(r.file.Record, "/") {
		x.record = append(x.record, key(name))
	}
	for !r.dead {
		meter.budget = maxToken
		token, err := decoder.RawToken()
		if err != nil {
			x.fail(err)
			break
		}
		x.step(token)
	}
	if mended.done && !r.stopped {
		r.tell(otherEncoding, finding.Place{}, "", "")
	}
}

var errToken = errors.New("a tag or text is too large")

// meter bounds what one token may cost.
type meter struct {
	r      io.Reader
	budget int
}

func (m *meter) Read(p []byte) (int, error) {
	if m.budget <= 0 {
		return 0, errToken
	}
	n, err := m.r.Read(p)
	m.budget -= n
	return n, err
}

// field is one of the things that are looked for in a record.
type field struct {
	paths  []path
	values [][]string // of each path
}

const (
	numberField = iota
	statusField
	codeField
	messageField
	kindField
	fieldsCount
)

func (r *reader) fields() (list [fieldsCount]field) {
	for i, texts := range [fieldsCount][]string{r.file.Number, r.file.Status, r.file.Code, r.file.Message, r.file.Kinds.Of} {
		list[i].paths = parsePaths(texts)
	}
	return list
}

// xmlReader reads the tokens of an XML.
type xmlReader struct {
	*reader
	decoder *xml.Decoder
	record  []string
	open    []string     // names of the open elements, by key
	raw     []string     // the same, as written, to know that they are closed in order
	attrs   [][]xml.Attr // of each
	inside  int          // depth of the record being read; 0 when none is
	line    int          // where it begins
	fields  [fieldsCount]field
	texts   []strings.Builder // of the elements that are open in the record, its own first
}

func (x *xmlReader) step(token xml.Token) {
	line, _ := x.decoder.InputPos()
	switch t := token.(type) {
	case xml.StartElement:
		x.start(t, line)
	case xml.EndElement:
		x.end(t, line)
	case xml.CharData:
		if x.inside > 0 {
			if text := &x.texts[len(x.texts)-1]; text.Len() < 4*maxMessage {
				text.Write(t[:min(len(t), 4*maxMessage)])
			}
		}
	case xml.Directive:
		x.stop(doctype, line, "")
	}
}

func (x *xmlReader) start(t xml.StartElement, line int) {
	if len(x.open) >= maxDepth {
		x.stop(oversized, line, "Des balises sont imbriquées au-delà de ce qui est lu.")
		return
	}
	x.open, x.raw, x.attrs = append(x.open, key(t.Name.Local)), append(x.raw, t.Name.Space+":"+t.Name.Local), append(x.attrs, slices.Clone(t.Attr))
	if x.inside == 0 {
		if !endsIn(x.open, x.record) {
			return
		}
		x.inside, x.line, x.texts = len(x.open), line, nil
		for i := range x.fields {
			x.fields[i].values = make([][]string, len(x.fields[i].paths))
		}
		x.outside()
	}
	x.texts = append(x.texts, strings.Builder{})
	x.attributes(x.open[x.inside:], t.Attr)
}

// outside reads the attributes of what the record stands in.
func (x *xmlReader) outside() {
	x.each(func(p path) (string, bool) {
		at := x.inside - 1 - p.up
		if p.up == 0 || at < 0 {
			return "", false
		}
		return attribute(x.attrs[at], p.attribute)
	})
}

// attributes reads those of the record or of an element in it.
func (x *xmlReader) attributes(within []string, attrs []xml.Attr) {
	x.each(func(p path) (string, bool) {
		if p.up > 0 || p.attribute == "" || !slices.Equal(p.steps, within) {
			return "", false
		}
		return attribute(attrs, p.attribute)
	})
}

func attribute(attrs []xml.Attr, name string) (string, bool) {
	for _, a := range attrs {
		if key(a.Name.Local) == name {
			return a.Value, true
		}
	}
	return "", false
}

// each adds a value to every path that value gives one for.
func (x *xmlReader) each(value func(path) (string, bool)) {
	for i := range x.fields {
		f := &x.fields[i]
		for n, p := range f.paths {
			if v, ok := value(p); ok && strings.TrimSpace(v) != "" && len(f.values[n]) < maxPerRecord {
				f.values[n] = append(f.values[n], finding.Cut(strings.TrimSpace(v), maxMessage))
			}
		}
	}
}

func (x *xmlReader) end(t xml.EndElement, line int) {
	n := len(x.open)
	if n == 0 || x.raw[n-1] != t.Name.Space+":"+t.Name.Local {
		x.stop(broken, line, "")
		return
	}
	if x.inside > 0 {
		within, text := x.open[x.inside:], x.texts[len(x.texts)-1].String()
		x.each(func(p path) (string, bool) {
			return text, p.up == 0 && p.attribute == "" && slices.Equal(p.steps, within)
		})
		x.texts = x.texts[:len(x.texts)-1]
	}
	if n == x.inside {
		x.inside = 0
		x.take(x.answer())
	}
	x.open, x.raw, x.attrs = x.open[:n-1], x.raw[:n-1], x.attrs[:n-1]
}

// answer gives, of each thing, the values of the first path that has any.
func (x *xmlReader) answer() answer {
	values := func(i int) []string {
		for _, v := range x.fields[i].values {
			if len(v) > 0 {
				return v
			}
		}
		return nil
	}
	first := func(i int) string {
		if v := values(i); len(v) > 0 {
			return v[0]
		}
		return ""
	}
	status := first(statusField)
	return answer{line: x.line, number: first(numberField), status: status, kind: first(kindField), codes: values(codeField),
		messages: values(messageField), hasStatus: status != ""}
}

// fail tells why the XML ends.
func (x *xmlReader) fail(err error) {
	line, _ := x.decoder.InputPos()
	switch {
	case errors.Is(err, errToken):
		x.stop(oversized, line, "Une balise ou un texte est démesuré : la suite n'est pas lue.")
	case errors.Is(err, errOver):
		x.stop(oversized, line, "")
	case !errors.Is(err, io.EOF) || len(x.open) > 0:
		x.stop(broken, line, "")
	}
}
