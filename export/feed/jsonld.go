package feed

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// jsonLD is the feed in the words of schema.org: a Course for each formation, a
// CourseInstance for each session, in one graph, one course a line.
type jsonLD struct {
	out  *output
	page string
}

type course struct {
	Type        string       `json:"@type"`
	ID          string       `json:"@id,omitempty"`
	Identifier  string       `json:"identifier"`
	URL         string       `json:"url,omitempty"`
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	Requires    string       `json:"coursePrerequisites,omitempty"`
	Teaches     string       `json:"teaches,omitempty"`
	About       []term       `json:"about,omitempty"`
	Awards      []credential `json:"educationalCredentialAwarded,omitempty"`
	Provider    organization `json:"provider"`
	Instances   []instance   `json:"hasCourseInstance"`
}

type term struct {
	Type string `json:"@type"`
	Code string `json:"termCode"`
	Set  string `json:"inDefinedTermSet"`
}

type credential struct {
	Type       string `json:"@type"`
	Identifier string `json:"identifier"`
	Name       string `json:"name,omitempty"`
}

type organization struct {
	Type       string `json:"@type"`
	Name       string `json:"name,omitempty"`
	Identifier string `json:"identifier,omitempty"`
	URL        string `json:"url,omitempty"`
}

type instance struct {
	Type       string        `json:"@type"`
	Identifier string        `json:"identifier"`
	URL        string        `json:"url,omitempty"`
	Mode       string        `json:"courseMode,omitempty"`
	Workload   string        `json:"courseWorkload,omitempty"` // ISO 8601 duration
	Start      string        `json:"startDate,omitempty"`      // ISO 8601, down to what is known
	End        string        `json:"endDate,omitempty"`
	Languages  []string      `json:"inLanguage,omitempty"`
	Place      *place        `json:"location,omitempty"`
	Offer      *offer        `json:"offers,omitempty"`
	Organizer  *organization `json:"organizer,omitempty"`
}

type place struct {
	Type    string  `json:"@type"`
	Name    string  `json:"name,omitempty"`
	Address address `json:"address"`
	Geo     *geo    `json:"geo,omitempty"`
}

type address struct {
	Type    string `json:"@type"`
	Street  string `json:"streetAddress,omitempty"`
	Postal  string `json:"postalCode,omitempty"`
	City    string `json:"addressLocality,omitempty"`
	Country string `json:"addressCountry"`
}

type geo struct {
	Type      string `json:"@type"`
	Latitude  string `json:"latitude"`
	Longitude string `json:"longitude"`
}

type offer struct {
	Type     string `json:"@type"`
	Price    string `json:"price"`
	Currency string `json:"priceCurrency"`
}

func (j *jsonLD) begin() error {
	_, err := j.out.Write([]byte(`{"@context":"https://schema.org","@graph":[` + "\n"))
	return err
}

func (j *jsonLD) finish() (File, error) {
	if _, err := j.out.Write([]byte("]}\n")); err != nil {
		return File{}, err
	}
	return j.out.finish()
}

func (j *jsonLD) abandon() { j.out.abandon() }

func (j *jsonLD) leaf(p *product) (*leaf, error) {
	return p.leaf(target.JSONLD, j.page, func(l *leaf, offer *lheo.Offer) error { return l.marshal(courseOf(offer, j.page)) })
}

func (j *jsonLD) add(l *leaf) error {
	if j.out.done.Records > 0 {
		if _, err := j.out.Write([]byte(",")); err != nil {
			return err
		}
	}
	return j.out.add(l)
}

func courseOf(o *lheo.Offer, pattern string) course {
	f := &o.Formation
	c := course{
		Type: "Course", ID: page(pattern, f.ID), Identifier: f.ID, URL: firstOf(page(pattern, f.ID), web(f.URL)), Name: plain(f.Intitule),
		Description: firstOf(plain(f.Contenu), plain(f.Objectif), plain(f.Intitule)), Requires: plain(f.Prerequis), Teaches: plain(f.Objectif), Provider: providerOf(o),
	}
	for _, code := range f.Formacodes {
		c.About = append(c.About, term{"DefinedTerm", code.Code, "Formacode"})
	}
	for _, code := range f.ROME {
		c.About = append(c.About, term{"DefinedTerm", code.Code, "ROME"})
	}
	for _, certification := range f.Certifications {
		if number := firstOf(certification.RNCP, certification.RS); number != "" {
			c.Awards = append(c.Awards, credential{"EducationalOccupationalCredential", number, plain(certification.Intitule)})
		}
	}
	for i := range o.Actions {
		for k := range o.Actions[i].Sessions {
			c.Instances = append(c.Instances, instanceOf(o, &o.Actions[i], &o.Actions[i].Sessions[k]))
		}
	}
	return c
}

func providerOf(o *lheo.Offer) organization {
	r := &o.Responsable
	return organization{Type: "EducationalOrganization", Name: firstOf(r.Nom, r.RaisonSociale), Identifier: firstOf(r.SIRET, o.Formation.Responsable), URL: web(r.Coordonnees.Web)}
}

// courseModes gives the words of schema.org for LHEO's table
// « modalites-enseignement ».
var courseModes = map[string]string{"0": "onsite", "1": "blended", "2": "online"}

func instanceOf(o *lheo.Offer, a *offre.Action, s *offre.Session) instance {
	i := instance{
		Type: "CourseInstance", Identifier: s.ID, URL: web(s.URL), Mode: courseModes[a.Enseignement], Start: iso(s.Debut), End: iso(s.Fin),
		Languages: a.Langues, Place: placeOf(a.Lieu), Offer: offerOf(a.PrixTotal),
	}
	if a.HeuresTotal > 0 {
		i.Workload = fmt.Sprintf("PT%dH", a.HeuresTotal)
	}
	if a.FormateurNom != "" || a.Formateur != "" {
		f := o.Formateurs[a.Formateur]
		i.Organizer = &organization{Type: "EducationalOrganization", Name: firstOf(f.Nom, f.RaisonSociale, a.FormateurNom), Identifier: a.Formateur, URL: web(f.Coordonnees.Web)}
	}
	return i
}

// web is an address of the web, empty for what is none.
func web(url string) string {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return url
	}
	return ""
}

func placeOf(l offre.Lieu) *place {
	a := l.Adresse
	if a.Vide() {
		return nil
	}
	p := &place{Type: "Place", Name: a.Denomination, Address: address{
		Type: "PostalAddress", Street: strings.Join(a.Lignes, ", "), Postal: a.CodePostal, City: a.Ville, Country: firstOf(a.Pays, "FR")}}
	if a.Latitude != "" && a.Longitude != "" {
		p.Geo = &geo{"GeoCoordinates", a.Latitude, a.Longitude}
	}
	return p
}

var price = regexp.MustCompile(`^[0-9]+([.,][0-9]{1,2})?$`)

// offerOf is a price in euros; a text that is no price says nothing.
func offerOf(total string) *offer {
	if !price.MatchString(total) {
		return nil
	}
	return &offer{"Offer", strings.ReplaceAll(total, ",", "."), "EUR"}
}
