package merge

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
)

// subjects says which things a row speaks of. A row of the own workbook speaks
// of one; a row of a flat export may speak of an organisme, a formation and a
// session at once.
type subjects struct {
	organisme     bool
	interlocuteur bool
	formation     bool // it describes it; to name the formation of a session is not to describe it
	session       bool
}

func (s subjects) none() bool { return s == subjects{} }

// subjectsOf reads them from the columns that the row has.
func subjectsOf(r *row) subjects {
	var has struct{ siret, organisme, interlocuteur, person, named, formation, session, dated bool }
	for f, v := range r.cells.all() {
		switch noun, _, _ := strings.Cut(string(f), "."); noun {
		case "organisme":
			has.siret = has.siret || f == layout.OrganismeSIRET
			has.organisme = has.organisme || f != layout.OrganismeSIRET && f != layout.OrganismeID
		case "interlocuteur":
			has.interlocuteur = true
			has.person = has.person || !v.blank()
		case "formation":
			has.named = has.named || names(f)
			has.formation = has.formation || !names(f)
		case "session":
			has.session = true
			has.dated = has.dated || !v.blank()
		}
	}
	alone := !has.interlocuteur && !has.session
	return subjects{
		organisme:     has.organisme || has.siret && alone && !has.named && !has.formation,
		interlocuteur: has.person || has.interlocuteur && !has.organisme && !has.formation && !has.session,
		formation:     has.formation || has.named && alone && !has.organisme,
		session:       has.dated || has.session && !has.formation,
	}
}

// names reports whether a field tells which formation, and nothing of it.
func names(f layout.Field) bool {
	return f == layout.FormationID || f == layout.FormationReference || f == layout.FormationResponsable
}
