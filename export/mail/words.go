package mail

import (
	"fmt"
	"strings"
	"time"
)

var (
	frenchMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
		"septembre", "octobre", "novembre", "décembre"}
	frenchDays = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
)

// frenchDay reads « mardi 1er décembre 2026 ».
func frenchDay(t time.Time) string {
	day := fmt.Sprint(t.Day())
	if day == "1" {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %s %d", frenchDays[t.Weekday()], day, frenchMonths[t.Month()-1], t.Year())
}

// frenchInstant reads « mardi 1er décembre 2026 à 2 h 15 », in the zone of now.
func frenchInstant(t, now time.Time) string {
	t = t.In(now.Location())
	return fmt.Sprintf("%s à %s", frenchDay(t), frenchHour(t))
}

func frenchHour(t time.Time) string { return fmt.Sprintf("%d\u00a0h\u00a0%02d", t.Hour(), t.Minute()) }

// frenchDuration reads « 2 h 05 min », « 48 s ».
func frenchDuration(d time.Duration) string {
	d = d.Round(time.Second)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d\u00a0s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d\u00a0min\u00a0%02d\u00a0s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d\u00a0h\u00a0%02d\u00a0min", int(d.Hours()), int(d.Minutes())%60)
}

// count reads « 1 ligne », « 4 262 lignes »; each word of the noun takes the plural,
// but those after « de », « à », « en » and the like.
func count(n int, noun string) string {
	if n < 2 {
		return number(n) + "\u00a0" + noun
	}
	list := strings.Split(noun, " ")
	for i, word := range list {
		switch word {
		case "à", "de", "en":
			return number(n) + "\u00a0" + strings.Join(list, " ")
		}
		if !strings.HasSuffix(word, "x") && !strings.HasSuffix(word, "s") {
			list[i] = word + "s"
		}
	}
	return number(n) + "\u00a0" + strings.Join(list, " ")
}

// number groups thousands with a narrow space that does not break.
func number(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "\u202f" + digits[i:]
	}
	return digits
}

// size reads « 812 octets », « 14 Kio », « 1,4 Mio ».
func size(n int64) string {
	switch {
	case n < 1<<10:
		return count(int(n), "octet")
	case n < 1<<20:
		return fmt.Sprintf("%d\u00a0Kio", (n+1<<9)>>10)
	case n < 1<<30:
		return decimal(float64(n)/(1<<20)) + "\u00a0Mio"
	}
	return decimal(float64(n)/(1<<30)) + "\u00a0Gio"
}

func decimal(x float64) string { return strings.Replace(fmt.Sprintf("%.1f", x), ".", ",", 1) }

// quoted reads « novembre.xlsx ».
func quoted(text string) string { return "«\u00a0" + line(text, maxNamed) + "\u00a0»" }
