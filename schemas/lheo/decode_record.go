package lheo

import (
	"slices"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// record makes a noun of a record.
func (d *decoder) record(n *node) Decoded {
	out := Decoded{Line: n.line}
	n.fate = taken
	switch n.el {
	case eFormation:
		d.formation(n, &out.Offer)
	case eResumeOffre:
		out.Kind = KindResume
		d.resume(n, &out.Offer)
	case eResumeOrganisme:
		out.Kind = KindResumeOrganisme
		out.Offer.Responsable = d.resumeOrganisme(n)
	default:
		out.Kind = KindOrganisme
		out.Offer.Responsable = d.responsable(n)
	}
	more := d.tree.remains(n, nil)
	switch {
	case more == nil:
	case n.el == eFormation:
		out.Offer.carry(more)
	default:
		out.rest = &rest{}
		out.rest.add(restKey{n.el, 0}, more)
	}
	out.Findings = d.settle()
	return out
}

func (d *decoder) formation(n *node, o *Offer) {
	f := &o.Formation
	f.ID = n.takeAttr("numero")
	d.identify(f.ID)
	d.domaine(n, f)
	f.Intitule = d.leaf(n, eIntituleFormation)
	f.Objectif = d.leaf(n, eObjectifFormation)
	f.Resultats = d.leaf(n, eResultatsAttendus)
	f.Contenu = d.leaf(n, eContenuFormation)
	f.Certifiante = unflag(d.leaf(n, eCertifiante))
	f.Contact = d.firstContact(n, eContactFormation)
	f.Parcours = d.leaf(n, eParcoursDeFormation)
	f.NiveauEntree = d.leaf(n, eCodeNiveauEntree)
	f.ObjectifGeneral = d.leaf(n, eObjectifGeneralFormation)
	f.Certifications = d.certifications(n)
	f.NiveauSortie = d.leaf(n, eCodeNiveauSortie)
	f.URL = d.inner(n, eUrlFormation, eUrlweb)
	if k := n.take(eOrganismeFormationResponsable); k != nil {
		o.Responsable = d.responsable(k)
		f.Responsable = o.Responsable.SIRET
	}
	f.Module = d.leaf(n, eIdentifiantModule)
	f.Positionnement = d.leaf(n, ePositionnement)
	d.actions(n, o)
}

func unflag(v string) *bool {
	switch v {
	case "0", "1":
		yes := v == "1"
		return &yes
	}
	return nil
}

func (d *decoder) domaine(n *node, f *offre.Formation) {
	k := n.take(eDomaineFormation)
	if k == nil {
		return
	}
	f.Formacodes = d.codes(k, eCodeFORMACODE)
	f.NSF = d.codes(k, eCodeNSF)
	f.ROME = d.codes(k, eCodeROME)
}

// maxCodes is how many codes of one kind a record is read for, far more than
// LHEO admits; further ones are left as they stand.
const maxCodes = 500

// codes takes the codes of a nomenclature. The one that the file tags as
// principal comes first, since order says it here.
func (d *decoder) codes(n *node, e elem) (list []offre.Code) {
	first := slices.IndexFunc(n.kids, func(k *node) bool { return k.el == e && k.attr("tag") == "principal" })
	if at := slices.IndexFunc(n.kids, func(k *node) bool { return k.el == e }); first > at {
		k := n.kids[first]
		copy(n.kids[at+1:first+1], n.kids[at:first])
		n.kids[at] = k
	}
	n.each(e, func(k *node) {
		code := offre.Code{Code: d.value(k), Origine: offre.OrigineSaisie, Version: k.attr("ref")}
		if len(list) >= maxCodes {
			k.fate = left
			return
		}
		if code.Code == "" || slices.ContainsFunc(list, func(c offre.Code) bool { return c.Code == code.Code }) {
			k.fate = dropped
			return
		}
		if len(list) == 0 && e == eCodeFORMACODE && k.attr("tag") == "principal" {
			k.takeAttr("tag") // its rank says it
		}
		list = append(list, code)
	})
	return list
}

func (d *decoder) certifications(n *node) (list []offre.Certification) {
	n.each(eCertification, func(k *node) {
		c := offre.Certification{
			RNCP: prefixed("RNCP", d.leaf(k, eCodeRNCP)), CertifInfo: d.leaf(k, eCodeCERTIFINFO),
			RS: prefixed("RS", d.leaf(k, eCodeRS)), Origine: offre.OrigineSaisie,
		}
		switch {
		case c.RNCP+c.CertifInfo+c.RS != "":
			list = append(list, c)
		case len(k.kids) == 0:
			k.fate = dropped
			d.empty(k)
		default:
			k.fate = left
		}
	})
	return list
}

// publics takes the publics of the actions, which the nouns know of the
// formation. Actions that do not agree are written back as they were.
func (d *decoder) publics(actions []*node, f *offre.Formation) {
	lists := make([][]string, len(actions))
	for i, a := range actions {
		a.each(eCodePublicVise, func(k *node) {
			v := d.value(k)
			if len(lists[i]) >= maxCodes {
				k.fate = left
				return
			}
			if v == "" || among(lists[i], v) {
				k.fate = dropped
				return
			}
			lists[i] = append(lists[i], v)
		})
		for _, v := range lists[i] {
			if len(f.Publics) < maxCodes && !among(f.Publics, v) {
				f.Publics = append(f.Publics, v)
			}
		}
	}
	for i, a := range actions {
		if !slices.Equal(lists[i], f.Publics) {
			a.keep(eCodePublicVise, strings.Join(f.Publics, " "))
		}
	}
}

// infoPublic takes what the actions say of their public, in the same way.
func (d *decoder) infoPublic(actions []*node, f *offre.Formation) {
	texts := make([]string, len(actions))
	for i, a := range actions {
		texts[i] = d.leaf(a, eInfoPublicVise)
		f.InfoPublic = firstOf(f.InfoPublic, texts[i])
	}
	for i, a := range actions {
		if texts[i] != f.InfoPublic {
			a.keep(eInfoPublicVise, f.InfoPublic)
		}
	}
}

// number takes a whole number. One that is written in another way than ours is
// written back as it stands.
func (d *decoder) number(n *node, e elem) int {
	k := n.child(e)
	if k == nil {
		return 0
	}
	v, err := strconv.Atoi(string(trim(k.text)))
	switch {
	case len(trim(k.text)) == 0:
		k.fate = dropped
		d.empty(k)
	case err != nil || v <= 0 || strconv.Itoa(v) != string(k.text):
		n.keep(e, strconv.Itoa(max(v, 0)))
	default:
		k.fate = taken
	}
	return max(v, 0)
}
