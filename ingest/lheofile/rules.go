package lheofile

import (
	"errors"
	"fmt"
	"io"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

// Rules lists the rules that this package's own findings come from; those of
// decoding are LHEO's.
func Rules() []finding.Rule { return []finding.Rule{fluxIllisible} }

var fluxIllisible = finding.Rule{
	Code: "flux-illisible", Severity: finding.Error,
	Sentence: "Le flux LHEO ne peut pas être lu jusqu'à sa fin.",
	Why:      "Ce qui suit n'entre pas au catalogue ; ce qui précède est repris.",
	Remedy:   "Vérifiez le fichier avec « passerelle check », corrigez-le et renvoyez-le en entier.", Source: "Livraisons en LHEO",
}

// broken is the item that ends a feed which cannot be read to its end.
func (f *File) broken(why *lheo.Broken) Item {
	message := "Le flux LHEO ne peut pas être lu. "
	if why.Line > 0 {
		message = fmt.Sprintf("Le flux LHEO ne peut pas être lu au-delà de la ligne %d. ", why.Line)
	}
	return Item{Findings: []finding.Finding{{
		Rule: fluxIllisible.Code, Severity: fluxIllisible.Severity, Place: finding.Place{File: f.name, Row: why.Line},
		Message: message + reason(why), Remedy: fluxIllisible.Remedy,
	}}}
}

// reason is why reading stops, in French.
func reason(why *lheo.Broken) string {
	switch {
	case errors.Is(why, errTooLong):
		return "Il est plus long qu'aucun flux réel."
	case errors.Is(why, io.ErrUnexpectedEOF), errors.Is(why, gzip.ErrHeader), errors.Is(why, gzip.ErrChecksum), errors.As(why, new(flate.CorruptInputError)):
		return "Sa compression est coupée ou abîmée."
	}
	return why.Why
}
