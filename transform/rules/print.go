package rules

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// print is what formations are compared by.
type print struct {
	id, family, intitule string
	words                []string // meaning words of the title as it was typed, sorted
	own                  []string // those that the labels of its certifications do not have
	certifications       []string // codes of those that are not replaced, sorted
	label                string   // of the first of them, as people say it
	places               []taught // empty for a formation without session
}

// taught is one way in which a formation is given, with its dates.
type taught struct {
	place     place
	formateur string
	open      [4]string         // modalities that people choose by: blank ones agree with all
	whole     [sha256.Size]byte // all of the modalities but place, formateur, hours and what a feed says beside them
	hours     int
	dates     []dates
}

type dates struct{ debut, fin offre.Date }

func printOf(o offre.Offre) print {
	f := o.Formation
	typed := cmp.Or(f.IntituleSaisi, f.Intitule)
	p := print{id: f.ID, family: family(o.Responsable, f.Responsable), intitule: typed, words: titleWords(typed)}
	p.certifications, p.label = inForce(f.Certifications)
	p.own = beyond(p.words, f.Certifications)
	for _, s := range o.Sessions {
		p.teach(taughtAt(s, f.Responsable), dates{s.Debut, s.Fin})
	}
	return p
}

// teach adds a session to those that are given the same way.
func (p *print) teach(t taught, d dates) {
	for i, have := range p.places {
		if have.same(t) {
			if !slices.Contains(have.dates, d) {
				p.places[i].dates = append(have.dates, d)
			}
			return
		}
	}
	t.dates = []dates{d}
	p.places = append(p.places, t)
}

// beyond are the words of a title that completes the labels of certifications.
func beyond(title []string, all []offre.Certification) []string {
	var labels []string
	for _, c := range all {
		labels = append(labels, titleWords(c.Intitule)...)
	}
	return slices.DeleteFunc(slices.Clone(title), func(w string) bool { return slices.Contains(labels, w) })
}

// inForce gives the certifications that none of the others replaces.
func inForce(all []offre.Certification) (codes []string, label string) {
	replaced := map[string]bool{}
	for _, c := range all {
		replaced[c.Remplace] = true
	}
	for _, c := range all {
		if code := cmp.Or(c.CertifInfo, c.RNCP, c.RS, c.CFD); code != "" && !replaced[code] {
			codes, label = append(codes, code), cmp.Or(label, nommer(c))
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes), label
}

func taughtAt(s offre.Session, responsable string) taught {
	m := s.Modalites
	t := taught{place: placeOf(m.Lieu), open: [4]string{string(m.Dispositif), m.EntreesSorties, m.Enseignement, strings.Join(words(m.DureeIndicative), " ")}, hours: m.HeuresTotal,
		formateur: cmp.Or(m.Formateur, strings.Join(words(m.FormateurNom), " "), responsable)}
	m.Lieu, m.Formateur, m.FormateurNom, m.HeuresTotal, m.Reste = offre.Lieu{}, "", "", 0, nil
	doc, _ := json.Marshal(m) // of strings and numbers: it always has a JSON form
	t.whole = sha256.Sum256(doc)
	return t
}

// same reports that two sessions are given the same way, their dates aside.
func (t taught) same(u taught) bool {
	return t.place == u.place && t.formateur == u.formateur && t.whole == u.whole && t.hours == u.hours
}

// place is where a session takes place, as it is compared.
type place struct{ commune, street, number string }

func placeOf(l offre.Lieu) place {
	street := ""
	if len(l.Adresse.Lignes) > 0 {
		street = strings.Join(words(l.Adresse.Lignes[0]), " ")
	}
	return place{cmp.Or(l.Adresse.CodeINSEE, l.Adresse.CodePostal), street, cmp.Or(l.SIRET, l.UAI)}
}

// near reports that two places may be one: they are in one commune, and what else
// both state is the same.
func (p place) near(q place) bool {
	return p.commune != "" && p.commune == q.commune && agree(p.street, q.street) && agree(p.number, q.number)
}

// agree reports that two values may be one: a blank one agrees with all.
func agree(a, b string) bool { return a == "" || b == "" || a == b }
