package normalise

import (
	"regexp"
	"strings"
)

var (
	// postalShape is a French postal code: departments 01 to 95, 97 and 98.
	postalShape = regexp.MustCompile(`^(?:0[1-9]|[1-8]\d|9[0-578])\d{3}$`)
	// postalStart takes the code off what precedes and follows it: « F-14000 Caen ».
	postalStart = regexp.MustCompile(`(?i)^(?:(?:CP|FR?)[ .:-]*)?(\d{2} ?\d{3}|\d{4})(?:[.,]0)?(?: [\pL(].*)?$`)
	inseeShape  = regexp.MustCompile(`^(?:\d{2}|2[AB])\d{3}$`)
)

// readPostalCode reads 5 digits, of which Excel may have lost the first zero.
// That La Poste's base does not have it is no fault: it has no CEDEX.
func readPostalCode(n *Normaliser, c *cell) {
	m := postalStart.FindStringSubmatch(oneLine(c.raw))
	if m == nil {
		c.refuse(codePostalForme, c.quoted()+" n'est pas un code postal : 5 chiffres sont attendus.")
		return
	}
	typed := strings.ReplaceAll(m[1], " ", "")
	code := zeros(typed, 5)
	switch {
	case !postalShape.MatchString(code):
		c.refuse(codePostalForme, c.quoted()+" n'est pas un code postal : aucun département français ne commence ainsi.")
	case code != typed && n.communes != nil && !n.communes.KnownPostalCode(code):
		c.repaired(zerosRemis, code, "Le code postal avait perdu son zéro de tête : "+c.quoted()+" est devenu "+code+", que La Poste ne connaît pas sauf comme CEDEX.")
	case code != typed:
		c.sayZeros("Le code postal", code)
	default:
		c.keep(code)
	}
}

// readINSEE reads the official code of a commune by its form; whether it exists
// is settled with the rest of the address.
func readINSEE(_ *Normaliser, c *cell) {
	typed := c.code("INSEE")
	code := typed
	if len(typed) == 4 && allDigits(typed) {
		code = "0" + typed
	}
	switch {
	case !inseeShape.MatchString(code):
		c.refuse(inseeForme, c.quoted()+" n'est pas un code INSEE de commune : 5 chiffres sont attendus, ou 2A et 2B pour la Corse.")
	case code != typed:
		c.sayZeros("Le code INSEE", code)
	default:
		c.keep(code)
	}
}
