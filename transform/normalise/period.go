package normalise

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// sessionFinAvantDebut refuses the row: no target can make sense of the session.
var sessionFinAvantDebut = finding.Rule{Code: "session-fin-avant-debut", Severity: finding.Error,
	Sentence: "La session finit avant de commencer.",
	Why:      "Les destinataires refusent une session dont la fin précède le début.",
	Remedy:   "Corrigez la date de début ou la date de fin.", Source: guideSession}

// checkPeriod refuses a session that ends before it begins.
func checkPeriod(row *Row) {
	debut, fin := offre.Date(row.Text(layout.SessionDebut)), offre.Date(row.Text(layout.SessionFin))
	if debut.After(fin) {
		row.sayOf(layout.SessionFin, sessionFinAvantDebut, finding.Error, inWords(fin), "",
			fmt.Sprintf("La session finit %s, avant de commencer %s : la ligne n'est pas reprise.", when(fin), when(debut)))
	}
}

// when completes « la session finit… »: « le 30/06/2027 », « en 06/2027 ».
func when(d offre.Date) string {
	if _, _, jour, _ := d.Parts(); jour > 0 {
		return "le " + inWords(d)
	}
	return "en " + inWords(d)
}

// inWords is a date as people write it, with what is known of it.
func inWords(d offre.Date) string {
	an, mois, jour, _ := d.Parts()
	switch {
	case jour > 0:
		return fmt.Sprintf("%02d/%02d/%d", jour, mois, an)
	case mois > 0:
		return fmt.Sprintf("%02d/%d", mois, an)
	}
	return fmt.Sprint(an)
}
