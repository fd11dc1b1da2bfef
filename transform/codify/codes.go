package codify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/transform/translate"
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
		if !c.Knows(nom.name, code.Code) {
			c.note(codePerime, nom.field, code.Code, "", fmt.Sprintf("Le code %s %s, que la certification %s apporte, n'est pas dans la nomenclature en vigueur (%s).",
				nom.label, code.Code, code.De, c.version(nom.name)))
		}
	}
}

func (c *coding) addTyped(nom codified, codes []offre.Code, typed string) []offre.Code {
	code := c.translated(nom, typed)
	switch i := find(codes, code.Code); {
	case i >= 0 && codes[i].Origine != offre.OrigineSaisie:
		c.note(codeRepete, nom.field, typed, "", fmt.Sprintf("Le code %s %s est déjà apporté par la certification %s.", nom.label, code.Code, codes[i].De))
		return codes
	case i >= 0:
		return codes
	}
	return append(codes, code)
}

// translated is a typed code as the nomenclature in force has it. One of the
// version before is translated when that is certain; when it is not, the staff
// are asked, and it stays.
func (c *coding) translated(nom codified, typed string) offre.Code {
	code := offre.Code{Code: typed, Origine: offre.OrigineSaisie}
	if c.Knows(nom.name, typed) {
		code.Version = c.versions[nom.name]
		return code
	}
	answer := c.formerly(nom.name, typed)
	if choice, decided := c.chosen(journal.TaskOrphan, nom.label+" "+typed); decided && len(choice.Codes) > 0 {
		return offre.Code{Code: choice.Codes[0], Origine: offre.OrigineDecision, De: typed, Version: c.versions[nom.name], Preuve: inWords(choice)}
	} else if answer.Certain && len(answer.Codes) > 0 {
		to := answer.Codes[0]
		c.note(codeTraduit, nom.field, typed, to.Code, fmt.Sprintf("Le code %s %s « %s » devient %s « %s » : %s.", nom.label, typed, answer.Libelle, to.Code, to.Libelle, to.How))
		return offre.Code{Code: to.Code, Origine: offre.OrigineMigration, De: typed, Version: c.versions[nom.name], Preuve: to.How}
	} else if !decided && answer.Known() {
		c.askOrphan(nom, typed, answer)
	}
	c.note(codeInconnu, nom.field, typed, "", fmt.Sprintf("Le code %s %s n'est pas dans la nomenclature en vigueur (%s).", nom.label, typed, c.version(nom.name)))
	return code
}

// formerly is what becomes of a code of the version before.
func (x *Index) formerly(name nomenclature.Referential, code string) translate.Answer {
	switch {
	case name == nomenclature.Formacode && x.formacode != nil:
		return x.formacode.To14(code)
	case name == nomenclature.ROME && x.rome != nil:
		return x.rome.To4(code)
	}
	return translate.Answer{Code: code}
}

func (c *coding) askOrphan(nom codified, typed string, answer translate.Answer) {
	var proposals []journal.Proposal
	for _, to := range answer.Codes {
		proposals = append(proposals, journal.Proposal{Code: to.Code, Libelle: to.Libelle, Confiance: to.Share, Preuve: to.How})
	}
	about := nom.label + " " + typed
	c.ask(journal.TaskOrphan, about, fmt.Sprintf("%s « %s »", about, answer.Libelle),
		"Le code saisi est d'une version précédente de la nomenclature, et rien ne dit sûrement ce qu'il est devenu.", proposals)
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
