package normalise

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// shape reads one token of a cell as a code of a nomenclature.
type shape func(token string) (code string, ok bool)

var (
	romeShape       = regexp.MustCompile(`^[A-N]\d{4}$`)
	formacodeShape  = regexp.MustCompile(`^[1-9]\d{4}$`)
	nsfShape        = regexp.MustCompile(`^([1-9]\d{2})[A-Z]{0,2}$`)
	certifInfoShape = regexp.MustCompile(`^[1-9]\d{0,9}$`)
)

func readROME(_ *Normaliser, c *cell) {
	c.readCodes(matching(romeShape), romeForme, "un code ROME : une lettre et 4 chiffres sont attendus")
}

func readFormacode(_ *Normaliser, c *cell) {
	c.readCodes(matching(formacodeShape), formacodeForme, "un Formacode : 5 chiffres sont attendus")
}

// readNSF reads groups of three digits; the letter after them says the function,
// which LHEO does not take.
func readNSF(_ *Normaliser, c *cell) {
	lettered := false
	c.readCodes(func(token string) (string, bool) {
		m := nsfShape.FindStringSubmatch(token)
		if m == nil {
			return "", false
		}
		lettered = lettered || m[1] != token
		return m[1], true
	}, nsfForme, "un code NSF : 3 chiffres sont attendus")
	if lettered {
		c.info(nsfLettre, strings.Join(c.value.List, " ; "), "La lettre qui suit le code NSF a été retirée : seuls ses 3 chiffres sont publiés.")
	}
}

func matching(re *regexp.Regexp) shape {
	return func(token string) (string, bool) { return token, re.MatchString(token) }
}

// readCodes reads a list of codes, with or without their labels. What is not a
// code is left out and said.
func (c *cell) readCodes(read shape, forme finding.Rule, what string) {
	for _, item := range codeItems(c.raw) {
		if !c.readItem(item, read) {
			c.leaveOut(forme, item, what)
		}
	}
	c.lostWhenEmpty()
}

// readItem takes the codes of one item: « G1602 », « G1602 - Personnel de
// cuisine » or « G1602 G1603 ».
func (c *cell) readItem(item string, read shape) (ok bool) {
	for _, token := range strings.FieldsFunc(strings.ToUpper(item), notAlphanumeric) {
		code, is := read(token)
		if is {
			c.addCode(code)
			ok = true
		} else if !ok && hasDigit(token) {
			return false
		}
	}
	return ok
}

func notAlphanumeric(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

func (c *cell) addCode(code string) {
	if len(c.value.List) < maxItems && !slices.Contains(c.value.List, code) {
		c.value.List = append(c.value.List, code)
	}
}

// maxLeftOut is how many items of one cell are told of; nobody reads more.
const maxLeftOut = 5

// leaveOut says that one item of a list could not be read.
func (c *cell) leaveOut(r finding.Rule, item, what string) {
	c.left++
	message := "« " + finding.Cut(item, 60) + " » n'est pas " + what + " ; l'élément est laissé de côté."
	switch {
	case c.left > maxLeftOut:
		return
	case c.left == maxLeftOut:
		message += " Les suivants ne sont pas détaillés."
	}
	c.warn(r, strings.Join(c.value.List, " ; "), message)
}

// lostWhenEmpty makes a list of which nothing could be read a value that states
// nothing; a column that must be filled then refuses the row.
func (c *cell) lostWhenEmpty() {
	if len(c.value.List) > 0 {
		return
	}
	c.lost = true
	if c.column.Required && len(c.row.Findings) > 0 {
		c.row.Findings[len(c.row.Findings)-1].Severity = finding.Error
	}
}

// codeItems splits a cell at what people put between codes.
func codeItems(s string) []string {
	return splitAny(s, ";,/\n|#")
}

// readCertifInfo reads Certif Info codes, each with a comment after a colon if
// need be, as CODE or CODE:comment. A comment may have commas.
func readCertifInfo(_ *Normaliser, c *cell) {
	for _, item := range splitAny(c.raw, ";\n|") {
		codes, comment, commented := strings.Cut(item, ":")
		list := codeItems(codes)
		for i, code := range list {
			if commented && i == len(list)-1 {
				c.addCertifInfo(code, strings.TrimSpace(comment))
			} else {
				c.addCertifInfo(code, "")
			}
		}
	}
	c.lostWhenEmpty()
}

func (c *cell) addCertifInfo(item, comment string) {
	code := strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.ToUpper(item), "CERTIFINFO"), "CERTIF INFO"))
	code, _, _ = strings.Cut(code, " ")
	code = strings.TrimSuffix(code, ".0")
	switch {
	case !certifInfoShape.MatchString(code):
		c.leaveOut(certifInfoForme, item, "un code Certif Info : des chiffres sont attendus")
	case c.hasCertifInfo(code):
	case comment != "":
		c.addCode(code + ":" + finding.Cut(comment, maxItem))
	default:
		c.addCode(code)
	}
}

func (c *cell) hasCertifInfo(code string) bool {
	return slices.ContainsFunc(c.value.List, func(kept string) bool {
		kept, _, _ = strings.Cut(kept, ":")
		return kept == code
	})
}
