package lheo

import (
	"strconv"

	"github.com/carif-oref/passerelle/schemas/offre"
)

func (w *encoder) actions(o *Offer) {
	if len(o.Actions) == 0 {
		w.report.Missing = append(w.report.Missing, string(w.pathOf(eAction)))
	}
	for i := range o.Actions {
		w.action(o, &o.Actions[i])
	}
}

func (w *encoder) action(o *Offer, a *offre.Action) {
	f, m := &o.Formation, &a.Modalites
	w.openRecord(eAction, a.ID, o.HorodatageActions[a.ID])
	w.must(eRythmeFormation, m.Rythme)
	w.mustList(eAction, eCodePublicVise, f.Publics)
	w.text(eInfoPublicVise, f.InfoPublic)
	w.must(eNiveauEntreeObligatoire, m.NiveauEntreeObligatoire)
	w.must(eModalitesAlternance, m.Alternance)
	w.must(eModalitesEnseignement, m.Enseignement)
	w.must(eConditionsSpecifiques, firstOf(m.ConditionsSpecifiques, f.Prerequis))
	w.must(ePriseEnChargeFraisPossible, m.PriseEnCharge)
	w.lieu(&m.Lieu)
	w.must(eModalitesEntreesSorties, m.EntreesSorties)
	w.sessions(o, a)
	if !m.AdresseInformation.Vide() {
		w.named(m.AdresseInformation.CodePostal, "", "")
		w.within(eAdresseInformation, func() { w.adresse(&m.AdresseInformation) })
	}
	w.pratique(m)
	w.formateur(o, m)
	w.financeurs(o, a)
	if w.profile.Dispositif && m.Dispositif != "" && !w.hasScheme() {
		w.dispositif(m.Dispositif)
	}
	if w.profile.Extras.Action != nil {
		w.extend(w.profile.Extras.Action(o, a))
	}
	w.close()
}

// pratique is the run of optional texts and numbers of an action.
func (w *encoder) pratique(m *offre.Modalites) {
	w.text(eRestauration, m.Restauration)
	w.text(eHebergement, m.Hebergement)
	w.text(eTransport, m.Transport)
	w.text(eAccesHandicapes, m.AccesHandicapes)
	w.list(eAction, eLangueFormation, m.Langues)
	w.text(eModalitesRecrutement, m.ModalitesRecrutement)
	w.text(eModalitesPedagogiques, m.ModalitesPedagogiques)
	w.text(eFraisRestants, m.FraisRestants)
	w.text(eCodePerimetreRecrutement, m.PerimetreRecrutement)
	w.text(ePrixHoraireTTC, m.PrixHoraire)
	w.text(ePrixTotalTTC, m.PrixTotal)
	w.text(eDureeIndicative, m.DureeIndicative)
	w.hours(eNombreHeuresCentre, m.HeuresCentre)
	w.hours(eNombreHeuresEntreprise, m.HeuresEntreprise)
	w.hours(eNombreHeuresTotal, m.HeuresTotal)
	w.text(eDetailConditionsPriseEnCharge, m.DetailPriseEnCharge)
	w.text(eConventionnement, m.Conventionnement)
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func (w *encoder) hours(e elem, n int) {
	if n > 0 {
		w.text(e, strconv.Itoa(n))
	}
}

// lieu writes the place of an action, which LHEO does not demand.
func (w *encoder) lieu(l *offre.Lieu) {
	if l.Vide() {
		if w.demands(eAction, eLieuDeFormation) {
			w.report.Missing = append(w.report.Missing, string(w.pathOf(eLieuDeFormation)))
		}
		return
	}
	w.named(l.SIRET, l.UAI, l.Adresse.CodePostal)
	w.open(eLieuDeFormation)
	w.wrapped(eSIRETLieuFormation, eSIRET, l.SIRET)
	w.wrapped(eCodeUAILieuFormation, eCodeUAI, l.UAI)
	w.open(eCoordonnees)
	if !l.Adresse.Vide() {
		w.adresse(&l.Adresse)
	}
	w.close()
	w.close()
}

func (w *encoder) financeurs(o *Offer, a *offre.Action) {
	for _, code := range w.atMost(eAction, eOrganismeFinanceur, a.Financeurs) {
		if w.profile.Extras.Financeur == nil {
			w.wrapped(eOrganismeFinanceur, eCodeFinanceur, code)
			continue
		}
		if w.fit(eCodeFinanceur, code) == "" {
			continue
		}
		w.open(eOrganismeFinanceur)
		w.text(eCodeFinanceur, code)
		w.extend(w.profile.Extras.Financeur(o, a, code))
		w.close()
	}
}

func (w *encoder) dispositif(d offre.Dispositif) {
	flag := func(name string, is offre.Dispositif) Extra { return Extra{Info: name, Value: yesNo(new(d == is))} }
	w.extend([]Extra{
		{Info: "type-action", Children: []Extra{flag("formation-initiale", offre.FormationInitiale)}},
		{Info: "dispositif", Children: []Extra{
			flag("contrat-apprentissage", offre.Apprentissage),
			flag("contrat-professionnalisation", offre.Professionnalisation),
		}},
	})
}
