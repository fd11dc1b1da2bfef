package codify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// maxCertifications is how many LHEO takes of one formation.
const maxCertifications = 5

// prepared is one certification stated, with what Certif Info makes of it.
type prepared struct {
	certification offre.Certification
	label         string                       // official label, the old one of a certification that was replaced
	origine       offre.Origine                // of what is inherited from it
	from          []nomenclature.Certification // what is inherited from: itself, or its successors
	successors    []offre.Certification        // added after it
}

// prepared looks up every certification stated. Successors are added as long as
// there is room, and never one that was stated itself.
func (x *Index) prepared(stated []offre.Certification, n *notes) []prepared {
	taken := map[string]bool{}
	for _, c := range stated {
		taken[c.CertifInfo] = true
	}
	room := maxCertifications - len(stated)
	all := make([]prepared, 0, len(stated))
	for _, c := range stated {
		p := x.prepare(c, taken, &room, n)
		all = append(all, p)
	}
	return all
}

func (x *Index) prepare(c offre.Certification, taken map[string]bool, room *int, n *notes) prepared {
	c.Version = x.versions[nomenclature.CertifInfo]
	if c.CertifInfo == "" {
		x.recognise(&c, taken, n)
	}
	if entry, current := x.entries[c.CertifInfo]; current {
		complete(&c, numbersOf(entry), n)
		p := prepared{certification: c, label: entry.Intitule, origine: offre.OrigineCertification, from: []nomenclature.Certification{entry}}
		if _, replaced := x.anciens[c.CertifInfo]; replaced {
			x.succeed(&p, taken, room, n)
			p.from = p.from[:1] // what it still brings itself
		}
		return p
	}
	if old, replaced := x.anciens[c.CertifInfo]; replaced {
		complete(&c, offre.Certification{RNCP: withPrefix("RNCP", old.RNCP), CFD: old.CFD, Intitule: old.Intitule}, n)
		p := prepared{certification: c, label: old.Intitule, origine: offre.OrigineSuccesseur}
		x.succeed(&p, taken, room, n)
		return p
	}
	if c.CertifInfo != "" {
		n.add(certificationInconnue, layout.FormationCertifInfo, c.CertifInfo, "",
			fmt.Sprintf("Le code Certif Info %s n'est pas au référentiel, ni parmi les certifications remplacées.", c.CertifInfo))
	}
	return prepared{certification: c}
}

// recognise finds the Certif Info code of a certification known by its other
// numbers, when they leave no doubt and it is not stated already.
func (x *Index) recognise(c *offre.Certification, taken map[string]bool, n *notes) {
	field, number := knownBy(*c)
	codes := x.Identify(*c)
	switch {
	case len(codes) == 0:
		n.add(certificationInconnue, field, number, "", fmt.Sprintf("Aucune certification de Certif Info ne porte le numéro %s.", number))
	case len(codes) > 1:
		n.add(certificationAmbigue, field, number, "", fmt.Sprintf("Le numéro %s désigne %d certifications de Certif Info : %s.", number, len(codes), x.labels(codes)))
	case taken[codes[0]]:
	default:
		c.CertifInfo, c.Origine = codes[0], offre.OrigineCertification
		taken[codes[0]] = true
		n.add(certificationReconnue, field, number, codes[0],
			fmt.Sprintf("Le numéro %s désigne la certification %s, « %s ».", number, codes[0], x.entries[codes[0]].Intitule))
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

// succeed adds the certifications that replaced p, and says so.
func (x *Index) succeed(p *prepared, taken map[string]bool, room *int, n *notes) {
	old := p.certification.CertifInfo
	all := x.Successors(old)
	var codes, left []string
	for _, s := range all {
		codes = append(codes, s.Code)
		switch {
		case taken[s.Code]: // stated, or added for another: what it brings comes from there
		case *room <= 0:
			left = append(left, s.Code)
		default:
			*room--
			taken[s.Code] = true
			p.from = append(p.from, s)
			p.successors = append(p.successors, x.successor(s, old))
		}
	}
	x.tellSuccession(p, codes, left, n)
}

func (x *Index) successor(s nomenclature.Certification, of string) offre.Certification {
	c := numbersOf(s)
	c.CertifInfo, c.Origine, c.Remplace, c.Version = s.Code, offre.OrigineSuccesseur, of, x.versions[nomenclature.CertifInfo]
	return c
}

func (x *Index) tellSuccession(p *prepared, codes, left []string, n *notes) {
	old := p.certification.CertifInfo
	name := fmt.Sprintf("La certification %s, « %s »,", old, p.label)
	if len(codes) == 0 {
		n.add(certificationInconnue, layout.FormationCertifInfo, old, "", name+" a été remplacée par une certification qui n'est pas au référentiel.")
		return
	}
	after := strings.Join(codes, ", ")
	if len(codes) == 1 {
		n.add(certificationRemplacee, layout.FormationCertifInfo, old, after, name+" a été remplacée par "+x.labels(codes)+".")
		return
	}
	message := fmt.Sprintf("%s a %d successeurs : %s.", name, len(codes), x.labels(codes))
	if len(left) > 0 {
		message += fmt.Sprintf(" Au plus %d certifications par formation : %s non repris.", maxCertifications, strings.Join(left, ", "))
	}
	n.add(successeursMultiples, layout.FormationCertifInfo, old, after, message)
}

// numbersOf is an entry as a formation cites it, but for its code.
func numbersOf(c nomenclature.Certification) offre.Certification {
	return offre.Certification{RNCP: withPrefix("RNCP", c.RNCP), RS: withPrefix("RS", c.RS), CFD: c.CFD, Intitule: c.Intitule}
}

// complete fills what was not stated; what was stated and differs is kept, and
// said.
func complete(c *offre.Certification, official offre.Certification, n *notes) {
	for _, number := range []struct {
		field    layout.Field
		have     *string
		official string
	}{
		{layout.FormationRNCP, &c.RNCP, official.RNCP},
		{layout.FormationRS, &c.RS, official.RS},
		{layout.FormationCFD, &c.CFD, official.CFD},
	} {
		if *number.have != "" && number.official != "" && bare(*number.have) != bare(number.official) {
			n.add(certificationContradictoire, number.field, *number.have, "",
				fmt.Sprintf("Le numéro %s est donné avec la certification %s, à laquelle Certif Info connaît %s.", *number.have, c.CertifInfo, number.official))
		}
		*number.have = cmp.Or(*number.have, number.official)
	}
	c.Intitule = cmp.Or(official.Intitule, c.Intitule)
}

// certificationsOf lists each certification stated, followed by its successors.
func certificationsOf(all []prepared) (list []offre.Certification) {
	for _, p := range all {
		list = append(list, p.certification)
		list = append(list, p.successors...)
	}
	return slices.Clip(list)
}
