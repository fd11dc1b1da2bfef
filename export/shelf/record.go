package shelf

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
	"golang.org/x/text/encoding/charmap"
)

// portrait is what is kept of a record to compare it: its title, and for the
// formation, each action and each session, a hash of each field.
type portrait struct {
	title  string
	scopes map[string]*[fieldCount]uint64 // "" is the formation's own; actions and sessions have their kind and number
}

// maxTitle is how many characters of a title are kept.
const maxTitle = 160

// portray reads one record, in one pass. What is not well-formed is read as best
// it can be: the schema has been checked.
func portray(record []byte) portrait {
	r := reading{portrait: portrait{scopes: map[string]*[fieldCount]uint64{"": {}}}}
	r.stack = append(r.stack, frame{scope: r.scopes[""]})
	for len(record) > 0 {
		record = r.step(record)
	}
	r.portrait.title = textOf(r.titleText)
	return r.portrait
}

// reading is a record being read.
type reading struct {
	portrait
	stack     []frame // open elements, below that of the record itself
	titleText []byte
}

// frame is an open element.
type frame struct {
	field field
	scope *[fieldCount]uint64
}

// step reads one piece of markup or text, and gives what follows.
func (r *reading) step(b []byte) []byte {
	switch {
	case b[0] != '<':
		text, _, _ := bytes.Cut(b, []byte("<"))
		r.text(text)
		return b[len(text):]
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		text, rest, _ := bytes.Cut(b[len("<![CDATA["):], []byte("]]>"))
		r.text(text)
		return rest
	case bytes.HasPrefix(b, []byte("<!--")):
		_, rest, _ := bytes.Cut(b, []byte("-->"))
		return rest
	}
	end := tagEnd(b)
	if end < 0 {
		return nil
	}
	r.tag(b[:end])
	return b[end:]
}

func (r *reading) tag(tag []byte) {
	if tag[1] == '?' {
		return
	}
	if tag[1] == '/' {
		if len(r.stack) > 1 {
			r.mix(tag)
			r.stack = r.stack[:len(r.stack)-1]
		}
		return
	}
	r.open(tag)
	if tag[len(tag)-2] == '/' {
		r.stack = r.stack[:len(r.stack)-1]
	}
}

// open gives an element its field: its own when it stands in a container, else
// that of what it stands in.
func (r *reading) open(tag []byte) {
	f := r.stack[len(r.stack)-1]
	if f.field == container {
		name := nameOf(tag)
		known, ok := fieldOf[string(name)]
		if f.field = known; !ok {
			f.field = modalities
		}
		if kind := string(name); kind == "action" || kind == "session" {
			f.scope = r.scope(kind, attribute(tag, "numero"))
		}
	}
	r.stack = append(r.stack, f)
	r.mix(tag)
}

// scope begins an action or a session. One without a number has its rank instead.
func (r *reading) scope(kind, number string) *[fieldCount]uint64 {
	key := kind + " " + number
	for n := 2; r.scopes[key] != nil; n++ {
		key = kind + " " + number + " " + strconv.Itoa(n)
	}
	s := new([fieldCount]uint64)
	r.scopes[key] = s
	return s
}

func (r *reading) text(text []byte) {
	text = bytes.Trim(text, blanks)
	if len(text) == 0 {
		return
	}
	r.mix(text)
	if r.stack[len(r.stack)-1].field == title && len(r.titleText) < 4*maxTitle {
		r.titleText = append(r.titleText, text...)
	}
}

// mix adds bytes to the hash of the field that is being read (FNV-1a).
func (r *reading) mix(b []byte) {
	f := r.stack[len(r.stack)-1]
	if f.field == container {
		f.field = stamps
	}
	h := f.scope[f.field]
	if h == 0 {
		h = 14695981039346656037
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	f.scope[f.field] = h
}

// nameOf is the name of a start tag, without a prefix.
func nameOf(tag []byte) []byte {
	name := tag[1:]
	if i := bytes.IndexAny(name, blanks+"/>"); i >= 0 {
		name = name[:i]
	}
	return name[bytes.LastIndexByte(name, ':')+1:]
}

// textOf is a text as people read it, whatever the encoding of the feed.
func textOf(raw []byte) string {
	if !utf8.Valid(raw) {
		if decoded, err := charmap.Windows1252.NewDecoder().Bytes(raw); err == nil {
			raw = decoded
		}
	}
	return finding.Cut(strings.Join(strings.Fields(html.UnescapeString(string(raw))), " "), maxTitle)
}
