package normalise

import (
	"regexp"
	"strconv"
	"strings"
)

// uaiLetters gives the key letter of a number by its remainder by 23.
const uaiLetters = "ABCDEFGHJKLMNPRSTUVWXYZ"

// uaiBreaks are what people put between several.
var uaiBreaks = strings.NewReplacer(",", ";", "/", ";", "|", ";", " ou ", ";")

var uaiShape = regexp.MustCompile(`^\d{4,7}[A-Z]$`)

// uaiKey is the letter that a UAI of this number bears.
func uaiKey(number string) string {
	n, _ := strconv.Atoi(number)
	return uaiLetters[n%23 : n%23+1]
}

// readUAI reads 7 digits and a letter; of several, the first.
func readUAI(_ *Normaliser, c *cell) {
	items := splitAny(uaiBreaks.Replace(c.raw), ";\n")
	if len(items) == 0 {
		return
	}
	first := uaiCode(items[0])
	if !uaiShape.MatchString(first) {
		c.refuse(uaiForme, c.quoted()+" n'est pas un UAI : 7 chiffres et une lettre sont attendus.")
		return
	}
	c.uaiKept(first)
	if len(items) > 1 && !c.lost {
		c.warn(plusieursValeurs, c.value.Text, "La cellule contient plusieurs UAI : seul le premier, "+c.value.Text+", est gardé.")
	}
}

func uaiCode(s string) string {
	return codeSeparators.Replace(strings.TrimPrefix(strings.ToUpper(s), "UAI"))
}

func (c *cell) uaiKept(uai string) {
	number, letter := uai[:len(uai)-1], uai[len(uai)-1:]
	switch right := uaiKey(number) == letter; {
	case right && len(number) < 7:
		c.sayZeros("L'UAI", zeros(uai, 8))
	case right:
		c.keep(uai)
	case len(number) == 7:
		c.keep(uai)
		c.warn(uaiCle, "", "L'UAI "+uai+" est faux : sa lettre devrait être "+uaiKey(number)+", un chiffre ou la lettre est sans doute mal recopié.")
	default:
		c.refuse(uaiForme, c.quoted()+" n'est pas un UAI : il lui manque des chiffres, et sa lettre ne permet pas de les retrouver.")
	}
}
