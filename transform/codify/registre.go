package codify

import (
	"cmp"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Registre finds declaration numbers in the public list of training
// organisations. It is immutable and safe for use by several goroutines.
type Registre struct {
	lines  map[string]line // by SIRET
	entity map[string]line // by SIREN: the line whose NDA is the legal entity's
}

// line is what is kept of an establishment.
type line struct {
	siret, nda, nom string
	closed          bool
	several         bool // its legal entity has declared several numbers: none of them is the branch's for sure
}

// NewRegistre reads the list to the end. Of lines of one SIRET the first counts.
func NewRegistre(all iter.Seq2[nomenclature.Etablissement, error]) (*Registre, error) {
	r := &Registre{lines: map[string]line{}, entity: map[string]line{}}
	if all == nil {
		return r, nil
	}
	for e, err := range all {
		if err != nil {
			return nil, fmt.Errorf("index the list of training organisations: %w", err)
		}
		r.add(e)
	}
	return r, nil
}

func (r *Registre) add(e nomenclature.Etablissement) {
	if _, again := r.lines[e.SIRET]; again || len(e.SIRET) != 14 {
		return
	}
	l := line{siret: e.SIRET, nom: cmp.Or(e.Enseigne, e.RaisonSociale), closed: e.Etat == "fermé"}
	if e.NDA != unstated {
		l.nda = e.NDA
	}
	r.lines[e.SIRET] = l
	if l.nda != "" {
		r.entity[e.SIRET[:9]] = holder(r.entity[e.SIRET[:9]], l)
	}
}

// unstated is how some lists write that there is no NDA.
const unstated = "00000000000"

// holder chooses the line that speaks for a legal entity: an open one before a
// closed one, then the lower SIRET.
func holder(a, b line) line {
	several := a.several || a.nda != "" && a.nda != b.nda
	if a.nda == "" || a.closed && !b.closed || a.closed == b.closed && b.siret < a.siret {
		a = b
	}
	a.several = several
	return a
}

// Complete gives an organisme that states no NDA that of its SIRET, else that of
// its legal entity. It starts from what was stated, so that it may be applied
// again.
func (r *Registre) Complete(o offre.Organisme) (offre.Organisme, []finding.Finding) {
	o = o.AvantRegistre()
	n := &notes{record: o.ID}
	own := r.lines[o.SIRET]
	if own.closed {
		n.note(organismeFerme, layout.OrganismeSIRET, o.SIRET, "", fmt.Sprintf("L'établissement %s, « %s », est fermé selon la liste nationale.", o.SIRET, own.nom))
	}
	found := r.numberOf(o.SIRET)
	switch {
	case found.nda == "":
	case o.NDA == "":
		o.NDA, o.NDAOrigine = found.nda, offre.OrigineRegistre
		n.note(ndaRegistre, layout.OrganismeNDA, "", found.nda, "Le numéro manquait : "+found.says(o.SIRET))
	case o.NDA != found.nda:
		n.note(ndaDivergent, layout.OrganismeNDA, o.NDA, "", fmt.Sprintf("Le numéro donné est %s, mais %s", o.NDA, found.says(o.SIRET)))
	}
	return o, n.found
}

// numberOf is the line that gives the NDA of a SIRET, zero when there is none or
// when the legal entity has several.
func (r *Registre) numberOf(siret string) line {
	if own := r.lines[siret]; own.nda != "" {
		return own
	}
	if len(siret) != 14 {
		return line{}
	}
	if of := r.entity[siret[:9]]; !of.several {
		return of
	}
	return line{}
}

// says tells which line of the list gives the number to the establishment.
func (l line) says(siret string) string {
	if l.siret == siret {
		return fmt.Sprintf("la liste nationale donne %s à cet établissement, « %s ».", l.nda, l.nom)
	}
	return fmt.Sprintf("la liste nationale donne %s à l'établissement %s, « %s », de la même entreprise.", l.nda, l.siret, l.nom)
}
