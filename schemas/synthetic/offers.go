package synthetic

import (
	"fmt"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// offer makes one formation with its sessions. One in a hundred is of an
// organisation that is not known.
func (m maker) offer(i int, known []offre.Organisme) offre.Offre {
	r := regionOf(i, m.base.Formations)
	at := min(i*len(known)/m.base.Formations+m.IntN(1+len(known)/len(regions)/2), len(known)-1)
	responsable := known[at]
	if m.often(1) {
		responsable = offre.Organisme{SIRET: siret(1_000_000 + i)}
	}
	o := offre.Offre{Formation: m.formation(fmt.Sprintf("%s_F%07d", r.prefix, i), responsable.SIRET), Responsable: responsable}
	o.Horodatage, o.HorodatageOrganisme = m.instants(), m.instants()
	m.sessions(&o, i, r, known)
	return o
}

func (m maker) formation(id, responsable string) offre.Formation {
	f := offre.Formation{ID: id, Responsable: responsable, Reference: "REF-" + id, Intitule: m.title(), Parcours: fmt.Sprint(1 + m.IntN(4)), ObjectifGeneral: fmt.Sprint(1 + m.IntN(8))}
	f.Objectif, f.Contenu, f.Resultats = m.described(6, 200, 700), m.described(4, 300, 1900), m.described(15, 60, 300)
	m.codes(&f)
	if !m.often(10) {
		f.NiveauEntree = oneOf(m, []string{"11", "12", "13", "14", "15"})
	}
	if !m.often(25) {
		f.Publics = []string{oneOf(m, []string{"80006", "83056", "82044", "81054"})}
	}
	if m.often(50) {
		f.Prerequis = m.text(m.between(30, 400))
	}
	if m.often(30) {
		f.URL = "https://www.exemple.fr/formations/" + id
	}
	if m.often(70) {
		f.Contact = m.contact()
	}
	return f
}

// described is a text that is missing in so many records in a hundred, and now and
// then too long, full of HTML, or with characters that few encodings have.
func (m maker) described(missing float64, least, most int) string {
	if m.often(missing) {
		return ""
	}
	text := m.text(m.between(least, most))
	switch {
	case m.often(0.5):
		return text + " " + m.text(3500)
	case m.often(2):
		return "<p>" + strings.ReplaceAll(text, "\n", "<br/>") + "</p>"
	case m.often(8):
		return "• L’œuvre à 12 € — " + text
	}
	return text
}

func (m maker) codes(f *offre.Formation) {
	yes := m.often(55)
	f.Certifiante = &yes
	if yes && m.often(90) {
		c := offre.Certification{CertifInfo: fmt.Sprint(50_000 + m.IntN(70_000)), Origine: offre.OrigineSaisie}
		if m.often(75) {
			c.RNCP = fmt.Sprint("RNCP", 10_000+m.IntN(30_000))
		} else {
			c.RS = fmt.Sprint("RS", 1000+m.IntN(6000))
		}
		f.Certifications, f.NiveauSortie = []offre.Certification{c}, oneOf(m, []string{"13", "14", "15", "16"})
	}
	if !m.often(8) {
		for range 1 + m.IntN(4) {
			f.Formacodes = append(f.Formacodes, offre.Code{Code: fmt.Sprint(11_000 + m.IntN(30_000)), Origine: offre.OrigineSaisie})
		}
	}
	for range m.IntN(4) {
		f.ROME = append(f.ROME, offre.Code{Code: fmt.Sprintf("%c1%d0%d", 'A'+m.IntN(14), 1+m.IntN(8), 1+m.IntN(9)), Origine: offre.OrigineSaisie})
	}
	if m.often(60) {
		f.NSF = []offre.Code{{Code: fmt.Sprint(110 + m.IntN(230)), Origine: offre.OrigineSaisie}}
	}
}

// sessions gives an offer its sessions: up to six that agree on where, by whom and
// how they are held, then others.
func (m maker) sessions(o *offre.Offre, i int, r region, known []offre.Organisme) {
	var how offre.Modalites
	var formateur offre.Organisme
	rest := 0
	o.HorodatageSessions = map[string]offre.Horodatage{}
	for k := range sessionsOf[i%len(sessionsOf)] {
		if rest == 0 {
			how, rest = m.modalites(r), 1+m.IntN(6)
			if formateur = (offre.Organisme{}); m.often(20) {
				formateur = oneOf(m, known)
			}
			how.Formateur = formateur.SIRET
		}
		rest--
		s := offre.Session{ID: fmt.Sprintf("%s_S%07d-%02d", r.prefix, i, k), Formation: o.Formation.ID, Modalites: how, EtatRecrutement: oneOf(m, []string{"1", "1", "1", "2", "3"})}
		s.Debut, s.Fin = m.period()
		m.enrolment(&s, r)
		o.Sessions = append(o.Sessions, s)
		o.HorodatageSessions[s.ID] = m.instants()
		if how.Formateur != "" {
			if o.Formateurs == nil {
				o.Formateurs = map[string]offre.Organisme{}
			}
			o.Formateurs[how.Formateur] = formateur
		}
	}
}

// enrolment is who to ask and where to go.
func (m maker) enrolment(s *offre.Session, r region) {
	if m.often(40) {
		s.AdresseInscription = m.adresse(r)
	}
	if m.often(30) {
		s.Contact = m.contact()
	}
	if m.often(25) {
		s.URL = "https://www.exemple.fr/sessions/" + s.ID
	}
	if m.often(20) {
		s.ModalitesInscription = m.text(m.between(30, 200))
	}
	if m.often(3) {
		s.NumeroMarche = fmt.Sprintf("2026-%05d", m.IntN(100_000))
	}
}

// schemes come as often as they are repeated.
var schemes = []offre.Dispositif{
	offre.FormationContinue, offre.FormationContinue, offre.FormationContinue, offre.FormationContinue, offre.FormationContinue,
	offre.CPF, offre.CPF, offre.CPF, offre.CPF, offre.Apprentissage, offre.Apprentissage, offre.Apprentissage, offre.Apprentissage,
	offre.FormationInitiale, offre.FormationInitiale, offre.ProgrammeRegional, offre.ProgrammeRegional, offre.Professionnalisation, offre.AIF, "",
}

func (m maker) modalites(r region) offre.Modalites {
	w := offre.Modalites{EntreesSorties: oneOf(m, []string{"0", "0", "0", "0", "1"}), Dispositif: oneOf(m, schemes), Rythme: oneOf(m, []string{"Temps plein", "Temps partiel", "35 h par semaine", "Cours du soir"}),
		Alternance: oneOf(m, []string{"Sans alternance", "Deux semaines en centre, deux en entreprise"}), Enseignement: oneOf(m, []string{"0", "0", "0", "0", "1", "2"}),
		NiveauEntreeObligatoire: oneOf(m, []string{"0", "1"}), PriseEnCharge: oneOf(m, []string{"0", "1"}), HeuresTotal: 7 * (1 + m.between(0, 200)), Langues: []string{"FR"}}
	if !m.often(3) {
		w.Lieu = offre.Lieu{Adresse: m.adresse(r)}
	}
	if m.often(60) {
		w.PrixTotal = fmt.Sprintf("%d.00", 100+10*m.between(0, 900))
	}
	if m.often(50) {
		w.Financeurs = []string{oneOf(m, []string{"2", "4", "5", "10", "16"})}
	}
	if m.often(20) {
		w.ModalitesRecrutement = m.text(m.between(30, 300))
	}
	if m.often(30) {
		w.AccesHandicapes = "Locaux accessibles ; référent handicap à joindre avant l'entrée."
	}
	return w
}

// period is from three months before the day of the base to a year after it; some
// are known to the month, some not at all.
func (m maker) period() (from, to offre.Date) {
	begin := m.base.Date.AddDate(0, 0, m.IntN(455)-90)
	end := begin.AddDate(0, 0, 1+m.between(0, 300))
	switch {
	case m.often(1):
		return offre.DateInconnue, ""
	case m.often(3):
		return month(begin), month(end)
	}
	return offre.DateOf(begin), offre.DateOf(end)
}

// instants are within the three years before the day of the base.
func (m maker) instants() offre.Horodatage {
	created := m.base.Date.Add(-time.Duration(1+m.IntN(1000*24*3600)) * time.Second)
	return offre.Horodatage{Creation: created, Modification: created.Add(time.Duration(m.Float64() * float64(m.base.Date.Sub(created)))).Truncate(time.Second)}
}

func month(t time.Time) offre.Date { return offre.MakeDate(t.Year(), int(t.Month()), 0) }
