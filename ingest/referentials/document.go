package referentials

import (
	"errors"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// document is a text that holds a part of a referential.
type document struct {
	path   string // of the file that holds it
	src    source
	format format
	header header
	ref    nomenclature.Referential
}

// label is the version of the document, as far as it tells.
func (d document) label() string {
	if d.format.label == nil {
		return ""
	}
	return d.format.label(d.src, d.format, d.header)
}

// documents lists the texts of known form that a file holds, and what is damaged
// among those that bear the name of one. A text of unknown form is no matter.
func documents(path string, limits limits) (docs []document, harm []harmed, err error) {
	sources, err := sourcesOf(path, limits)
	if err != nil {
		return nil, nil, err
	}
	for _, src := range sources {
		doc, ok, err := identify(src, limits)
		var d *Damaged
		switch {
		case errors.As(err, &d) && src.outer == "":
			return nil, []harmed{{src: src, damage: d}}, nil
		case errors.As(err, &d) && claimed(src) != nil:
			harm = append(harm, harmed{src: src, damage: d})
		case err != nil && d == nil:
			return nil, nil, err
		case ok:
			doc.path = path
			docs = append(docs, doc)
		}
	}
	return docs, harm, nil
}

// harmed is a text that is not what its name says.
type harmed struct {
	src    source
	damage *Damaged
}

// claimed gives the format whose name a text bears; nil when it bears none.
func claimed(src source) *format {
	i := slices.IndexFunc(formats, func(f format) bool { return !f.aside && f.pattern != nil && f.pattern.MatchString(src.own()) })
	if i < 0 {
		return nil
	}
	return &formats[i]
}

// identify tells by its header what a text is; its name only helps to tell which
// version. A text that bears the name of a known one, and is none, is damaged.
func identify(src source, limits limits) (doc document, ok bool, err error) {
	if xml, err := looksXML(src, limits); xml || err != nil {
		return identifyXML(src, limits, err)
	}
	r, names, err := begin(src, limits)
	if err != nil {
		return document{}, false, err
	}
	defer r.src.Close()
	for _, f := range formats {
		if h := lay(names, f.columns); f.signs(h) && r.confirms(f, h) {
			return document{src: src, format: f, header: h, ref: f.holds(src, h)}, true, nil
		}
	}
	return document{}, false, misnamed(r, names)
}

// misnamed judges a text of no known form: it is damaged when it bears the name
// of a known one.
func misnamed(r *reading, names []string) error {
	f := claimed(source{name: r.name})
	if f == nil {
		return nil
	}
	if missing := lay(names, f.columns).missing(f.columns); len(missing) > 0 {
		return lacks(r.name, r.row.Line, missing, names)
	}
	return damaged(r.name, r.row.Line, "its rows are not those of "+string(f.referential), strings.Join(r.row.Cells, r.csv.Sep),
		"Les lignes du fichier ne sont pas celles que son nom annonce.")
}

// holds tells which referential a file of the format is about.
func (f format) holds(src source, h header) nomenclature.Referential {
	if f.of == nil {
		return f.referential
	}
	return f.of(f.label(src, f, h), h)
}

// confirms reports whether the first row is of the format, where a format looks
// at it. The reading is of no further use then.
func (r *reading) confirms(f format, h header) bool {
	if f.confirm == nil {
		return true
	}
	row, err := r.csv.Read()
	if err != nil {
		return false
	}
	r.format, r.header, r.row = f, h, row
	return f.confirm(r)
}
