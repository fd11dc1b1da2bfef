package normalise

import (
	"regexp"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

var (
	registerShape = regexp.MustCompile(`^(?:N°?|FICHE)?(RNCP|RS)?(?:N°?)?0*([1-9]\d{0,6})$`)
	registerPage  = regexp.MustCompile(`(?i)/(RNCP|RS)/(\d{1,7})/?$`)
	cfdShape      = regexp.MustCompile(`^\d{2}[0-9A-Z]\d{4}[0-9A-Z]$`)
	cfdLetter     = regexp.MustCompile(`^\d{2}[0-9A-Z]\d{4}[0-9A-Z][A-Z]$`)
)

func readRNCP(_ *Normaliser, c *cell) { c.readRegister("RNCP", rncpForme) }

func readRS(_ *Normaliser, c *cell) { c.readRegister("RS", rsForme) }

// readRegister reads numbers of fiches, with or without the prefix, bare or as
// the address of their page.
func (c *cell) readRegister(prefix string, forme finding.Rule) {
	separators := ";,\n|#"
	if !strings.Contains(c.raw, "://") {
		separators += "/"
	}
	for _, item := range splitAny(c.raw, separators) {
		named, number := registerNumber(item)
		if number == "" || named != "" && named != prefix {
			c.leaveOut(forme, item, "un numéro de fiche "+prefix)
			continue
		}
		c.addCode(prefix + number)
	}
	c.firstInText()
}

// registerNumber gives the register that an item names, if it does, and the
// number of the fiche, empty when there is none.
func registerNumber(item string) (register, number string) {
	if m := registerPage.FindStringSubmatch(item); m != nil {
		return strings.ToUpper(m[1]), strings.TrimLeft(m[2], "0")
	}
	code := strings.TrimSuffix(strings.ToUpper(item), ".0")
	if m := registerShape.FindStringSubmatch(codeSeparators.Replace(code)); m != nil {
		return m[1], m[2]
	}
	return "", ""
}

// firstInText puts the first of a list in the text too.
func (c *cell) firstInText() {
	c.lostWhenEmpty()
	if len(c.value.List) > 0 {
		c.keep(c.value.List[0])
	}
}

// readCFD reads diploma codes of the éducation nationale: 8 characters, of which
// Excel may have lost the first zero, and that the letter of a speciality may
// follow.
func readCFD(_ *Normaliser, c *cell) {
	for _, item := range codeItems(c.raw) {
		typed := codeSeparators.Replace(strings.TrimSuffix(strings.ToUpper(item), ".0"))
		switch code := zeros(typed, 8); {
		case strings.Trim(typed, "0") == "": // stands for none
		case cfdShape.MatchString(typed):
			c.addCode(typed)
		case len(typed) == 7 && cfdShape.MatchString(code):
			c.addCode(code)
			c.sayZeros("Le code diplôme", code)
		case cfdLetter.MatchString(typed):
			c.addCode(typed[:8])
			c.info(cfdLettre, typed[:8], "La lettre de spécialité qui suit le code diplôme a été retirée : "+typed+" est devenu "+typed[:8]+".")
		default:
			c.leaveOut(cfdForme, item, "un code diplôme : 8 caractères sont attendus")
		}
	}
	c.firstInText()
}
