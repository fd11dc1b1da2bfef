package normalise

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Years outside which a date of a training offer is a mistake.
const (
	firstYear = 1950
	lastYear  = 2100
)

// readDay reads a date, whole or partial, into LHEO's form.
func readDay(_ *Normaliser, c *cell) {
	day, ok := parseDay(c.raw)
	switch {
	case !ok:
		c.refuse(dateForme, c.quoted()+" n'est pas une date.")
	case !day.exists():
		c.refuse(dateInexistante, "La date "+c.quoted()+" n'existe pas.")
	case !day.likely():
		c.refuse(dateImprobable, fmt.Sprintf("La date %s est improbable : l'année %d est hors du domaine de l'offre.", c.quoted(), day.an))
	default:
		c.keep(string(offre.MakeDate(day.an, day.mois, day.jour)))
		c.sayPartial(day)
	}
}

// sayPartial says that a date lacks a part, and what that costs; a date that is
// said to be unknown lacks them all.
func (c *cell) sayPartial(d day) {
	lacks := ""
	switch {
	case d == day{}:
		return
	case d.an == 0:
		lacks = "ne donne pas l'année"
	case d.mois == 0:
		lacks = "ne donne que l'année"
	case d.jour == 0:
		lacks = "ne donne pas le jour"
	default:
		return
	}
	costs := "elle est diffusée ainsi"
	if c.field == layout.SessionDebut || c.field == layout.SessionFin {
		costs = "les cibles qui veulent des dates au jour près ne prennent pas la session, à moins que le catalogue n'en connaisse déjà le jour"
	}
	c.warn(datePartielle, "", "La date "+c.quoted()+" "+lacks+" : "+costs+".")
}

// day is a date of which parts may be unknown, and then are 0.
type day struct{ an, mois, jour int }

// exists reports that the calendar has such a day; of an unknown year, a leap
// one might.
func (d day) exists() bool {
	switch {
	case d.mois == 0:
		return d.jour == 0
	case d.mois > 12:
		return false
	case d.jour == 0:
		return true
	}
	an := d.an
	if an == 0 {
		an = 2000
	}
	return time.Date(an, time.Month(d.mois), d.jour, 0, 0, 0, 0, time.UTC).Day() == d.jour
}

func (d day) likely() bool {
	return d.an == 0 || d.an >= firstYear && d.an <= lastYear
}

func (d day) good() bool { return d.exists() && d.likely() }

// parseDay reads the forms that people and spreadsheets give a date.
func parseDay(s string) (day, bool) {
	if serial, ok := parseSerial(s); ok {
		return serial, true
	}
	var numbers []int
	shape := ""
	for _, token := range dayTokens(s) {
		if len(shape) > 3 {
			return day{}, false
		}
		switch month, known := months[token]; {
		case allDigits(token) && len(token) <= 8:
			n, _ := strconv.Atoi(token)
			numbers = append(numbers, n)
			shape += strconv.Itoa(len(token))
		case known:
			numbers = append(numbers, month)
			shape += "m"
		default:
			return day{}, false
		}
	}
	return assemble(shape, numbers)
}

// assemble gives its meaning to each number of a date by the shape of the whole:
// the count of digits of each number, m for a month in letters.
func assemble(shape string, n []int) (day, bool) {
	switch strings.ReplaceAll(shape, "1", "2") {
	case "8":
		return compact(n[0]), true
	case "4":
		return day{an: n[0]}, true
	case "42", "4m":
		return day{an: n[0], mois: n[1]}, true
	case "24", "m4":
		return day{an: n[1], mois: n[0]}, true
	case "422", "4m2":
		return day{n[0], n[1], n[2]}, true
	case "224", "2m4":
		return day{n[2], n[1], n[0]}, true
	case "222", "2m2":
		return day{century(n[2]), n[1], n[0]}, true
	case "m":
		return day{mois: n[0]}, true
	case "m2":
		return day{an: century(n[1]), mois: n[0]}, true
	case "2m":
		return day{mois: n[1], jour: n[0]}, true
	}
	return day{}, false
}

// compact reads eight digits: AAAAMMJJ, LHEO's own, or else JJMMAAAA.
func compact(n int) day {
	if n == 0 || n == 99999999 {
		return day{}
	}
	lheo := day{n / 10000, n / 100 % 100, n % 100}
	typed := day{n % 10000, n / 10000 % 100, n / 1000000}
	if !lheo.good() && typed.good() && typed.an > 0 {
		return typed
	}
	return lheo
}

// century places a year of two digits between 1970 and 2069.
func century(an int) int {
	if an < 70 {
		return 2000 + an
	}
	return 1900 + an
}
