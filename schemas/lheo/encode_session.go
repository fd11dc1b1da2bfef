package lheo

import "github.com/carif-oref/passerelle/schemas/offre"

// lieuDeFormation is the default of adresse-inscription that stands for the
// address of the place of training.
const lieuDeFormation = "lieu-de-formation"

func (w *encoder) sessions(o *Offer, a *offre.Action) {
	if len(a.Sessions) == 0 {
		w.report.Missing = append(w.report.Missing, string(w.pathOf(eSession)))
	}
	formation := w.record
	for i := range a.Sessions {
		w.record = a.Sessions[i].ID
		w.session(o, a, &a.Sessions[i])
	}
	w.record = formation
}

func (w *encoder) session(o *Offer, a *offre.Action, s *offre.Session) {
	w.openRecord(eSession, s.ID, o.HorodatageSessions[s.ID])
	w.periode(s.Debut, s.Fin)
	w.inscription(s, &a.Lieu)
	w.text(eModalitesInscription, s.ModalitesInscription)
	if s.InscriptionDebut != "" || s.InscriptionFin != "" {
		w.within(ePeriodeInscription, func() { w.periode(s.InscriptionDebut, s.InscriptionFin) })
	}
	w.text(eEtatRecrutement, s.EtatRecrutement)
	w.wrapped(eUrlSession, eUrlweb, s.URL)
	if !s.Contact.Vide() && !w.schema.elements[eContactSession].absent && (len(w.rests) == 0 || !w.replaced(eContactSession, reach(s.Contact))) {
		w.contact(eContactSession, s.Contact)
	}
	if w.profile.Extras.Session != nil && !w.summary {
		w.extend(w.profile.Extras.Session(o, a, s))
	}
	w.close()
}

func (w *encoder) periode(debut, fin offre.Date) {
	w.open(ePeriode)
	w.day(eDebut, debut)
	w.day(eFin, fin)
	w.close()
}

// day writes a date; one that is not known falls back on the profile, then on
// LHEO's own way to say so.
func (w *encoder) day(e elem, d offre.Date) {
	if w.text(e, string(d)) {
		return
	}
	path := string(w.pathOf(e))
	if !w.text(e, w.fallback(path)) {
		w.text(e, string(offre.DateInconnue))
	}
	w.report.Defaulted = append(w.report.Defaulted, path)
}

// inscription writes where one enrols. A profile may send people to the place of
// training when the catalogue does not know.
func (w *encoder) inscription(s *offre.Session, l *offre.Lieu) {
	a := &s.AdresseInscription
	if a.Vide() && !l.Adresse.Vide() {
		path := string(w.pathOf(eAdresseInscription))
		if w.fallback(path) == lieuDeFormation {
			a = &l.Adresse
			w.report.Defaulted = append(w.report.Defaulted, path)
		}
	}
	w.named(a.CodePostal, "", "")
	w.open(eAdresseInscription)
	w.adresse(a)
	w.close()
}
