package normalise

import (
	"regexp"
	"strconv"
	"strings"
)

// scientific is a long number as Excel shows it: 7,32829E+13.
var scientific = regexp.MustCompile(`^(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})$`)

// unscientific writes out a number in scientific notation. whole is false when
// digits of it are lost: no zero is put in their place.
func unscientific(s string) (digits string, is, whole bool) {
	m := scientific.FindStringSubmatch(s)
	if m == nil {
		return s, false, true
	}
	exponent, _ := strconv.Atoi(m[3])
	return m[1] + m[2], true, len(m[2]) == exponent
}

// sayScientific refuses a number whose digits Excel dropped.
func (c *cell) sayScientific() {
	c.refuse(notationScientifique, "Le numéro "+c.quoted()+" est en notation scientifique : des chiffres sont perdus.")
}

// code is the cell as a code: capitals, without the label before it, separators
// nor the « .0 » of numbers. Labels are in capitals.
func (c *cell) code(labels ...string) string {
	s := strings.ToUpper(strings.TrimSuffix(strings.TrimSuffix(oneLine(c.raw), ".0"), ",0"))
	for _, label := range labels {
		s = strings.TrimLeft(strings.TrimPrefix(s, label), " :.")
	}
	return codeSeparators.Replace(s)
}

var codeSeparators = strings.NewReplacer(" ", "", ".", "", "-", "", "_", "", "/", "", ":", "", "'", "", "°", "")

// allDigits reports that s is made of digits, and of at least one.
func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// zeros puts the zeros back that make s as long as it should be.
func zeros(s string, length int) string {
	return strings.Repeat("0", max(0, length-len(s))) + s
}

// sayZeros keeps a code whose zeros were put back.
func (c *cell) sayZeros(what, code string) {
	c.repaired(zerosRemis, code, what+" avait perdu ses zéros de tête : "+c.quoted()+" est devenu "+code+".")
}
