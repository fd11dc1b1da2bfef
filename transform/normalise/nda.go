package normalise

import "regexp"

// ndaShapes are the two forms of a numéro de déclaration d'activité: 11 digits,
// or 4 digits, a letter and 6 digits (2151P001151).
var (
	ndaShape     = regexp.MustCompile(`^(?:\d{11}|\d{4}[A-Z]\d{6})$`)
	ndaLostZeros = regexp.MustCompile(`^(?:\d{10}|\d{3}[A-Z]\d{6})$`)
)

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
	case ndaShape.MatchString(nda):
		c.keep(nda)
	case ndaLostZeros.MatchString(nda):
		c.sayZeros("Le numéro de déclaration d'activité", "0"+nda)
	default:
		c.refuse(ndaForme, c.quoted()+" n'est pas un numéro de déclaration d'activité : 11 caractères sont attendus.")
	}
}
