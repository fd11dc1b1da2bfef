package lheo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

var randomWords = strings.Fields("formation CAP cuisine élève l'été Œuvre naïve R&D <80% «ici» 100€ \"titre\" a>b ]]> 𝒜 d’un — C++ œil")

// randomOffer is an offer that LHEO holds entirely, with each optional value
// there or not.
func randomOffer(r *rand.Rand) Offer {
	g := generator{r}
	o := Offer{Responsable: g.organisme(), Formation: offre.Formation{ID: g.id("F"), Intitule: g.text(100), Objectif: g.text(2000), Resultats: g.text(300),
		Contenu: g.text(2900), Parcours: g.of("type-parcours"), NiveauEntree: g.of("niveaux"), Contact: g.contact(true),
		Certifiante: new(bool), Publics: g.list(1, 4, func(i int) string { return fmt.Sprintf("8%04d", i) })}}
	f := &o.Formation
	*f.Certifiante = g.maybe()
	f.Responsable = o.Responsable.SIRET
	f.Formacodes = g.codes("4270%d", 5)
	f.NSF = g.codes("22%d", 3)
	f.ROME = g.codes("G160%d", 5)
	g.some(&f.NiveauSortie, func() string { return g.of("niveaux") })
	g.some(&f.ObjectifGeneral, func() string { return g.of("AIS") })
	g.some(&f.Positionnement, func() string { return g.of("type-positionnement") })
	g.some(&f.Module, func() string { return g.text(40) })
	g.some(&f.InfoPublic, func() string { return g.text(200) })
	g.some(&f.URL, g.url)
	for i := range r.IntN(3) {
		f.Certifications = append(f.Certifications, offre.Certification{CertifInfo: fmt.Sprint(100000 + i), RNCP: fmt.Sprintf("RNCP%d", 30000+i), Origine: offre.OrigineSaisie})
	}
	for i := range 1 + r.IntN(3) {
		o.Actions = append(o.Actions, g.action(&o, i))
	}
	return o
}

type generator struct{ *rand.Rand }

func (g generator) maybe() bool { return g.IntN(2) == 0 }

func (g generator) some(field *string, value func() string) {
	if g.maybe() {
		*field = value()
	}
}

func (g generator) id(prefix string) string { return fmt.Sprintf("04_%s%d", prefix, g.IntN(1_000_000)) }

func (g generator) of(table string) string {
	entries := Table(table)
	return entries[g.IntN(len(entries))].Code
}

// text is of words and, when there is room, of lines; at most n bytes.
func (g generator) text(n int) string {
	var b strings.Builder
	b.WriteString("Texte")
	for range g.IntN(40) {
		sep, word := " ", randomWords[g.IntN(len(randomWords))]
		if n > 250 && g.IntN(8) == 0 {
			sep = "\n"
		}
		if b.Len()+len(sep)+len(word) > n {
			break
		}
		b.WriteString(sep + word)
	}
	return b.String()
}

func (g generator) list(least, most int, value func(i int) string) (out []string) {
	for i := range least + g.IntN(most-least+1) {
		out = append(out, value(i))
	}
	return out
}

func (g generator) codes(format string, most int) (out []offre.Code) {
	for _, c := range g.list(0, most, func(i int) string { return fmt.Sprintf(format, i) }) {
		out = append(out, offre.Code{Code: c, Origine: offre.OrigineSaisie})
	}
	return out
}

func (g generator) url() string {
	return "https://www.exemple.fr/?a=" + fmt.Sprint(g.IntN(1000)) + "&b=é"
}

func (g generator) siret() string { return fmt.Sprintf("%014d", g.Int64N(100_000_000_000_000)) }

func (g generator) date() offre.Date { return offre.MakeDate(2026, 1+g.IntN(12), 1+g.IntN(28)) }

func (g generator) adresse() (a offre.Adresse) {
	a = offre.Adresse{Lignes: g.list(1, 4, func(int) string { return g.text(40) }), CodePostal: fmt.Sprintf("%05d", g.IntN(100_000)), Ville: g.text(40)}
	g.some(&a.Denomination, func() string { return g.text(100) })
	g.some(&a.CodeINSEE, func() string { return "2A004" })
	g.some(&a.Departement, func() string { return "2A" })
	g.some(&a.Region, func() string { return "94" })
	g.some(&a.Pays, func() string { return "FR" })
	if g.maybe() {
		a.Latitude, a.Longitude = "41.92", "8.73"
	}
	return a
}

