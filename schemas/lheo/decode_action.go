package lheo

import (
	"reflect"
	"slices"

	"github.com/carif-oref/passerelle/schemas/offre"
)

func (d *decoder) actions(n *node, o *Offer) {
	var nodes []*node
	n.each(eAction, func(k *node) { nodes = append(nodes, k) })
	d.publics(nodes, &o.Formation)
	d.infoPublic(nodes, &o.Formation)
	for _, k := range nodes {
		a := offre.Action{ID: k.takeAttr("numero"), Modalites: d.modalites(k)}
		d.formateur(k, o, &a.Modalites)
		k.each(eSession, func(s *node) { a.Sessions = append(a.Sessions, d.session(s, &a, &o.Formation)) })
		o.Actions = append(o.Actions, a)
	}
}

func (d *decoder) modalites(n *node) (m offre.Modalites) {
	m.Rythme = d.leaf(n, eRythmeFormation)
	m.NiveauEntreeObligatoire = d.leaf(n, eNiveauEntreeObligatoire)
	m.Alternance = d.leaf(n, eModalitesAlternance)
	m.Enseignement = d.leaf(n, eModalitesEnseignement)
	m.ConditionsSpecifiques = d.leaf(n, eConditionsSpecifiques)
	m.PriseEnCharge = d.leaf(n, ePriseEnChargeFraisPossible)
	m.Lieu = d.lieu(n)
	m.EntreesSorties = d.leaf(n, eModalitesEntreesSorties)
	if k := n.take(eAdresseInformation); k != nil {
		m.AdresseInformation = d.adresseOf(k)
	}
	d.pratique(n, &m)
	n.each(eOrganismeFinanceur, func(k *node) {
		if code := d.leaf(k, eCodeFinanceur); code != "" && len(m.Financeurs) < maxCodes && !among(m.Financeurs, code) {
			m.Financeurs = append(m.Financeurs, code)
		} else {
			k.fate = left
		}
	})
	m.Dispositif = dispositif(n)
	return m
}

func (d *decoder) pratique(n *node, m *offre.Modalites) {
	m.Restauration = d.leaf(n, eRestauration)
	m.Hebergement = d.leaf(n, eHebergement)
	m.Transport = d.leaf(n, eTransport)
	m.AccesHandicapes = d.leaf(n, eAccesHandicapes)
	n.each(eLangueFormation, func(k *node) {
		if v := d.value(k); v != "" && len(m.Langues) < maxCodes && !among(m.Langues, v) {
			m.Langues = append(m.Langues, v)
		} else {
			k.fate = dropped
		}
	})
	m.ModalitesRecrutement = d.leaf(n, eModalitesRecrutement)
	m.ModalitesPedagogiques = d.leaf(n, eModalitesPedagogiques)
	m.FraisRestants = d.leaf(n, eFraisRestants)
	m.PerimetreRecrutement = d.leaf(n, eCodePerimetreRecrutement)
	m.PrixHoraire = d.leaf(n, ePrixHoraireTTC)
	m.PrixTotal = d.leaf(n, ePrixTotalTTC)
	m.DureeIndicative = d.leaf(n, eDureeIndicative)
	m.HeuresCentre = d.number(n, eNombreHeuresCentre)
	m.HeuresEntreprise = d.number(n, eNombreHeuresEntreprise)
	m.HeuresTotal = d.number(n, eNombreHeuresTotal)
	m.DetailPriseEnCharge = d.leaf(n, eDetailConditionsPriseEnCharge)
	m.Conventionnement = d.leaf(n, eConventionnement)
}

// lieu takes the first place of an action; further ones are left as they stand.
func (d *decoder) lieu(n *node) (l offre.Lieu) {
	k := n.take(eLieuDeFormation)
	if k == nil {
		return l
	}
	l.SIRET = d.siret(k, eSIRETLieuFormation)
	l.UAI = d.inner(k, eCodeUAILieuFormation, eCodeUAI)
	c := k.take(eCoordonnees)
	if c != nil {
		l.Adresse = d.adresseOf(c)
		d.lieuNom(c, &l.Adresse)
	}
	if l.Vide() {
		k.fate = left
	}
	return l
}

