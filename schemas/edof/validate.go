package edof

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Fault is one thing that is wrong with a catalogue.
type Fault struct {
	Line      int    // 1 is the first
	Path      string // lheo/offres/formation[2]/action/session/periode/debut
	Formation string // numero of the nearest one
	Message   string // what is wrong, one French sentence
}

// Result is the verdict on a catalogue.
type Result struct {
	Formations, Actions, Sessions int
	Faults                        []Fault // the first of them, at most MaxFaults
	Total                         int     // how many there are
}

// Valid reports that the catalogue has the structure that EDOF's XSD asks for.
func (r Result) Valid() bool { return r.Total == 0 }

// MaxFaults is how many faults a result keeps.
const MaxFaults = 100

// Validate holds a catalogue of any size against the structure that EDOF asks for,
// in memory that does not grow with it. What is wrong with it is in the result;
// the error is about reading it.
func Validate(r io.Reader) (Result, error) {
	source := &tracked{source: r}
	d := xml.NewDecoder(source)
	declared := false
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if declared { // once more would read each character as several, and so on
			return nil, errDeclaredTwice
		}
		declared = true
		return charset(label, r)
	}
	j := judge{decoder: d}
	if err := j.run(); err != nil && source.err == nil {
		j.fault(sentence(err))
	}
	if source.err != nil {
		return j.result, fmt.Errorf("read EDOF catalogue: %w", source.err)
	}
	return j.result, nil
}

// tracked tells what cannot be read from what is read and makes no sense.
type tracked struct {
	source io.Reader
	err    error
}

func (t *tracked) Read(p []byte) (int, error) {
	n, err := t.source.Read(p)
	if err != nil && err != io.EOF {
		t.err = err
	}
	return n, err
}

var (
	errDeclaredTwice = errors.New("the encoding is declared twice")
	errCharset       = errors.New("the encoding is not ISO-8859-1, which EDOF asks for")
)

const notLatin1 = "EDOF demande l'encodage ISO-8859-1"

// sentence says in French why a catalogue is read no further.
func sentence(err error) string {
	switch {
	case errors.Is(err, errCharset):
		return notLatin1
	case errors.Is(err, errDeclaredTwice):
		return "l'encodage est déclaré deux fois"
	}
	return "le XML est mal formé : " + err.Error()
}

// charset reads ISO-8859-1; the decoder asks for nothing when UTF-8 is declared.
func charset(label string, r io.Reader) (io.Reader, error) {
	if !strings.EqualFold(label, "ISO-8859-1") {
		return nil, errCharset
	}
	return &latin1{source: r}, nil
}

type latin1 struct {
	source io.Reader
	raw    [4096]byte
	rest   []byte
}

