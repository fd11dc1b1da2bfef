package codify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// maxCertifications is how many LHEO takes of one formation.
const maxCertifications = 5

// prepared is one certification stated or found, with what Certif Info makes of it.
type prepared struct {
	certification offre.Certification
	label         string                       // official label, the old one of a certification that was replaced
	origine       offre.Origine                // of what is inherited from it
	from          []nomenclature.Certification // what is inherited from: itself, or its successors
	successors    []offre.Certification        // added after it
}

// lookup looks up the certifications of one formation. Successors are added as
// long as there is room, and never one that was stated itself.
type lookup struct {
	*coding
	taken map[string]bool // Certif Info codes that the formation has already
	room  int             // how many more certifications LHEO takes
}

func (c *coding) prepared(stated []offre.Certification) []prepared {
	l := lookup{coding: c, taken: map[string]bool{}, room: maxCertifications - len(stated)}
	for _, s := range stated {
		l.taken[s.CertifInfo] = true
	}
	all := make([]prepared, 0, len(stated))
	for _, s := range stated {
		all = append(all, l.prepare(s))
	}
	return all
}

func (l *lookup) prepare(c offre.Certification) prepared {
	c.Version = l.versions[nomenclature.CertifInfo]
	if c.CertifInfo == "" {
		l.recognise(&c)
	}
	if entry, current := l.entries[c.CertifInfo]; current {
		return l.current(c, entry)
	}
	if old, replaced := l.anciens[c.CertifInfo]; replaced {
		l.complete(&c, offre.Certification{RNCP: withPrefix("RNCP", old.RNCP), CFD: old.CFD, Intitule: old.Intitule})
		p := prepared{certification: c, label: old.Intitule, origine: offre.OrigineSuccesseur}
		l.succeed(&p)
		return p
	}
	if c.CertifInfo != "" {
		l.note(certificationInconnue, layout.FormationCertifInfo, c.CertifInfo, "",
			fmt.Sprintf("Le code Certif Info %s n'est pas au référentiel, ni parmi les certifications remplacées.", c.CertifInfo))
	}
	return prepared{certification: c}
}

// current is a certification that Certif Info still lists: it brings its own
// codes, even when others have taken over from it.
func (l *lookup) current(c offre.Certification, entry nomenclature.Certification) prepared {
	l.complete(&c, numbersOf(entry))
	p := prepared{certification: c, label: entry.Intitule, origine: offre.OrigineCertification}
	if _, replaced := l.anciens[c.CertifInfo]; replaced {
		l.succeed(&p)
	}
	p.from = []nomenclature.Certification{entry}
	return p
}

// recognise finds the Certif Info code of a certification known by its other
// numbers, when they leave no doubt and it is not stated already.
func (l *lookup) recognise(c *offre.Certification) {
	field, number := knownBy(*c)
	codes := l.Identify(*c)
	switch {
	case len(codes) == 0:
		l.note(certificationInconnue, field, number, "", fmt.Sprintf("Aucune certification de Certif Info ne porte le numéro %s.", number))
	case len(codes) > 1:
		l.note(certificationAmbigue, field, number, "", fmt.Sprintf("Le numéro %s désigne %d certifications de Certif Info : %s.", number, len(codes), l.labels(codes)))
	case l.taken[codes[0]]:
	default:
		c.CertifInfo, c.Origine = codes[0], offre.OrigineCertification
		l.taken[codes[0]] = true
		l.note(certificationReconnue, field, number, codes[0],
			fmt.Sprintf("Le numéro %s désigne la certification %s, « %s ».", number, codes[0], l.entries[codes[0]].Intitule))
	}
}

// knownBy is the number by which a certification without Certif Info code is
// known: field and value of the first one stated.
func knownBy(c offre.Certification) (layout.Field, string) {
	switch {
	case c.RNCP != "":
		return layout.FormationRNCP, c.RNCP
	case c.RS != "":
		return layout.FormationRS, c.RS
	}
	return layout.FormationCFD, c.CFD
}

// labels names a few entries in words.
func (x *Index) labels(codes []string) string {
	const few = 4
	names := make([]string, 0, few+1)
	for i, code := range codes {
		if i == few {
			names = append(names, "…")
			break
		}
		names = append(names, code+" « "+x.entries[code].Intitule+" »")
	}
	return strings.Join(names, ", ")
}

// certificationsOf lists each certification stated, followed by its successors.
func certificationsOf(all []prepared) (list []offre.Certification) {
	for _, p := range all {
		list = append(list, p.certification)
		list = append(list, p.successors...)
	}
	return slices.Clip(list)
}
