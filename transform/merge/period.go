package merge

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// String reads « du 07/09/2026 au 30/06/2027 », with what is known.
func (p period) String() string {
	from, to := day(p.debut), day(p.fin)
	switch {
	case from == "" && to == "":
		return "sans date"
	case to == "":
		return "à partir du " + from
	case from == "":
		return "jusqu'au " + to
	}
	return "du " + from + " au " + to
}

// day writes a date as people read it; empty when nothing is known of it.
func day(d offre.Date) string {
	an, mois, jour, ok := d.Parts()
	switch {
	case !ok || an == 0 && mois == 0:
		return ""
	case mois == 0:
		return fmt.Sprintf("%04d", an)
	case an == 0:
		return fmt.Sprintf("mois %02d", mois)
	case jour == 0:
		return fmt.Sprintf("%02d/%04d", mois, an)
	}
	return fmt.Sprintf("%02d/%02d/%04d", jour, mois, an)
}
