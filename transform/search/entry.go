package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// entry is one thing to find.
type entry struct {
	certification nomenclature.Certification
	archived      bool
	fiche         string   // number of the fiche, when Certif Info does not list it
	replacedBy    []string // codes of those that replaced it, in order
	successors    []int32  // those of them that are entries
	weight        float32  // of the words of its label, each by its rarity
}

// erronee is the state of a replaced entry that should not have been: it is found
// by its code alone.
const erronee = "erronée"

// nonCertifiant is the state under which Certif Info lists what leads to no
// certification.
const nonCertifiant = "4"

// certification adds an entry of Certif Info. Of two with one code the first
// holds.
func (b *builder) certification(c nomenclature.Certification) {
	if _, known := b.byCode[c.Code]; known {
		return
	}
	b.byCode[c.Code] = len(b.entries)
	b.number("RNCP", c.RNCP)
	for _, rs := range append([]string{c.RS}, c.AutresRS...) {
		b.number("RS", rs)
	}
	b.entries = append(b.entries, entry{certification: c})
}

// number notes that the next entry has a number of a register.
func (b *builder) number(register, number string) {
	if _, known := b.numbers[register+number]; !known && number != "" {
		b.numbers[register+number] = len(b.entries)
	}
}

// replaced adds what the certifications replaced. One that is still listed keeps
// its entry, which says what replaces it.
func (b *builder) replaced() {
	listed := len(b.entries)
	for i := range listed {
		c := b.entries[i].certification
		for _, a := range c.Anciens {
			if a.Code != c.Code && a.Code != "" {
				b.ancien(a, c.Code, i)
			}
		}
	}
	for i := range b.entries {
		slices.SortFunc(b.entries[i].replacedBy, byNumber)
	}
}

func (b *builder) ancien(a nomenclature.Ancien, by string, successor int) {
	at, known := b.byCode[a.Code]
	if !known {
		at = len(b.entries)
		b.byCode[a.Code] = at
		b.number("RNCP", a.RNCP)
		b.entries = append(b.entries, entry{archived: true, certification: nomenclature.Certification{
			Code: a.Code, Intitule: a.Intitule, RNCP: a.RNCP, CFD: a.CFD, EtatLibelle: a.EtatLibelle,
		}})
	}
	if e := &b.entries[at]; !slices.Contains(e.replacedBy, by) {
		e.replacedBy = append(e.replacedBy, by)
		e.successors = append(e.successors, int32(successor))
	}
}

// fiche adds a fiche of France compétences that no entry of Certif Info names.
func (b *builder) fiche(f nomenclature.Fiche) {
	if _, known := b.numbers[f.Numero]; known {
		return
	}
	b.number("", f.Numero)
	c := nomenclature.Certification{
		Intitule: f.Intitule, Type: cmp.Or(f.AbregeIntitule, f.Abrege), NiveauEuropeen: f.NiveauEuropeen, ROME: f.ROME,
		Formacode: first(f.Formacodes), NSF: first(f.NSF), Certificateur: strings.Join(f.Certificateurs, ", "),
	}
	if number, ok := strings.CutPrefix(f.Numero, "RNCP"); ok {
		c.RNCP = number
	} else {
		c.RS = strings.TrimPrefix(f.Numero, "RS")
	}
	b.entries = append(b.entries, entry{certification: c, archived: !f.Active, fiche: f.Numero, replacedBy: slices.Clone(f.Nouvelles)})
}

// succeeded finds the entries that replaced fiches.
func (b *builder) succeeded() {
	for i := range b.entries {
		e := &b.entries[i]
		if e.fiche == "" {
			continue
		}
		for _, number := range e.replacedBy {
			if at, known := b.numbers[number]; known && at != i && !b.entries[at].archived {
				e.successors = append(e.successors, int32(at))
			}
		}
	}
}

func first(codes []string) string {
	if len(codes) == 0 {
		return ""
	}
	return codes[0]
}

// byNumber orders codes as numbers, then as texts.
func byNumber(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
