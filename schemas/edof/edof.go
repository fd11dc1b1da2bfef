// Package edof is the codec of the catalogue that Mon Compte Formation takes
// (EDOF, « espace des organismes de formation »): an LHEO of its own, reduced, with
// its own namespace, order and extensions, in ISO-8859-1, one SIRET a file.
//
// What it knows of the format is one table of Go (table.go), which drives the
// encoder's limits and the structural validator; a test holds it against the
// official XSD. What the portal checks beyond its XSD, as far as it is known, is in
// rules.go.
package edof

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// Namespace is that of the catalogue.
const Namespace = "https://www.of.moncompteformation.gouv.fr"

// Profile is what may differ from one catalogue to another.
type Profile struct {
	// Defaults gives the text to write where the catalogue lacks an element, by its
	// path below <formation>: "objectif-formation", "action/acces-handicapes". The
	// end of a path serves for all that end so: "coordonnees/prenom". The steps of
	// an extension are the names in its attribute info: "action/extras/code-gfe".
	Defaults map[string]string
	// Blocs gives the numbers of the skill blocks of a certification of the RNCP,
	// whose number bears its prefix. Nil knows none.
	Blocs func(rncp string) []string
}

// Report says what writing one offer took.
type Report struct {
	Defaulted []string          // paths written from Profile.Defaults, one entry for each time
	Missing   []string          // paths that EDOF demands, that the catalogue lacks and that have no default: the offer is not acceptable
	Findings  []finding.Finding // texts shortened, values that do not fit
	Unsaid    map[rune]int      // characters that ISO-8859-1 has not, with how many were written otherwise
}

// AppendHeader appends what stands before the first <formation>, in ISO-8859-1.
func AppendHeader(dst []byte) []byte {
	return append(dst, `<?xml version="1.0" encoding="ISO-8859-1"?>`+"\n"+`<lheo xmlns="`+Namespace+`">`+"\n<offres>\n"...)
}

// AppendFooter appends what stands after the last <formation>.
func AppendFooter(dst []byte) []byte { return append(dst, "</offres>\n</lheo>\n"...) }

// AppendOffer appends one complete <formation> to dst, in the characters of
// ISO-8859-1 and the bytes of UTF-8: lheo.Latin1 gives the bytes of the file. The
// tags <formation …> and </formation> each start a line of their own. The same
// offer gives the same bytes.
func (p Profile) AppendOffer(dst []byte, o lheo.Offer) ([]byte, Report) {
	e := encoder{dst: dst, profile: &p, record: o.Formation.ID, report: Report{Unsaid: map[rune]int{}}}
	e.formation(&o)
	if len(e.report.Unsaid) > 0 {
		e.report.Findings = append(e.report.Findings, lheo.AboutUnsaid(o.Formation.ID, e.report.Unsaid))
	}
	return e.dst, e.report
}
