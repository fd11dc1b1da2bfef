package codify

import (
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// codified is one of the three nomenclatures that a certification brings codes of.
type codified struct {
	name  nomenclature.Referential
	label string // as people say it
	field layout.Field
	of    func(nomenclature.Certification) []string
	typed func(offre.Saisie) []string
	at    func(*offre.Formation) *[]offre.Code
}

var nomenclatures = []codified{
	{
		nomenclature.Formacode, "Formacode", layout.FormationFormacodes,
		func(c nomenclature.Certification) []string { return []string{c.Formacode} },
		func(s offre.Saisie) []string { return s.Formacodes },
		func(f *offre.Formation) *[]offre.Code { return &f.Formacodes },
	},
	{
		nomenclature.NSF, "NSF", layout.FormationNSF,
		func(c nomenclature.Certification) []string { return []string{c.NSF} },
		func(s offre.Saisie) []string { return s.NSF },
		func(f *offre.Formation) *[]offre.Code { return &f.NSF },
	},
	{
		nomenclature.ROME, "ROME", layout.FormationROME,
		func(c nomenclature.Certification) []string { return c.ROME },
		func(s offre.Saisie) []string { return s.ROME },
		func(f *offre.Formation) *[]offre.Code { return &f.ROME },
	},
}

// inheritCodes puts the certifications' codes first, in their order, so that the
// principal Formacode is the certification's; then those typed that they do not
// bring.
func (x *Index) inheritCodes(f *offre.Formation, all []prepared, n *notes) {
	for _, nom := range nomenclatures {
		codes := inherited(nom, all, x.versions[nomenclature.CertifInfo])
		x.tellStale(nom, codes, n)
		for _, code := range nom.typed(f.Saisie) {
			codes = x.addTyped(nom, codes, code, n)
		}
		*nom.at(f) = codes
	}
}

func inherited(nom codified, all []prepared, version string) (codes []offre.Code) {
	for _, p := range all {
		for _, c := range p.from {
			for _, code := range nom.of(c) {
				if code != "" && find(codes, code) < 0 {
					codes = append(codes, offre.Code{Code: code, Origine: p.origine, De: c.Code, Version: version})
				}
			}
		}
	}
	return codes
}

func (x *Index) tellStale(nom codified, codes []offre.Code, n *notes) {
	for _, c := range codes {
		if !x.knows(nom.name, c.Code) {
			n.add(codePerime, nom.field, c.Code, "", fmt.Sprintf("Le code %s %s, que la certification %s apporte, n'est pas dans la nomenclature en vigueur (%s).",
				nom.label, c.Code, c.De, x.version(nom.name)))
		}
	}
}

func (x *Index) addTyped(nom codified, codes []offre.Code, code string, n *notes) []offre.Code {
	switch i := find(codes, code); {
	case i >= 0 && codes[i].Origine != offre.OrigineSaisie:
		n.add(codeRepete, nom.field, code, "", fmt.Sprintf("Le code %s %s est déjà apporté par la certification %s.", nom.label, code, codes[i].De))
		return codes
	case i >= 0:
		return codes
	}
	typed := offre.Code{Code: code, Origine: offre.OrigineSaisie}
	if x.knows(nom.name, code) {
		typed.Version = x.versions[nom.name]
	} else {
		n.add(codeInconnu, nom.field, code, "", fmt.Sprintf("Le code %s %s n'est pas dans la nomenclature en vigueur (%s).", nom.label, code, x.version(nom.name)))
	}
	return append(codes, typed)
}

func (x *Index) version(name nomenclature.Referential) string {
	if v := x.versions[name]; v != "" {
		return "version " + v
	}
	return "version non précisée"
}

func find(codes []offre.Code, code string) int {
	return slices.IndexFunc(codes, func(c offre.Code) bool { return c.Code == code })
}
