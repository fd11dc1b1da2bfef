package lheo

import (
	"slices"

	"github.com/carif-oref/passerelle/schemas/offre"
)

func (d *decoder) responsable(n *node) (o offre.Organisme) {
	o.ID = n.takeAttr("numero")
	o.NDA = d.leaf(n, eNumeroActivite)
	o.SIRET = d.siret(n, eSIRETOrganismeFormation)
	o.Nom = d.leaf(n, eNomOrganisme)
	o.RaisonSociale = d.leaf(n, eRaisonSociale)
	if k := n.take(eCoordonneesOrganisme); k != nil {
		o.Coordonnees = d.contact(k)
	}
	o.Interlocuteurs = d.interlocuteurs(n, eContactOrganisme)
	o.Renseignements = d.leaf(n, eRenseignementsSpecifiques)
	o.PotentielFormacodes = d.potentiel(n)
	o.UAI = d.inner(n, eCodeUAIOrganismeFormation, eCodeUAI)
	return o
}

func (d *decoder) interlocuteurs(n *node, e elem) (list []offre.Contact) {
	mute := false
	n.each(e, func(k *node) {
		c := d.contact(k)
		if mute = mute || c.Vide(); !c.Vide() {
			list = append(list, c)
		}
	})
	if mute {
		n.keep(e, reach(list...))
	}
	return list
}

func (d *decoder) potentiel(n *node) (formacodes []string) {
	k := n.take(ePotentiel)
	if k == nil {
		return nil
	}
	for _, c := range d.codes(k, eCodeFORMACODE) {
		formacodes = append(formacodes, c.Code)
	}
	if len(formacodes) == 0 {
		k.fate = left
	}
	return formacodes
}

// resume makes of a summary an offer of one action.
func (d *decoder) resume(n *node, o *Offer) {
	f := &o.Formation
	f.ID = n.takeAttr("numero")
	d.identify(f.ID)
	d.domaine(n, f)
	f.Intitule = d.leaf(n, eIntituleFormation)
	o.Responsable.Nom = d.leaf(n, eNomOrganisme)
	o.Responsable.SIRET = d.siretIn(n)
	f.Responsable = o.Responsable.SIRET
	f.Certifiante = unflag(d.leaf(n, eCertifiante))
	f.NiveauEntree = d.leaf(n, eCodeNiveauEntree)
	d.publics([]*node{n}, f)
	f.Certifications = d.certifications(n)
	if k := n.take(eContactFormationResume); k != nil {
		f.Contact = d.coordonnees(k)
	}
	a := offre.Action{Modalites: offre.Modalites{
		PriseEnCharge: d.leaf(n, ePriseEnChargeFraisPossible), Enseignement: d.leaf(n, eModalitesEnseignement),
		HeuresTotal: d.number(n, eNombreHeuresTotal), Lieu: offre.Lieu{Adresse: d.localite(n)},
	}}
	n.each(eSession, func(k *node) { a.Sessions = append(a.Sessions, d.session(k, &a, f)) })
	o.Actions = slices.Concat(o.Actions, []offre.Action{a})
}

func (d *decoder) localite(n *node) offre.Adresse {
	return offre.Adresse{CodePostal: d.leaf(n, eCodepostal), CodeINSEE: d.leaf(n, eCodeINSEECommune),
		Ville: d.leaf(n, eVille), Departement: d.leaf(n, eDepartement), Region: d.leaf(n, eRegion)}
}

func (d *decoder) resumeOrganisme(n *node) offre.Organisme {
	return offre.Organisme{ID: n.takeAttr("numero"), Nom: d.leaf(n, eNomOrganisme), RaisonSociale: d.leaf(n, eRaisonSociale),
		SIRET: d.siretIn(n), NDA: d.leaf(n, eNumeroActivite)}
}
