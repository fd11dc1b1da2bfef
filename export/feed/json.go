package feed

import (
	"encoding/json"
	"strings"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// jsonLines is one JSON object a line, for each formation.
type jsonLines struct {
	out  *output
	page string
}

type formationJSON struct {
	Numero         string        `json:"numero"`
	Page           string        `json:"page,omitempty"`
	Intitule       string        `json:"intitule"`
	Objectif       string        `json:"objectif,omitempty"`
	Contenu        string        `json:"contenu,omitempty"`
	Resultats      string        `json:"resultats_attendus,omitempty"`
	Certifiante    *bool         `json:"certifiante,omitempty"`
	Certifications []string      `json:"certifications,omitempty"`
	Formacodes     []string      `json:"formacodes,omitempty"` // the first is the principal one
	NSF            []string      `json:"nsf,omitempty"`
	ROME           []string      `json:"rome,omitempty"`
	Publics        []string      `json:"publics,omitempty"`
	NiveauEntree   string        `json:"niveau_entree,omitempty"`
	NiveauSortie   string        `json:"niveau_sortie,omitempty"`
	Prerequis      string        `json:"prerequis,omitempty"`
	URL            string        `json:"url,omitempty"`
	Contact        *contactJSON  `json:"contact,omitempty"`
	Responsable    organismeJSON `json:"organisme_responsable"`
	Actions        []actionJSON  `json:"actions"`
}

type contactJSON struct {
	Nom       string `json:"nom,omitempty"`
	Prenom    string `json:"prenom,omitempty"`
	Telephone string `json:"telephone,omitempty"`
	Courriel  string `json:"courriel,omitempty"`
	Web       string `json:"web,omitempty"`
}

type organismeJSON struct {
	Numero string `json:"numero,omitempty"`
	SIRET  string `json:"siret,omitempty"`
	NDA    string `json:"nda,omitempty"`
	UAI    string `json:"uai,omitempty"`
	Nom    string `json:"nom,omitempty"`
}

type actionJSON struct {
	Numero       string         `json:"numero"`
	Dispositif   string         `json:"dispositif,omitempty"`
	Financeurs   []string       `json:"financeurs,omitempty"`
	Enseignement string         `json:"modalites_enseignement,omitempty"`
	Permanentes  bool           `json:"entrees_sorties_permanentes"`
	Rythme       string         `json:"rythme,omitempty"`
	HeuresTotal  int            `json:"heures_total,omitempty"`
	HeuresCentre int            `json:"heures_centre,omitempty"`
	HeuresEntr   int            `json:"heures_entreprise,omitempty"`
	Prix         string         `json:"prix_total_ttc,omitempty"`
	Langues      []string       `json:"langues,omitempty"`
	Lieu         *lieuJSON      `json:"lieu,omitempty"`
	Formateur    *organismeJSON `json:"organisme_formateur,omitempty"`
	Sessions     []sessionJSON  `json:"sessions"`
}

type lieuJSON struct {
	Nom        string   `json:"nom,omitempty"`
	Lignes     []string `json:"lignes,omitempty"`
	CodePostal string   `json:"code_postal,omitempty"`
	Ville      string   `json:"ville,omitempty"`
	CodeINSEE  string   `json:"code_insee,omitempty"`
	Latitude   string   `json:"latitude,omitempty"`
	Longitude  string   `json:"longitude,omitempty"`
	UAI        string   `json:"uai,omitempty"`
}

type sessionJSON struct {
	Numero      string       `json:"numero"`
	Debut       string       `json:"debut,omitempty"` // ISO 8601, down to what is known
	Fin         string       `json:"fin,omitempty"`
	Recrutement string       `json:"etat_recrutement,omitempty"`
	URL         string       `json:"url,omitempty"`
	Contact     *contactJSON `json:"contact,omitempty"`
}

func (j *jsonLines) begin() error          { return nil }
func (j *jsonLines) finish() (File, error) { return j.out.finish() }
func (j *jsonLines) abandon()              { j.out.abandon() }

func (j *jsonLines) leaf(p *product) (*leaf, error) {
	return p.leaf(target.JSONL, j.page, func(l *leaf, offer *lheo.Offer) error { return l.marshal(formationOf(offer, j.page)) })
}

func (j *jsonLines) add(l *leaf) error { return j.out.add(l) }

// marshal makes of the leaf one line of JSON whose signs are left as they are.
func (l *leaf) marshal(v any) error {
	l.records = 1
	enc := json.NewEncoder(&l.text)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func formationOf(offer *lheo.Offer, pattern string) formationJSON {
	f := &offer.Formation
	out := formationJSON{
		Numero: f.ID, Page: page(pattern, f.ID), Intitule: plain(f.Intitule), Objectif: plain(f.Objectif), Contenu: plain(f.Contenu), Resultats: plain(f.Resultats),
		Certifiante: f.Certifiante, Certifications: certifications(f), Formacodes: codes(f.Formacodes), NSF: codes(f.NSF), ROME: codes(f.ROME), Publics: f.Publics,
		NiveauEntree: f.NiveauEntree, NiveauSortie: f.NiveauSortie, Prerequis: plain(f.Prerequis), URL: f.URL, Contact: contactOf(f.Contact),
		Responsable: organismeOf(offer.Responsable),
	}
	if out.Responsable.SIRET == "" {
		out.Responsable.SIRET = f.Responsable
	}
	for i := range offer.Actions {
		out.Actions = append(out.Actions, actionOf(offer, &offer.Actions[i]))
	}
	return out
}

func plain(s string) string { return strings.TrimSpace(lheo.PlainText(lheo.Legible(s))) }

func contactOf(c offre.Contact) *contactJSON {
	out := contactJSON{Nom: c.Nom, Prenom: c.Prenom, Telephone: firstOf(c.Telephone, c.Portable), Courriel: c.Courriel, Web: c.Web}
	if out == (contactJSON{}) {
		return nil
	}
	return &out
}

func organismeOf(o offre.Organisme) organismeJSON {
	return organismeJSON{Numero: o.ID, SIRET: o.SIRET, NDA: o.NDA, UAI: o.UAI, Nom: firstOf(o.Nom, o.RaisonSociale)}
}

func actionOf(offer *lheo.Offer, a *offre.Action) actionJSON {
	out := actionJSON{
		Numero: a.ID, Dispositif: string(a.Dispositif), Financeurs: a.Financeurs, Enseignement: a.Enseignement, Permanentes: a.EntreesSorties == "1",
		Rythme: plain(a.Rythme), HeuresTotal: a.HeuresTotal, HeuresCentre: a.HeuresCentre, HeuresEntr: a.HeuresEntreprise, Prix: a.PrixTotal, Langues: a.Langues,
	}
	if l := a.Lieu; !l.Vide() {
		out.Lieu = &lieuJSON{Nom: l.Adresse.Denomination, Lignes: l.Adresse.Lignes, CodePostal: l.Adresse.CodePostal, Ville: l.Adresse.Ville,
			CodeINSEE: l.Adresse.CodeINSEE, Latitude: l.Adresse.Latitude, Longitude: l.Adresse.Longitude, UAI: l.UAI}
	}
	if a.Formateur != "" || a.FormateurNom != "" {
		f := organismeOf(offer.Formateurs[a.Formateur])
		f.SIRET, f.Nom = firstOf(f.SIRET, a.Formateur), firstOf(f.Nom, a.FormateurNom)
		out.Formateur = &f
	}
	for i := range a.Sessions {
		s := &a.Sessions[i]
		out.Sessions = append(out.Sessions, sessionJSON{Numero: s.ID, Debut: iso(s.Debut), Fin: iso(s.Fin), Recrutement: s.EtatRecrutement, URL: s.URL, Contact: contactOf(s.Contact)})
	}
	return out
}
