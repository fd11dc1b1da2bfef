package normalise

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// readSIRET reads 14 digits. A wrong key is kept with a warning: it is for each
// target to take such an establishment or not.
func readSIRET(_ *Normaliser, c *cell) {
	digits, isScientific, whole := unscientific(c.raw)
	if isScientific && !whole {
		c.sayScientific()
		return
	}
	if !isScientific {
		digits = c.code("N°", "NO ", "SIRET")
	}
	if !allDigits(digits) {
		c.refuse(siretForme, c.quoted()+" n'est pas un SIRET : 14 chiffres sont attendus.")
		return
	}
	c.siretDigits(digits)
}

func (c *cell) siretDigits(digits string) {
	switch n := len(digits); {
	case n == 14:
		c.siretKey(digits)
	case n == 9:
		c.refuse(siretSiren, c.quoted()+" compte 9 chiffres : c'est un SIREN, celui de l'entreprise, et non le SIRET de l'établissement.")
	case n >= 10 && n < 14 && offre.SIRETValide(zeros(digits, 14)):
		c.sayZeros("Le SIRET", zeros(digits, 14))
	case n == 15 && digits[0] == '0' && offre.SIRETValide(digits[1:]):
		c.repaired(siretZeroDeTrop, digits[1:], "Le SIRET comptait un zéro de trop : il est devenu "+digits[1:]+".")
	default:
		c.refuse(siretForme, fmt.Sprintf("%s compte %s : un SIRET en a 14.", c.quoted(), count(n, "chiffre", "chiffres")))
	}
}

func (c *cell) siretKey(siret string) {
	c.keep(siret)
	if !offre.SIRETValide(siret) {
		c.warn(siretCle, "", "Le SIRET "+siret+" est faux : sa clé de contrôle ne correspond pas, un chiffre est sans doute mal recopié.")
	}
}
