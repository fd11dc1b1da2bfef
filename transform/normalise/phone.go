package normalise

import (
	"regexp"
	"strings"
)

var (
	phoneLabel   = regexp.MustCompile(`(?i)^(?:t[ée]l(?:[ée]phone)?|port(?:able)?|fixe|mobile|fax|n°)\b\.? *(?:n°)? *:? *`)
	phoneRemark  = regexp.MustCompile(`(?i)^([+\d][\d .+()/_-]{8,}?)[ ,(–-]*(?:\pL.*)$`)
	phoneBreaks  = regexp.MustCompile(`(?i) *(?:[/;,\n|]| ou | et | - (?:0|\+)) *`)
	phoneAllowed = "0123456789 .-_/()+"
)

// readPhone reads a number; of several, the first.
func readPhone(_ *Normaliser, c *cell) {
	if scientific.MatchString(c.raw) {
		c.sayScientific()
		return
	}
	first, others := firstPhone(c.raw)
	phone, repair := readNumber(first)
	if phone == "" {
		c.refuse(telephoneForme, c.quoted()+" n'est pas un numéro de téléphone : 10 chiffres sont attendus, ou l'indicatif du pays précédé de +.")
		return
	}
	c.keep(phone)
	c.sayPhone(repair, phone)
	if others {
		c.warn(plusieursValeurs, phone, "La cellule contient plus qu'un numéro de téléphone : seul le premier, "+phone+", est gardé.")
	}
}

func (c *cell) sayPhone(repair phoneRepair, phone string) {
	switch repair {
	case zeroPutBack:
		c.sayZeros("Le numéro de téléphone", phone)
	case prefixDropped:
		c.info(telephoneIndicatif, phone, "L'indicatif de la France a été remplacé par le zéro : "+c.quoted()+" est devenu "+phone+".")
	}
}

// firstPhone gives the first number of a cell and whether it holds anything
// else. A slash may stand between two numbers or between the pairs of one.
func firstPhone(raw string) (first string, others bool) {
	raw = phoneLabel.ReplaceAllString(raw, "")
	if phone, _ := readNumber(raw); phone != "" {
		return raw, false
	}
	if at := phoneBreaks.FindStringIndex(raw); at != nil {
		first, others = raw[:at[0]], true
	} else {
		first = raw
	}
	if m := phoneRemark.FindStringSubmatch(first); m != nil {
		return m[1], true
	}
	return first, others
}

type phoneRepair uint8

const (
	phoneAsTyped phoneRepair = iota
	zeroPutBack
	prefixDropped
)

// readNumber reads one number: a French one in pairs, « 02 31 00 00 02 », or one
// of another country with its prefix. It is empty when s is neither.
func readNumber(s string) (string, phoneRepair) {
	s = strings.TrimSpace(oneLine(s))
	if s == "" || strings.Trim(s, phoneAllowed) != "" || strings.LastIndex(s, "+") > 0 {
		return "", phoneAsTyped
	}
	digits := keepDigits(s)
	switch {
	case strings.HasPrefix(s, "+33"), len(digits) == 11 && strings.HasPrefix(digits, "33"):
		return french("0"+strings.TrimPrefix(digits[2:], "0"), prefixDropped)
	case strings.HasPrefix(digits, "0033"):
		return french("0"+strings.TrimPrefix(digits[4:], "0"), prefixDropped)
	case s[0] == '+':
		return international(s[1:], digits)
	case strings.HasPrefix(digits, "00"):
		return international(digits[2:], digits[2:])
	case len(digits) == 9:
		return french("0"+digits, zeroPutBack)
	case len(digits) == 4 && (digits[0] == '3' || digits[:2] == "10"):
		return digits[:2] + " " + digits[2:], phoneAsTyped
	}
	return french(digits, phoneAsTyped)
}

func keepDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// french writes ten digits in pairs.
func french(digits string, repair phoneRepair) (string, phoneRepair) {
	if len(digits) != 10 || digits[0] != '0' || digits[1] == '0' {
		return "", phoneAsTyped
	}
	var b strings.Builder
	for i := 0; i < len(digits); i += 2 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(digits[i : i+2])
	}
	return b.String(), repair
}

// maxPhone is LHEO's length of a number.
const maxPhone = 25

// international writes the number of another country in the groups it was typed
// in. E.164 allows 15 digits.
func international(typed, digits string) (string, phoneRepair) {
	if len(digits) < 7 || len(digits) > 15 || digits[0] == '0' {
		return "", phoneAsTyped
	}
	groups := strings.FieldsFunc(typed, func(r rune) bool { return r < '0' || r > '9' })
	phone := "+" + strings.Join(groups, " ")
	if len(phone) > maxPhone {
		phone = "+" + digits
	}
	return phone, phoneAsTyped
}
