package normalise

import (
	"regexp"
	"strconv"
	"strings"
)

// units are what people write after a number, folded.
var units = map[string]bool{
	"": true, "h": true, "heure": true, "heures": true, "hrs": true, "hr": true, "place": true, "places": true, "personne": true,
	"personnes": true, "stagiaires": true, "stagiaire": true, "apprentis": true, "apprenants": true, "candidats": true,
	"euros": true, "euro": true, "eur": true, "ttc": true, "euros ttc": true, "h ttc": true, "eur ttc": true, "ht": false,
}

// maxCount bounds counts: it is LHEO's for numbers of hours.
const maxCount = 99_999

// readInteger reads a count; 70.0 is one, 70.3 is not.
func readInteger(_ *Normaliser, c *cell) {
	whole, fraction, ok := splitNumber(c.raw)
	n, err := strconv.Atoi(whole)
	switch {
	case !ok || err != nil:
		c.refuse(nombreForme, c.quoted()+" n'est pas un nombre entier.")
	case strings.Trim(fraction, "0") != "":
		c.refuse(nombreForme, c.quoted()+" n'est pas un nombre entier : il a des décimales.")
	case n > maxCount:
		c.refuse(nombreForme, c.quoted()+" est trop grand pour un nombre d'heures ou de places.")
	default:
		c.keep(strconv.Itoa(n))
	}
}

// maxAmount is what LHEO's ten characters hold, with two decimals, in euros.
const maxAmount = 9_999_999

// readDecimal reads an amount, to the cent.
func readDecimal(_ *Normaliser, c *cell) {
	whole, fraction, ok := splitNumber(c.raw)
	value, err := strconv.ParseFloat(whole+"."+fraction, 64)
	switch {
	case !ok || err != nil:
		c.refuse(nombreForme, c.quoted()+" n'est pas un montant.")
	case value > maxAmount:
		c.refuse(nombreForme, c.quoted()+" est trop grand pour un montant en euros.")
	default:
		c.keep(amount(value))
	}
}

// amount writes euros to the cent, without needless zeros: spreadsheets store
// 12.5 as 12.499999999999998.
func amount(value float64) string {
	text := strconv.FormatFloat(value, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// numberShape is a number as people and spreadsheets write it: thousands apart
// by spaces, or by dots before a decimal comma.
var numberShape = regexp.MustCompile(`^(\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3})+|\d{1,12})(?:([.,])(\d{1,20}))?$`)

var (
	moneyMarks = strings.NewReplacer("€", " ", "\n", " ")
	thousands  = strings.NewReplacer(" ", "", ".", "")
)

// splitNumber gives the digits of a number before and after its decimal mark.
// « 2.500 » alone may be thousands or decimals: it is refused.
func splitNumber(s string) (whole, fraction string, ok bool) {
	s = strings.TrimSpace(moneyMarks.Replace(s))
	end := strings.LastIndexAny(s, "0123456789") + 1
	if !units[fold(s[end:])] {
		return "", "", false
	}
	m := numberShape.FindStringSubmatch(s[:end])
	if m == nil || m[2] == "." && strings.Contains(m[1], ".") {
		return "", "", false
	}
	if m[2] == "" && strings.Contains(m[1], ".") || m[2] == "," && len(m[3]) == 3 && m[1] != "0" {
		return "", "", false
	}
	return thousands.Replace(m[1]), m[3], true
}

// readBoolean reads oui or non as LHEO's "1" or "0".
func readBoolean(_ *Normaliser, c *cell) {
	if value, ok := booleans[fold(c.raw)]; ok {
		c.keep(value)
		return
	}
	c.refuse(ouiNon, c.quoted()+" n'est ni oui ni non.")
}

var booleans = map[string]string{
	"oui": "1", "o": "1", "x": "1", "vrai": "1", "true": "1", "1": "1", "yes": "1", "y": "1", "ok": "1", "v": "1", "1 0": "1",
	"non": "0", "n": "0", "faux": "0", "false": "0", "0": "0", "no": "0", "f": "0", "0 0": "0", "aucun": "0", "aucune": "0",
}
