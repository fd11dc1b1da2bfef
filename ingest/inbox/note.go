package inbox

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// notice is the name of the page beside a file that is set aside.
const notice = "LISEZ-MOI.txt"

// note is that page. Its lines end as on Windows, where it is read.
func (f File) note(r Reason, attempts int, now time.Time) []byte {
	from := "déposé à la racine du dossier"
	if f.Sender != "" {
		from = "déposé dans le dossier « " + shown(f.Sender) + " »"
	}
	do := r.Do
	if do == "" {
		do = "Corrigez le fichier, puis déposez-le à nouveau dans le dossier de dépôt."
	}
	lines := []string{
		"Ce fichier n’a pas été chargé dans Passerelle : il est mis de côté.",
		"",
		"Fichier : " + shown(f.Name),
		fmt.Sprintf("          %s, %s, daté du %s", size(f.Size), from, f.ModTime.In(now.Location()).Format("02/01/2006 à 15:04")),
		"Écarté  : le " + now.Format("02/01/2006 à 15:04"),
		"Raison  : " + shown(r.Why) + ".",
	}
	if attempts > 0 {
		lines = append(lines, fmt.Sprintf("Essais  : %d", attempts))
	}
	lines = append(lines, "",
		"Que faire ?", shown(do),
		"Tant que ce n’est pas fait, rien de ce fichier n’est au catalogue ; ce qui y était avant y reste.",
		"Ce dossier peut être supprimé quand il ne sert plus : Passerelle n’y revient pas.", "")
	return []byte("\ufeff" + strings.Join(lines, "\r\n"))
}

// size says bytes in French.
func size(n int64) string {
	switch {
	case n < 2:
		return fmt.Sprintf("%d octet", n)
	case n < 1<<10:
		return fmt.Sprintf("%d octets", n)
	case n < 1<<20:
		return fmt.Sprintf("%d Kio", n>>10)
	}
	return fmt.Sprintf("%d Mio", n>>20)
}

// shown is a text of a stranger on one line, without what does not show.
func shown(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if runes := []rune(s); len(runes) > 1000 {
		return string(runes[:1000]) + "…"
	}
	return s
}
