package codify

import (
	"cmp"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// numbersOf is an entry as a formation cites it, but for its code.
func numbersOf(c nomenclature.Certification) offre.Certification {
	return offre.Certification{RNCP: withPrefix("RNCP", c.RNCP), RS: withPrefix("RS", c.RS), CFD: c.CFD, Intitule: c.Intitule}
}

// complete fills what was not stated; what was stated and differs is kept, and
// said.
func (c *coding) complete(stated *offre.Certification, official offre.Certification) {
	for _, number := range []struct {
		field    layout.Field
		have     *string
		official string
	}{
		{layout.FormationRNCP, &stated.RNCP, official.RNCP},
		{layout.FormationRS, &stated.RS, official.RS},
		{layout.FormationCFD, &stated.CFD, official.CFD},
	} {
		if *number.have != "" && number.official != "" && bare(*number.have) != bare(number.official) {
			c.note(certificationContradictoire, number.field, *number.have, "",
				fmt.Sprintf("Le numéro %s est donné avec la certification %s, à laquelle Certif Info connaît %s.", *number.have, stated.CertifInfo, number.official))
		}
		*number.have = cmp.Or(*number.have, number.official)
	}
	stated.Intitule = cmp.Or(official.Intitule, stated.Intitule)
}
