package lheo

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

func (w *encoder) formation(o *Offer) {
	f := &o.Formation
	w.record, w.formationID = f.ID, f.ID
	w.openRecord(eFormation, f.ID, o.Horodatage)
	w.domaine(f)
	w.must(eIntituleFormation, f.Intitule)
	w.must(eObjectifFormation, f.Objectif)
	w.must(eResultatsAttendus, f.Resultats)
	w.must(eContenuFormation, f.Contenu)
	w.must(eCertifiante, yesNo(f.Certifiante))
	if len(w.rests) == 0 || !w.replaced(eContactFormation, reach(f.Contact)) {
		w.contact(eContactFormation, contactOf(f.Contact, o.Responsable))
	}
	w.must(eParcoursDeFormation, f.Parcours)
	w.must(eCodeNiveauEntree, w.niveau(f.NiveauEntree))
	w.text(eObjectifGeneralFormation, f.ObjectifGeneral)
	w.certifications(f.Certifications)
	w.text(eCodeNiveauSortie, w.niveau(f.NiveauSortie))
	w.wrapped(eUrlFormation, eUrlweb, f.URL)
	w.actions(o)
	w.responsable(o, &o.Responsable, f.Responsable)
	w.text(eIdentifiantModule, f.Module)
	w.text(ePositionnement, f.Positionnement)
	if w.profile.Extras.Formation != nil {
		w.extend(w.profile.Extras.Formation(o))
	}
	w.close()
}

func yesNo(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "1"
	}
	return "0"
}

func (w *encoder) domaine(f *offre.Formation) {
	w.open(eDomaineFormation)
	written, tag := 0, "principal"
	for _, c := range w.atMost(eDomaineFormation, eCodeFORMACODE, codes(f.Formacodes)) {
		if w.coded(eCodeFORMACODE, c, w.ref(eCodeFORMACODE), tag) {
			written, tag = written+1, ""
		}
	}
	if written == 0 && w.has(eCodeFORMACODE) {
		w.byDefault(eCodeFORMACODE)
	}
	w.list(eDomaineFormation, eCodeNSF, codes(f.NSF))
	w.list(eDomaineFormation, eCodeROME, codes(f.ROME))
	w.close()
}

func codes(list []offre.Code) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].Code
	}
	return out
}

// ref is the version of the nomenclature that the codes of an element are of.
func (w *encoder) ref(e elem) string { return w.profile.Refs[elemNames[e]] }

// list writes one element for each value, as many as its parent may hold, and
// says how many it wrote.
func (w *encoder) list(parent, e elem, values []string) (written int) {
	if len(w.rests) > 0 && w.replaced(e, strings.Join(values, " ")) {
		return len(values)
	}
	ref := w.ref(e)
	for _, v := range w.atMost(parent, e, values) {
		if w.coded(e, v, ref, "") {
			written++
		}
	}
	return written
}

// atMost keeps the values that parent has room for, the first ones, each once.
func (w *encoder) atMost(parent, e elem, values []string) []string {
	values = distinct(values)
	limit := w.limit(parent, e)
	if limit == Unbounded || len(values) <= limit {
		return values
	}
	for _, v := range values[limit:] {
		w.note(e, codeEnTrop, v, "",
			fmt.Sprintf("%s n'admet que %d <%s> dans <%s> : celui-ci n'est pas diffusé.", w.who(parent, e), limit, e, parent),
			"Gardez les codes les plus utiles, le principal en tête.")
	}
	return values[:limit]
}

// distinct drops the empty values and those that were met before. It returns
// the list itself when there are none.
func distinct(values []string) []string {
	for i, v := range values {
		if v == "" || among(values[:i], v) {
			return distinctCopy(values)
		}
	}
	return values
}

func distinctCopy(values []string) (out []string) {
	for _, v := range values {
		if v != "" && !among(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func among(values []string, v string) bool {
	for _, have := range values {
		if have == v {
			return true
		}
	}
	return false
}

// limit is how many times a child may come in e.
func (e *Element) limit(child elem) int {
	if at := e.place[child]; at > 0 {
		return e.Children[at-1].Max
	}
	return 0
}

func (w *encoder) certifications(list []offre.Certification) {
	limit := w.limit(eFormation, eCertification)
	for i := range list {
		c := &list[i]
		if c.RNCP == "" && c.CertifInfo == "" && (c.RS == "" || w.schema.elements[eCodeRS].absent) {
			continue
		}
		if limit--; limit < 0 {
			w.note(eCertification, codeEnTrop, c.CertifInfo+c.RNCP+c.RS, "",
				fmt.Sprintf("%s n'admet que %d certifications par formation : celle-ci n'est pas diffusée.",
					w.who(eFormation, eCertification), w.limit(eFormation, eCertification)),
				"Gardez les certifications que le stagiaire valide vraiment.")
			continue
		}
		w.named(c.RNCP, c.CertifInfo, c.RS)
		w.open(eCertification)
		w.text(eCodeRNCP, w.register("RNCP", c.RNCP))
		w.text(eCodeCERTIFINFO, c.CertifInfo)
		w.text(eCodeRS, w.register("RS", c.RS))
		w.close()
	}
}

// register is a number of a register as the version asks for it: 2.3 wants its
// prefix, which 2.2 has no room for.
func (w *encoder) register(prefix, number string) string {
	bare := strings.TrimPrefix(number, prefix)
	switch {
	case w.schema.elements[eCodeRS].absent:
		return bare
	case strings.HasPrefix(number, prefix):
		return number
	}
	return prefixed(prefix, number)
}

// prefixed gives a number of a register the prefix that 2.3 asks for.
func prefixed(prefix, number string) string {
	if number == "" || !isDigit(number[0]) {
		return number
	}
	return prefix + number
}
