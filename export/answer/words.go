package answer

import (
	"fmt"
	"strings"
	"time"
)

var frenchMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
	"septembre", "octobre", "novembre", "décembre"}

// frenchDay reads « 1er décembre 2026 ».
func frenchDay(t time.Time) string {
	day := fmt.Sprint(t.Day())
	if day == "1" {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %d", day, frenchMonths[t.Month()-1], t.Year())
}

// count reads « 1 ligne », « 4 262 lignes »; each word of the noun takes the plural.
func count(n int, noun string) string {
	if n > 1 {
		noun = strings.ReplaceAll(noun, " ", "s ") + "s"
	}
	return number(n) + " " + noun
}

// number groups thousands with a narrow space that does not break.
func number(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "\u202f" + digits[i:]
	}
	return digits
}
