package lheo

import "github.com/carif-oref/passerelle/schemas/offre"

// responsable writes the organism that answers for the formation. The catalogue
// may hold no more of it than the SIRET that the formation names.
func (w *encoder) responsable(of *Offer, o *offre.Organisme, siret string) {
	w.named(o.SIRET, siret, "")
	w.openRecord(eOrganismeFormationResponsable, o.ID, of.HorodatageOrganisme)
	w.must(eNumeroActivite, o.NDA)
	w.open(eSIRETOrganismeFormation)
	w.must(eSIRET, firstOf(o.SIRET, siret))
	w.close()
	w.must(eNomOrganisme, firstOf(o.Nom, o.RaisonSociale))
	w.must(eRaisonSociale, firstOf(o.RaisonSociale, o.Nom))
	w.within(eCoordonneesOrganisme, func() { w.coordonnees(o.Coordonnees) })
	w.interlocuteurs(o)
	w.text(eRenseignementsSpecifiques, o.Renseignements)
	w.potentiel(o.PotentielFormacodes)
	w.wrapped(eCodeUAIOrganismeFormation, eCodeUAI, o.UAI)
	if w.profile.Extras.Responsable != nil {
		w.extend(w.profile.Extras.Responsable(of))
	}
	w.close()
}

// interlocuteurs writes the people to reach; the organism itself when it names nobody.
func (w *encoder) interlocuteurs(o *offre.Organisme) {
	if len(w.rests) > 0 && w.replaced(eContactOrganisme, reach(o.Interlocuteurs...)) {
		return
	}
	if w.contacts(eOrganismeFormationResponsable, eContactOrganisme, o.Interlocuteurs) == 0 {
		w.contact(eContactOrganisme, o.Coordonnees)
	}
}

// contacts writes the people who can be reached, as many as their parent may
// hold, and says how many it wrote.
func (w *encoder) contacts(parent, e elem, list []offre.Contact) (written int) {
	limit := w.limit(parent, e)
	for _, c := range list {
		if !c.Vide() && (limit == Unbounded || written < limit) {
			w.contact(e, c)
			written++
		}
	}
	return written
}

func (w *encoder) potentiel(formacodes []string) {
	if len(formacodes) > 0 {
		w.within(ePotentiel, func() { w.mustList(ePotentiel, eCodeFORMACODE, formacodes) })
	}
}

// mustList is list for an element that must come at least once.
func (w *encoder) mustList(parent, e elem, values []string) {
	if w.list(parent, e, values) == 0 {
		w.byDefault(e)
	}
}

// formateur writes the organism that teaches, when it is another than the
// responsible one and its SIRET is known: LHEO has no place for a bare name.
func (w *encoder) formateur(o *Offer, m *offre.Modalites) {
	if w.replaced(eOrganismeFormateur, m.Formateur) || w.fit(eSIRET, m.Formateur) == "" {
		return
	}
	org := o.Formateurs[m.Formateur]
	w.named(m.Formateur, "", "")
	w.openWith(eOrganismeFormateur, org.ID)
	w.wrapped(eSIRETFormateur, eSIRET, m.Formateur)
	name := firstOf(org.RaisonSociale, org.Nom, m.FormateurNom)
	if !w.text(eRaisonSocialeFormateur, name) {
		w.dst = append(w.dst, emptyTags[eRaisonSocialeFormateur]...)
	}
	if len(w.rests) > 0 && w.replaced(eContactFormateur, reach(org.Interlocuteurs...)) {
		org.Interlocuteurs = nil
	}
	w.contacts(eOrganismeFormateur, eContactFormateur, org.Interlocuteurs)
	w.potentiel(org.PotentielFormacodes)
	w.wrapped(eCodeUAIFormateur, eCodeUAI, org.UAI)
	w.close()
}