// lieuNom takes the name of the place from where feeds put it before 2.3 had
// <denomination>. It is written back where it was.
func (d *decoder) lieuNom(c *node, a *offre.Adresse) {
	nom, adresse := c.child(eNom), (*node)(nil)
	for _, k := range c.kids {
		if k.el == eAdresse && k.fate == taken {
			adresse = k
		}
	}
	if a.Denomination != "" || nom == nil || adresse == nil {
		return
	}
	a.Denomination = d.text(nom)
	adresse.instead = append(adresse.instead, instead{eDenomination, witness(a.Denomination)})
}

// formateur takes the first organism that teaches. Where the file does not say
// the same of it everywhere, the nouns hold what it says first. Without a SIRET only its name
// has a place in the nouns, and the whole is left as it stands.
func (d *decoder) formateur(n *node, o *Offer, m *offre.Modalites) {
	k := n.take(eOrganismeFormateur)
	if k == nil {
		return
	}
	org := offre.Organisme{ID: k.attr("numero"), SIRET: d.siret(k, eSIRETFormateur)}
	org.RaisonSociale = d.leaf(k, eRaisonSocialeFormateur)
	m.FormateurNom, m.Formateur = org.RaisonSociale, org.SIRET
	if org.SIRET == "" {
		k.fate = left
		return
	}
	k.takeAttr("numero")
	org.Interlocuteurs = d.interlocuteurs(k, eContactFormateur)
	org.PotentielFormacodes = d.potentiel(k)
	org.UAI = d.inner(k, eCodeUAIFormateur, eCodeUAI)
	if known, ok := o.Formateurs[org.SIRET]; !ok {
		o.Formateurs = with(o.Formateurs, org)
	} else if !reflect.DeepEqual(known, org) {
		n.keep(eOrganismeFormateur, org.SIRET)
	}
}

func with(m map[string]offre.Organisme, o offre.Organisme) map[string]offre.Organisme {
	if m == nil {
		m = map[string]offre.Organisme{}
	}
	m[o.SIRET] = o
	return m
}

// scheme is a flag of national feeds that says under which scheme an action is run.
type scheme struct {
	flag string
	is   offre.Dispositif
}

// schemes are known by these; the first that is set counts.
var schemes = []scheme{
	{"contrat-apprentissage", offre.Apprentissage},
	{"contrat-professionnalisation", offre.Professionnalisation},
	{"formation-initiale", offre.FormationInitiale},
}

// dispositif reads the scheme in the extensions of an action, which are left as
// they stand.
func dispositif(n *node) offre.Dispositif {
	set := map[string]bool{}
	for _, extras := range n.kids {
		if extras.el != eExtras {
			continue
		}
		for _, x := range extras.kids {
			if x.el == eExtra && string(trim(x.text)) == "1" {
				set[x.attr("info")] = true
			}
		}
	}
	for _, s := range schemes {
		if set[s.flag] {
			return s.is
		}
	}
	return ""
}

func (d *decoder) session(n *node, a *offre.Action, f *offre.Formation) offre.Session {
	s := offre.Session{ID: n.takeAttr("numero"), Formation: f.ID, Action: a.ID, Modalites: a.Modalites}
	s.Financeurs, s.Langues = slices.Clone(a.Financeurs), slices.Clone(a.Langues)
	d.within(s.ID, func() {
		s.Debut, s.Fin = d.periode(n)
		if k := n.take(eAdresseInscription); k != nil {
			s.AdresseInscription = d.adresseOf(k)
		}
		s.ModalitesInscription = d.leaf(n, eModalitesInscription)
		if k := n.take(ePeriodeInscription); k != nil {
			s.InscriptionDebut, s.InscriptionFin = d.periode(k)
		}
		s.EtatRecrutement = d.leaf(n, eEtatRecrutement)
		s.URL = d.inner(n, eUrlSession, eUrlweb)
		s.Contact = d.firstContact(n, eContactSession)
	})
	return s
}

func (d *decoder) periode(n *node) (debut, fin offre.Date) {
	if k := n.take(ePeriode); k != nil {
		debut, fin = d.day(k, eDebut), d.day(k, eFin)
	}
	return debut, fin
}
