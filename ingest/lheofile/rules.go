package lheofile

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
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
func (f *File) broken(why error) Item {
	return Item{Findings: []finding.Finding{{
		Rule: fluxIllisible.Code, Severity: fluxIllisible.Severity, Place: finding.Place{File: f.name},
		Value:   finding.Cut(strings.TrimPrefix(why.Error(), "decode LHEO: "), finding.MaxValue),
		Message: fluxIllisible.Sentence, Remedy: fluxIllisible.Remedy,
	}}}
}
