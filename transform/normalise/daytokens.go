package normalise

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// serialShape is a day as spreadsheets store it: a count of five digits, with a
// fraction when there is a time of day.
var serialShape = regexp.MustCompile(`^(\d{5})(?:[.,]\d+)?$`)

// serialEpoch is the day 0 of Excel's 1900 epoch. Excel believes in a 29
// February 1900; serials after it, the only ones that are likely here, count
// from 30 December 1899.
var serialEpoch = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)

func parseSerial(s string) (day, bool) {
	m := serialShape.FindStringSubmatch(s)
	if m == nil {
		return day{}, false
	}
	n, _ := strconv.Atoi(m[1])
	t := serialEpoch.AddDate(0, 0, n)
	return day{t.Year(), int(t.Month()), t.Day()}, true
}

// timeOfDay is what may follow a day.
var timeOfDay = regexp.MustCompile(`(?i)[ T]\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?$`)

// dayTokens cuts a date into its numbers and words, folded, without what says
// nothing of the day. A mark that no date has makes one token nothing knows.
func dayTokens(s string) (tokens []string) {
	s = timeOfDay.ReplaceAllString(oneLine(s), "")
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" /.-,’'", r) }) {
		for _, token := range splitDigits(part) {
			if !dayNoise[token] {
				tokens = append(tokens, token)
			}
		}
	}
	return tokens
}

// splitDigits cuts « 1er » and « sept2026 » where digits meet letters.
func splitDigits(s string) (tokens []string) {
	from, digit := 0, false
	for i, r := range s {
		is := unicode.IsDigit(r)
		if i > from && is != digit {
			tokens = append(tokens, dayToken(s[from:i]))
			from = i
		}
		digit = is
	}
	return append(tokens, dayToken(s[from:]))
}

// dayToken folds a word; what folds to nothing stays, to be refused.
func dayToken(s string) string {
	if folded := fold(s); folded != "" {
		return folded
	}
	return s
}

// dayNoise are the words of a date that say nothing of it.
var dayNoise = map[string]bool{
	"le": true, "er": true, "lundi": true, "mardi": true, "mercredi": true, "jeudi": true, "vendredi": true, "samedi": true, "dimanche": true,
	"lun": true, "mer": true, "jeu": true, "ven": true, "sam": true, "dim": true,
}

// months gives the number of a month by its names, French and English, folded.
var months = map[string]int{
	"janvier": 1, "janv": 1, "jan": 1, "january": 1,
	"fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2,
	"mars": 3, "mar": 3, "march": 3,
	"avril": 4, "avr": 4, "april": 4, "apr": 4,
	"mai": 5, "may": 5,
	"juin": 6, "jun": 6, "june": 6,
	"juillet": 7, "juil": 7, "jul": 7, "july": 7,
	"aout": 8, "aug": 8, "august": 8,
	"septembre": 9, "sept": 9, "sep": 9, "september": 9,
	"octobre": 10, "oct": 10, "october": 10,
	"novembre": 11, "nov": 11, "november": 11,
	"decembre": 12, "dec": 12, "december": 12,
}

// readMonths reads months of entry, as numbers or names: « 9,10,11 ».
func readMonths(_ *Normaliser, c *cell) {
	for _, item := range splitAny(c.raw, ";,/\n| ") {
		number, err := strconv.Atoi(strings.TrimSuffix(item, ".0"))
		if err != nil {
			number = months[fold(item)]
		}
		switch {
		case fold(item) == "et":
		case number < 1 || number > 12:
			c.leaveOut(moisForme, item, "un mois : un nombre de 1 à 12, ou son nom, est attendu")
		default:
			c.addCode(strconv.Itoa(number))
		}
	}
	c.lostWhenEmpty()
}