func (l *latin1) Read(p []byte) (int, error) {
	if len(l.rest) == 0 {
		n, err := l.source.Read(l.raw[:])
		l.rest = l.rest[:0]
		for _, b := range l.raw[:n] {
			l.rest = utf8.AppendRune(l.rest, rune(b))
		}
		if n == 0 {
			return 0, err
		}
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// frame is an open element.
type frame struct {
	name string
	decl decl
	free bool           // inside an extension: anything goes
	at   int            // position in the sequence
	kids map[string]int // nil before the first child
	text strings.Builder
}

type judge struct {
	decoder   *xml.Decoder
	frames    []*frame
	formation string
	begun     bool
	result    Result
}

func (j *judge) run() error {
	for {
		token, err := j.decoder.Token()
		switch t := token.(type) {
		case xml.StartElement:
			j.start(t)
		case xml.EndElement:
			j.end()
		case xml.CharData:
			j.text(t)
		case xml.ProcInst:
			if t.Target == "xml" && !strings.Contains(strings.ToUpper(string(t.Inst)), "ISO-8859-1") {
				j.fault(notLatin1)
			}
		}
		if err == io.EOF {
			if !j.begun {
				j.fault("le fichier est vide")
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (j *judge) top() *frame {
	if len(j.frames) == 0 {
		return nil
	}
	return j.frames[len(j.frames)-1]
}

func (j *judge) start(t xml.StartElement) {
	name, up := t.Name.Local, j.top()
	f := &frame{name: name}
	free := up != nil && (up.free || up.decl.content == anything)
	d, known := table[name]
	switch {
	case up == nil && (j.begun || name != "lheo"):
		j.fault(fmt.Sprintf("la racine est <%s> et non <lheo>", name))
	case free && (!known || t.Name.Space != Namespace):
		f.free = true
	case t.Name.Space != Namespace:
		j.fault(fmt.Sprintf("<%s> n'est pas dans l'espace de noms d'EDOF", name))
	case up != nil && !free:
		j.place(up, name)
	}
	j.begun = true
	f.decl = d
	j.frames = append(j.frames, f)
	if !f.free {
		j.attributes(f, t.Attr)
	}
	j.enter(name, t.Attr)
}

// place holds a child against the sequence of its parent.
func (j *judge) place(up *frame, name string) {
	if up.kids == nil {
		up.kids = make(map[string]int, len(up.decl.children))
	}
	up.kids[name]++
	children := up.decl.children
	at := slices.IndexFunc(children, func(c child) bool { return c.name == name })
	switch {
	case at < 0:
		j.fault(fmt.Sprintf("<%s> n'a pas sa place dans <%s>", name, up.name))
	case up.decl.content == mixture:
	case up.decl.content == choice && len(up.kids) > 1, children[at].max >= 0 && up.kids[name] > children[at].max:
		j.fault(fmt.Sprintf("<%s> est en trop dans <%s>", name, up.name))
	case at < up.at:
		j.fault(fmt.Sprintf("<%s> vient trop tard dans <%s>", name, up.name))
	default:
		up.at = at
	}
}

func (j *judge) attributes(f *frame, attrs []xml.Attr) {
	has := func(name string) bool {
		return slices.ContainsFunc(attrs, func(a xml.Attr) bool { return a.Name.Local == name && a.Name.Space == "" })
	}
	for _, name := range f.decl.required {
		if !has(name) {
			j.fault(fmt.Sprintf("<%s> n'a pas d'attribut %s", f.name, name))
		}
	}
	for _, a := range attrs {
		mine := slices.Contains(f.decl.required, a.Name.Local) || slices.Contains(f.decl.optional, a.Name.Local)
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" && (a.Name.Space != "" || !mine) {
			j.fault(fmt.Sprintf("<%s> n'admet pas l'attribut %s", f.name, a.Name.Local))
		}
	}
}

func (j *judge) enter(name string, attrs []xml.Attr) {
	switch name {
	case "formation":
		j.result.Formations++
		for _, a := range attrs {
			if a.Name.Local == "numero" {
				j.formation = a.Value
			}
		}
	case "action":
		j.result.Actions++
	case "session":
		j.result.Sessions++
	}
}

// maxText is how many bytes of a text are kept to be judged.
const maxText = 64 << 10

func (j *judge) text(s []byte) {
	f := j.top()
	if f == nil || f.free || f.decl.content == anything {
		return
	}
	if f.decl.content < anything || f.decl.content == mixture {
		if len(bytes.TrimSpace(s)) > 0 {
			j.fault(fmt.Sprintf("il y a du texte dans <%s>", f.name))
		}
		return
	}
	if f.text.Len()+len(s) <= maxText {
		f.text.Write(s)
	}
}

func (j *judge) end() {
	f := j.top()
	if f == nil {
		return
	}
	if !f.free {
		j.finish(f)
	}
	j.frames = j.frames[:len(j.frames)-1]
}

// finish judges an element by what it turned out to hold.
func (j *judge) finish(f *frame) {
	value := f.text.String()
	switch f.decl.content {
	case sequence:
		for _, c := range f.decl.children {
			if f.kids[c.name] < c.min {
				j.fault(fmt.Sprintf("<%s> manque dans <%s>", c.name, f.name))
			}
		}
	case choice:
		if len(f.kids) == 0 {
			j.fault(fmt.Sprintf("<%s> est vide", f.name))
		}
	case code:
		if !slices.Contains(f.decl.values, strings.Join(strings.Fields(value), " ")) {
			j.fault(fmt.Sprintf("« %s » n'est pas une valeur de <%s>", value, f.name))
		}
	case whole:
		if _, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64); err != nil {
			j.fault(fmt.Sprintf("« %s » n'est pas un nombre entier", value))
		}
	case text, figures:
		j.characters(f, value)
	}
}

func (j *judge) characters(f *frame, value string) {
	if f.name == "debut" || f.name == "fin" || f.name == "date" {
		value = strings.TrimSpace(value)
	}
	n := utf8.RuneCountInString(value)
	switch {
	case n < f.decl.min || n > f.decl.max:
		j.fault(fmt.Sprintf("<%s> a %d caractères ; EDOF en demande de %d à %d", f.name, n, f.decl.min, f.decl.max))
	case f.decl.content == figures && !f.decl.fits(value):
		j.fault(fmt.Sprintf("« %s » n'a pas la forme de <%s>", value, f.name))
	}
}

func (j *judge) fault(message string) {
	if j.result.Total++; len(j.result.Faults) >= MaxFaults {
		return
	}
	line, _ := j.decoder.InputPos()
	names := make([]string, len(j.frames))
	for i, f := range j.frames {
		names[i] = f.name
	}
	j.result.Faults = append(j.result.Faults, Fault{Line: line, Path: strings.Join(names, "/"), Formation: j.formation, Message: message})
}

// Check says in French why a catalogue may not be published, and in which record;
// empty when it may. The error is about reading it.
func Check(_ context.Context, _ string, catalogue io.Reader) (fault string, err error) {
	r, err := Validate(catalogue)
	if err != nil || r.Valid() {
		return "", err
	}
	first := r.Faults[0]
	fault = fmt.Sprintf("le catalogue n'est pas celui qu'EDOF demande (fautes : %d) : ligne %d", r.Total, first.Line)
	if first.Formation != "" {
		fault += ", formation " + first.Formation
	}
	return fault + " : " + first.Message, nil
}
