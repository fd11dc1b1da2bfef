package codify

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Codify gives a formation what its certifications bring: their numbers and
// labels, those that succeed them, ROME, Formacode, NSF, level and title. It
// starts from what was stated, so that it may be applied again, with the same
// referentials or newer ones.
func (x *Index) Codify(f offre.Formation) (offre.Formation, []finding.Finding) {
	f = f.AvantCodification()
	n := &notes{record: f.ID}
	all := x.prepared(f.Saisie.Certifications, n)
	f.Certifications = certificationsOf(all)
	x.inheritCodes(&f, all, n)
	inheritLevel(&f, all, n)
	officialTitle(&f, all, n)
	certifying(&f, all)
	return f, n.found
}

// nonCertifiant is the state under which Certif Info lists preparations and
// courses that lead to no certification.
const nonCertifiant = "4"

// certifying says that a formation leads to a certification when it did not say
// so itself and Certif Info knows the one it names.
func certifying(f *offre.Formation, all []prepared) {
	if f.Saisie.Certifiante != nil {
		return
	}
	for _, p := range all {
		for _, c := range p.from {
			if c.Etat != nonCertifiant {
				yes := true
				f.Certifiante = &yes
				return
			}
		}
	}
}
