package normalise

import "github.com/carif-oref/passerelle/schemas/offre"

// readNDA reads 11 characters, of which Excel may have lost the first zero.
func readNDA(_ *Normaliser, c *cell) {
	nda, isScientific, whole := unscientific(c.raw)
	if isScientific && !whole {
		c.sayScientific()
		return
	}
	if !isScientific {
		nda = c.code("N°", "NDA", "NO ")
	}
	switch {
	case offre.NDAValide(nda):
		c.keep(nda)
	case offre.NDAValide("0" + nda):
		c.sayZeros("Le numéro de déclaration d'activité", "0"+nda)
	default:
		c.refuse(ndaForme, c.quoted()+" n'est pas un numéro de déclaration d'activité : "+offre.FormeNDA+".")
	}
}
