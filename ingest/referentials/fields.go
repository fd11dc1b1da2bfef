package referentials

import (
	"strconv"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// label is a title without which the row is nothing.
func (r *reading) label(c col) (text string, ok bool) {
	if text = r.text(c); text == "" {
		r.say(r.about(c, finding.Error, "referentiel-libelle-absent",
			"Le libellé est vide : la ligne n'est pas chargée.", mendSource))
		return "", false
	}
	return text, true
}

// number is a whole number within bounds, 0 when the row does not state it.
func (r *reading) number(c col, least, most int, what string) int {
	raw := r.cell(c)
	if raw == "" {
		return 0
	}
	n, err := strconv.Atoi(raw)
	if err != nil || n < least || n > most {
		r.say(r.about(c, finding.Warning, "referentiel-valeur",
			"« "+finding.Cut(raw, 40)+" » n'est pas "+what+" : la valeur est laissée vide.", mendSource))
		return 0
	}
	return n
}

// day is a date written JJ/MM/AAAA, given as AAAAMMJJ.
func (r *reading) day(c col) string {
	raw := r.cell(c)
	if raw == "" {
		return ""
	}
	t, err := time.Parse("02/01/2006", raw)
	if err != nil {
		r.say(r.about(c, finding.Warning, "referentiel-valeur",
			"« "+finding.Cut(raw, 40)+" » n'est pas une date (JJ/MM/AAAA) : la valeur est laissée vide.", mendSource))
		return ""
	}
	return t.Format("20060102")
}
