package edof

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func (e *encoder) action(o *lheo.Offer, a *offre.Action) {
	m := &a.Modalites
	e.open("action", e.attributes(a.ID, o.HorodatageActions[a.ID], o.Horodatage, m.Reste, o.Formation.Reste)...)
	e.must("niveau-entree-obligatoire", m.NiveauEntreeObligatoire)
	e.must("modalites-enseignement", m.Enseignement)
	e.text("conditions-specifiques", cmp.Or(m.ConditionsSpecifiques, o.Formation.Prerequis))
	e.within("lieu-de-formation", func() { e.coordonnees(placeContact(o, a), &m.Lieu.Adresse) })
	e.must("modalites-entrees-sorties", m.EntreesSorties)
	if url := e.fit("urlweb", o.Formation.URL); url != "" {
		e.within("url-action", func() { e.text("urlweb", url) })
	}
	for i := range a.Sessions {
		e.record = a.Sessions[i].ID
		e.session(o, a, &a.Sessions[i])
	}
	e.record = o.Formation.ID
	if len(a.Sessions) == 0 {
		e.report.Missing = append(e.report.Missing, e.pathOf("session"))
	}
	e.pratique(m)
	e.within("extras", func() { e.actionExtras(o, a) }, "info", "action")
	e.close("action")
}

func (e *encoder) pratique(m *offre.Modalites) {
	if !m.AdresseInformation.Vide() {
		e.within("adresse-information", func() { e.adresse(&m.AdresseInformation) })
	}
	e.text("restauration", m.Restauration)
	e.text("hebergement", m.Hebergement)
	e.text("transport", m.Transport)
	e.must("acces-handicapes", m.AccesHandicapes)
	e.must("langue-formation", strings.ToUpper(strings.Join(m.Langues[:min(1, len(m.Langues))], "")))
	e.text("modalites-recrutement", m.ModalitesRecrutement)
	e.text("modalites-pedagogiques", m.ModalitesPedagogiques)
	e.text("code-perimetre-recrutement", m.PerimetreRecrutement)
	e.hours("nombre-heures-centre", m.HeuresCentre)
	e.hours("nombre-heures-entreprise", m.HeuresEntreprise)
}

// actionExtras writes the extensions of an action: the portal checks their order,
// existence-prerequis being the last.
func (e *encoder) actionExtras(o *lheo.Offer, a *offre.Action) {
	m := &a.Modalites
	e.contact("contact-information", informant(o, a))
	e.extra("modalites-handicap", m.AccesHandicapes)
	e.extra("info-admission", m.ModalitesRecrutement)
	e.list("codes-modalites-admission", "code-modalites-admission")
	e.extra("code-gfe", "")
	e.extra("code-type-horaires", "")
	e.mustExtra("duree-apprentissage", duration(m))
	e.list("codes-rythme-formation", "code-rythme-formation")
	e.extra("frais-certif-inclus-frais-anpec", "")
	e.extra("autres-services", "")
	e.price(m.PrixTotal)
	e.extra("existence-prerequis", flag(cmp.Or(o.Formation.Prerequis, m.ConditionsSpecifiques) != ""))
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// duration is how long the training lasts, in hours; empty when it is not known.
func duration(m *offre.Modalites) string {
	if n := cmp.Or(m.HeuresTotal, m.HeuresCentre+m.HeuresEntreprise); n > 0 {
		return strconv.Itoa(n)
	}
	return ""
}

// list writes the codes of a default, separated by spaces, under a common
// extension.
func (e *encoder) list(info, each string) {
	path := e.pathOf(info)
	value, _ := e.fallback(path)
	codes := strings.Fields(value)
	if len(codes) == 0 {
		return
	}
	e.report.Defaulted = append(e.report.Defaulted, path)
	e.within("extras", func() {
		for _, c := range codes {
			e.leaf("extra", []string{"info", each}, c)
		}
	}, "info", info)
}

// price writes what the training costs. The rate of VAT is the profile's: the
// catalogue holds prices with all taxes.
func (e *encoder) price(total string) {
	ttc, err := strconv.ParseFloat(strings.TrimSpace(strings.ReplaceAll(total, ",", ".")), 64)
	if err != nil || ttc < 0 || ttc > 1e9 {
		e.report.Missing = append(e.report.Missing, e.pathOf("frais-pedagogiques"))
		return
	}
	path := e.pathOf("taux-tva")
	rate, _ := e.fallback(path)
	tva, err := strconv.ParseFloat(rate, 64)
	if err != nil || tva < 0 || tva > 100 {
		e.report.Missing = append(e.report.Missing, path)
		return
	}
	e.report.Defaulted = append(e.report.Defaulted, path)
	e.within("extras", func() {
		e.leaf("extra", []string{"info", "taux-tva"}, fmt.Sprintf("%.1f", tva))
		e.leaf("extra", []string{"info", "frais-ht"}, fmt.Sprintf("%.2f", ttc/(1+tva/100)))
		e.leaf("extra", []string{"info", "frais-ttc"}, fmt.Sprintf("%.2f", ttc))
	}, "info", "frais-pedagogiques")
}

func (e *encoder) session(o *lheo.Offer, a *offre.Action, s *offre.Session) {
	e.open("session", e.attributes(s.ID, o.HorodatageSessions[s.ID], o.Horodatage, s.Reste, o.Formation.Reste)...)
	e.periode(s)
	place := &s.AdresseInscription
	if place.Vide() {
		place = &a.Lieu.Adresse
	}
	e.within("adresse-inscription", func() { e.adresse(place) })
	e.must("etat-recrutement", recruitment(s.EtatRecrutement))
	e.within("extras", func() {
		e.contact("contact-inscription", registrar(o, a, s))
		e.extra("garantie", "")
		e.extra("modalites-particulieres", s.ModalitesInscription)
	}, "info", "session")
	e.close("session")
}

// recruitment has no word for a session whose recruitment is suspended: it is
// closed until it opens again.
func recruitment(etat string) string {
	if etat == "3" {
		return "2"
	}
	return etat
}

func (e *encoder) periode(s *offre.Session) {
	if e.fit("debut", string(s.Debut)) == "" && e.fit("fin", string(s.Fin)) == "" {
		return
	}
	e.within("periode", func() {
		e.text("debut", string(s.Debut))
		e.text("fin", string(s.Fin))
	})
}
