package lheo

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Decoded is one record of a file: a formation, a summary of one, or an organism
// that stands by itself.
type Decoded struct {
	Kind Kind
	// Offer is what the nouns hold of the record. Of an organism there is only the
	// Responsable. The sessions are in the actions, in the order of the file. What
	// the fields of a formation, its actions and sessions have no place for is in
	// their Reste.
	Offer Offer
	// Findings are what was wrong or was repaired; they name no file.
	Findings []finding.Finding
	Line     int // where the record begins

	rest *rest // of a record that is no formation
}

// Kind is what a record is.
type Kind uint8

const (
	KindFormation       Kind = iota // <formation>
	KindResume                      // <resume-offre>
	KindOrganisme                   // <organisme-formation-responsable> of lheo-plus
	KindResumeOrganisme             // <resume-organisme>
)

// Offre is the record as the catalogue holds it: its sessions flat, each with
// what its action says.
func (d Decoded) Offre() offre.Offre {
	o := offre.Offre{Formation: d.Offer.Formation, Responsable: d.Offer.Responsable, Formateurs: d.Offer.Formateurs}
	for _, a := range d.Offer.Actions {
		o.Sessions = append(o.Sessions, a.Sessions...)
	}
	return o
}

// Rest lists what the fields have no place for, whichever noun carries it, with
// paths from the record down. AppendDecoded writes it back.
func (d Decoded) Rest() []offre.Brut {
	if d.Kind == KindFormation {
		return graft(&d.Offer).list(nil, noElem, "")
	}
	return d.rest.list(nil, noElem, "")
}

// Decode reads the records of a file in LHEO 2.2 or 2.3, one at a time, in the
// memory that the largest takes. The file may be in UTF-8, UTF-16, ISO-8859-1 or
// Windows-1252. What can be understood is: what was wrong is in the findings of
// the record. An error, always a *Broken, ends the sequence: no more can be read.
func Decode(r io.Reader) iter.Seq2[Decoded, error] {
	return (&source{src: r}).records()
}

// source reads a file and what it says of itself, which is complete once the
// records have come to their end.
type source struct {
	src io.Reader
	doc said
}

// said is what a file says of itself.
type said struct {
	version string   // 2.2 or 2.3; empty when its namespace is neither
	root    string   // lheo, lheo-index, lheo-plus
	extras  []string // extensions of the file, as they stand: flux-intercarif
}

func (d *source) records() iter.Seq2[Decoded, error] {
	return func(yield func(Decoded, error) bool) {
		src, _, err := decodeText(d.src)
		if err != nil {
			yield(Decoded{}, unread(err))
			return
		}
		r := reader{doc: &d.doc, yield: yield}
		r.scan.problem = r.problem
		r.scan.reset(context.Background(), src, nil)
		if err := r.run(); err != nil && !errors.Is(err, errStopped) {
			yield(Decoded{}, err)
		}
	}
}

// unread is why not one character of a file can be read.
func unread(err error) *Broken {
	if e := (*encodingError)(nil); errors.As(err, &e) {
		return &Broken{Why: "Il est illisible : " + e.detail + ".", what: "its encoding"}
	}
	return &Broken{Why: "La lecture du fichier échoue dès son début.", what: "read it", Cause: err}
}

// errStopped says that the one who reads the records wants no more.
var errStopped = errors.New("stopped")
