package codify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/transform/texte"
)

// succeed adds the certifications that replaced p, and says so. Of several, the
// staff choose; until they have, all are added.
func (l *lookup) succeed(p *prepared) {
	old := p.certification.CertifInfo
	all, later := l.successorsOf(old)
	chosen, decided := l.chosen(journal.TaskSuccession, old)
	if decided {
		all, later = l.named(chosen.Codes), nil
	}
	var codes, left []string
	for _, s := range all {
		codes = append(codes, s.Code)
		switch {
		case l.taken[s.Code]: // stated, or added for another: what it brings comes from there
		case l.room <= 0:
			left = append(left, s.Code)
		default:
			l.room--
			l.taken[s.Code] = true
			p.from = append(p.from, s)
			p.successors = append(p.successors, l.successor(s, old, chosen))
		}
	}
	l.tellLater(p, later)
	if len(all) > 1 && !decided {
		l.askSuccessor(p, all)
	}
	if !decided && !(len(codes) == 0 && len(later) > 0) {
		l.tellSuccession(p, codes, left)
	}
}

// successorsOf gives the successors that deliver by the year of the examination,
// and those that will only later. When none of those that end the chains does yet,
// those on the way that do take their place.
func (l *lookup) successorsOf(code string) (now, later []nomenclature.Certification) {
	closure := l.links.Closure(code)
	for _, s := range l.listed(closure.Heads) {
		if deliveredBy(s, l.exam) {
			now = append(now, s)
		} else {
			later = append(later, s)
		}
	}
	if len(now) > 0 || len(later) == 0 {
		return now, later
	}
	for _, s := range l.listed(closure.OnTheWay) {
		if deliveredBy(s, l.exam) {
			now = append(now, s)
		}
	}
	return now, later
}

// named are the entries of codes that the staff chose, whether the register links them
// or not, but those that it no longer has.
func (l *lookup) named(codes []string) (all []nomenclature.Certification) {
	for _, code := range codes {
		if c, current := l.entries[code]; current {
			all = append(all, c)
		}
	}
	return all
}

// successor is s in the place of another, by the register's links or by the choice of
// somebody, which is empty when nobody has chosen.
func (l *lookup) successor(s nomenclature.Certification, of string, choice journal.Choice) offre.Certification {
	c := numbersOf(s)
	c.CertifInfo, c.Origine, c.Remplace, c.Version = s.Code, offre.OrigineSuccesseur, of, l.versions[nomenclature.CertifInfo]
	if choice.Key != "" {
		c.Origine, c.Preuve = offre.OrigineDecision, inWords(choice)
	}
	return c
}

func (l *lookup) tellSuccession(p *prepared, codes, left []string) {
	old := p.certification.CertifInfo
	name := fmt.Sprintf("La certification %s, « %s »,", old, p.label)
	if len(codes) == 0 {
		l.note(certificationInconnue, layout.FormationCertifInfo, old, "", name+" a été remplacée par une certification qui n'est pas au référentiel.")
		return
	}
	after := strings.Join(codes, ", ")
	if len(codes) == 1 {
		l.note(certificationRemplacee, layout.FormationCertifInfo, old, after, name+" a été remplacée par "+l.labels(codes)+".")
		return
	}
	message := fmt.Sprintf("%s a %d successeurs : %s.", name, len(codes), l.labels(codes))
	if len(left) > 0 {
		message += fmt.Sprintf(" Au plus %d certifications par formation : %s non repris.", maxCertifications, strings.Join(left, ", "))
	}
	l.note(successeursMultiples, layout.FormationCertifInfo, old, after, message)
}

func (l *lookup) tellLater(p *prepared, later []nomenclature.Certification) {
	for _, s := range later {
		l.note(successeurAVenir, layout.FormationCertifInfo, p.certification.CertifInfo, s.Code,
			fmt.Sprintf("La certification %s, « %s », qui prend la suite de %s, n'a sa première session qu'en %d ; la formation s'achève en %d.",
				s.Code, s.Intitule, p.certification.CertifInfo, s.PremiereSession, l.exam))
	}
}

// askSuccessor asks the staff which of several successors the formation prepares:
// first those whose label shares most words with its title.
func (l *lookup) askSuccessor(p *prepared, all []nomenclature.Certification) {
	title := strings.Fields(texte.Fold(l.f.IntituleSaisi))
	shared := func(c nomenclature.Certification) (n int) {
		for _, w := range strings.Fields(texte.Fold(c.Intitule)) {
			if slices.Contains(title, w) {
				n++
			}
		}
		return n
	}
	ranked := slices.Clone(all)
	slices.SortStableFunc(ranked, func(a, b nomenclature.Certification) int { return shared(b) - shared(a) })
	old := p.certification.CertifInfo
	var proposals []journal.Proposal
	for _, c := range ranked {
		proposals = append(proposals, journal.Proposal{Code: c.Code, Libelle: c.Intitule, Confiance: 1 / float64(len(all)),
			Preuve: fmt.Sprintf("Certif Info la donne pour l'un des %d successeurs de %s", len(all), old)})
	}
	l.ask(journal.TaskSuccession, old, fmt.Sprintf("%s « %s »", old, p.label),
		fmt.Sprintf("La certification a été remplacée par %d autres, et rien ne dit laquelle la formation prépare.", len(all)), proposals)
}
