package codify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// codified is one of the three nomenclatures that a certification brings codes of.
type codified struct {
	name  nomenclature.Referential
	label string // as people say it
	field layout.Field
	kind  journal.TaskKind
	most  int // how many LHEO takes
	of    func(nomenclature.Certification) []string
	typed func(offre.Saisie) []string
	at    func(*offre.Formation) *[]offre.Code
}

var nomenclatures = []codified{
	{
		nomenclature.Formacode, "Formacode", layout.FormationFormacodes, journal.TaskFormacode, 5,
		func(c nomenclature.Certification) []string { return []string{c.Formacode} },
		func(s offre.Saisie) []string { return s.Formacodes },
		func(f *offre.Formation) *[]offre.Code { return &f.Formacodes },
	},
	{
		nomenclature.NSF, "NSF", layout.FormationNSF, journal.TaskNSF, 3,
		func(c nomenclature.Certification) []string { return []string{c.NSF} },
		func(s offre.Saisie) []string { return s.NSF },
		func(f *offre.Formation) *[]offre.Code { return &f.NSF },
	},
	{
		nomenclature.ROME, "ROME", layout.FormationROME, journal.TaskROME, 5,
		func(c nomenclature.Certification) []string { return c.ROME },
		func(s offre.Saisie) []string { return s.ROME },
		func(f *offre.Formation) *[]offre.Code { return &f.ROME },
	},
}

// inheritCodes puts the certifications' codes first, in their order, so that the
// principal Formacode is the certification's; then those typed that they do not
// bring. There are no more of them than LHEO takes.
func (c *coding) inheritCodes(all []prepared) {
	for _, nom := range nomenclatures {
		codes := inherited(nom, all, c.versions[nomenclature.CertifInfo])
		c.tellStale(nom, codes)
		for _, code := range nom.typed(c.f.Saisie) {
			codes = c.addTyped(nom, codes, code)
		}
		*nom.at(&c.f) = c.atMost(nom, codes)
	}
}

// atMost leaves out the last codes, those typed first of all, when there are more
// than LHEO takes.
func (c *coding) atMost(nom codified, codes []offre.Code) []offre.Code {
	if len(codes) <= nom.most {
		return codes
	}
	left := make([]string, 0, len(codes)-nom.most)
	for _, code := range codes[nom.most:] {
		left = append(left, code.Code)
	}
	c.note(codesEnTrop, nom.field, strings.Join(left, ", "), "",
		fmt.Sprintf("LHEO prend %d codes %s au plus : %s non repris.", nom.most, nom.label, strings.Join(left, ", ")))
	return slices.Clip(codes[:nom.most])
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

func (c *coding) tellStale(nom codified, codes []offre.Code) {
	for _, code := range codes {
		if !c.knows(nom.name, code.Code) {
			c.note(codePerime, nom.field, code.Code, "", fmt.Sprintf("Le code %s %s, que la certification %s apporte, n'est pas dans la nomenclature en vigueur (%s).",
				nom.label, code.Code, code.De, c.version(nom.name)))
		}
	}
}

func (c *coding) addTyped(nom codified, codes []offre.Code, code string) []offre.Code {
	switch i := find(codes, code); {
	case i >= 0 && codes[i].Origine != offre.OrigineSaisie:
		c.note(codeRepete, nom.field, code, "", fmt.Sprintf("Le code %s %s est déjà apporté par la certification %s.", nom.label, code, codes[i].De))
		return codes
	case i >= 0:
		return codes
	}
	typed := offre.Code{Code: code, Origine: offre.OrigineSaisie}
	if c.knows(nom.name, code) {
		typed.Version = c.versions[nom.name]
	} else {
		c.note(codeInconnu, nom.field, code, "", fmt.Sprintf("Le code %s %s n'est pas dans la nomenclature en vigueur (%s).", nom.label, code, c.version(nom.name)))
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