func (g generator) contact(named bool) (c offre.Contact) {
	if c.Nom = "Nom"; !named {
		g.some(&c.Nom, func() string { return g.text(40) })
	}
	g.some(&c.Civilite, func() string { return "Madame" })
	g.some(&c.Prenom, func() string { return g.text(30) })
	g.some(&c.Telephone, func() string { return "02 31 00 00 00" })
	g.some(&c.Portable, func() string { return "06 00 00 00 00" })
	g.some(&c.Fax, func() string { return "02 31 00 00 01" })
	g.some(&c.Courriel, func() string { return "a.b@exemple.fr" })
	g.some(&c.Web, g.url)
	if g.maybe() {
		c.Adresse = g.adresse()
	}
	return c
}

func (g generator) organisme() (o offre.Organisme) {
	o = offre.Organisme{ID: g.id("O"), SIRET: g.siret(), NDA: "25140000014", Nom: g.text(100), RaisonSociale: g.text(100), Coordonnees: g.contact(true),
		Interlocuteurs: []offre.Contact{g.contact(true)}}
	if g.maybe() {
		o.Interlocuteurs = append(o.Interlocuteurs, g.contact(true))
	}
	g.some(&o.UAI, func() string { return "0140001A" })
	g.some(&o.Renseignements, func() string { return g.text(500) })
	o.PotentielFormacodes = g.list(0, 25, func(i int) string { return fmt.Sprintf("427%02d", i) })
	return o
}

func (g generator) action(o *Offer, i int) offre.Action {
	a := offre.Action{ID: fmt.Sprintf("%s_%d", g.id("A"), i), Modalites: g.modalites(o)}
	for k := range 1 + g.IntN(4) {
		s := offre.Session{ID: fmt.Sprintf("S%d_%d", i, k), Formation: o.Formation.ID, Action: a.ID, Debut: g.date(), Fin: g.date(),
			AdresseInscription: g.adresse(), Modalites: a.Modalites}
		if g.maybe() {
			s.InscriptionDebut, s.InscriptionFin = g.date(), g.date()
		}
		if g.maybe() {
			s.Contact = g.contact(true)
		}
		g.some(&s.EtatRecrutement, func() string { return g.of("etat-recrutement") })
		g.some(&s.ModalitesInscription, func() string { return g.text(200) })
		g.some(&s.URL, g.url)
		a.Sessions = append(a.Sessions, s)
	}
	return a
}

func (g generator) modalites(o *Offer) (m offre.Modalites) {
	m = offre.Modalites{Rythme: g.text(300), NiveauEntreeObligatoire: g.of("boolean"), Alternance: g.text(300), Enseignement: g.of("modalites-enseignement"),
		ConditionsSpecifiques: g.text(300), PriseEnCharge: g.of("boolean"), EntreesSorties: g.of("modalites-es"),
		Financeurs: g.list(0, 8, func(i int) string { return fmt.Sprint(2 + i) }), Langues: g.list(0, 5, func(i int) string { return "f" + string(rune('a'+i)) }),
		HeuresCentre: g.IntN(1000), HeuresEntreprise: g.IntN(3) * 35, HeuresTotal: g.IntN(2000)}
	for field, n := range map[*string]int{&m.Restauration: 200, &m.Hebergement: 200, &m.Transport: 200, &m.AccesHandicapes: 200, &m.ModalitesRecrutement: 900,
		&m.ModalitesPedagogiques: 150, &m.FraisRestants: 150, &m.DureeIndicative: 100, &m.DetailPriseEnCharge: 500} {
		*field = g.text(n)
	}
	g.some(&m.PrixHoraire, func() string { return "12.50" })
	g.some(&m.PrixTotal, func() string { return "2500" })
	g.some(&m.PerimetreRecrutement, func() string { return g.of("perimetre-recrutement") })
	g.some(&m.Conventionnement, func() string { return g.of("boolean") })
	if g.maybe() {
		m.Lieu = offre.Lieu{SIRET: g.siret(), Adresse: g.adresse()}
	}
	if g.maybe() {
		m.AdresseInformation = g.adresse()
	}
	if g.maybe() {
		g.formateur(o, &m)
	}
	return m
}

func (g generator) formateur(o *Offer, m *offre.Modalites) {
	f := offre.Organisme{ID: g.id("T"), SIRET: g.siret(), RaisonSociale: g.text(100), UAI: "0140002B"}
	if g.maybe() {
		f.Interlocuteurs = []offre.Contact{g.contact(true)}
	}
	m.Formateur, m.FormateurNom = f.SIRET, f.RaisonSociale
	o.Formateurs = with(o.Formateurs, f)
}
