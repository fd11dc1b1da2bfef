package merge

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// debut is the beginning of a session: its date, else its month of entry without
// a year. A session begins once: of several months the first listed is kept, the
// others are told to staff and stand nowhere, because a session for each of them
// would be invented. stated is false when the rows have neither column.
func debut(s statement) (d offre.Date, others []int, stated bool) {
	stated = s.has(layout.SessionDebut) || s.has(layout.SessionMoisEntree)
	if day := s.text(layout.SessionDebut); day != "" {
		return offre.Date(day), nil, stated
	}
	months := monthsOf(s.of(layout.SessionMoisEntree).value)
	if len(months) == 0 {
		return "", nil, stated
	}
	return offre.MakeDate(0, months[0], 0), months[1:], stated
}

// monthsOf reads the numbers from 1 to 12 of a value, in order, without doubles.
func monthsOf(v value) (months []int) {
	met := [13]bool{}
	for _, item := range v.items() {
		for _, word := range strings.FieldsFunc(item, func(r rune) bool { return !unicode.IsDigit(r) }) {
			if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= 12 && !met[n] {
				met[n] = true
				months = append(months, n)
			}
		}
	}
	return months
}

var monthNames = [...]string{1: "janvier", "février", "mars", "avril", "mai", "juin",
	"juillet", "août", "septembre", "octobre", "novembre", "décembre"}

func otherMonths(id string, s statement, kept offre.Date, others []int) finding.Finding {
	names := make([]string, len(others))
	for i, m := range others {
		names[i] = monthNames[m]
	}
	_, first, _, _ := kept.Parts()
	r := s.of(layout.SessionMoisEntree).from
	found := about(plusieursMois, r, layout.SessionMoisEntree, id, "")
	found.After = day(kept)
	found.Message = "Plusieurs mois d'entrée pour une seule session : " + monthNames[first] + " est gardé, " +
		strings.Join(names, ", ") + " n'est pas repris."
	return found
}
