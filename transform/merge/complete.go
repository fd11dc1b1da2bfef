package merge

import (
	"maps"
	"slices"

	"github.com/carif-oref/passerelle/schemas/layout"
)

// naming is what a row calls its formation and session, kept when the row is
// refused: what a sender still names is not withdrawn, and is found in its file.
type naming struct {
	formation     call
	fiche         string // ID of the formation
	session       string // ID of the session
	sessionCalled string // reference of the session
	ofFormation   bool   // the row has columns of formations or sessions
	ofSession     bool   // some cell of its session is filled
}

func namingOf(r *row) *naming {
	n := &naming{
		formation: r.call(), fiche: r.text(layout.FormationID),
		session: r.text(layout.SessionID), sessionCalled: r.text(layout.SessionReference),
	}
	if n.formation.responsable == "" {
		n.formation.responsable = r.text(layout.OrganismeSIRET)
	}
	for f, v := range r.cells.all() {
		session := record{noun: "session"}.owns(f)
		n.ofSession = n.ofSession || session && !v.blank()
		n.ofFormation = n.ofFormation || session || record{noun: "formation"}.owns(f)
	}
	return n
}

// present tells what a delivery that declares itself complete holds: the
// organismes whose formations it describes, and the formations and sessions that
// it names, those of refused rows too. An organisme of which a refused row cannot
// be told is left out; when not even its organisme can be, none is spoken for.
func (m *Merge) present(formations map[call]string, sessions map[sessionKey]string) (responsables []string, seen map[string]bool) {
	seen = map[string]bool{}
	speaks, unsure := map[string]bool{}, map[string]bool{}
	for _, r := range m.rows {
		switch {
		case r.outcome != refused:
			seen[r.fiche], seen[r.session] = true, true
			if r.speaks.formation {
				speaks[r.call().responsable] = true
			}
		case !r.named.note(seen, formations, sessions):
			unsure[m.former(r.named.formation.responsable)] = true
		}
	}
	delete(seen, "")
	delete(speaks, "")
	if unsure[""] {
		return nil, seen
	}
	maps.DeleteFunc(speaks, func(siret string, _ bool) bool { return unsure[siret] })
	return slices.Sorted(maps.Keys(speaks)), seen
}

// note adds what a refused row names to what was seen; it is false when the row
// is about a formation or session and does not tell which.
func (n *naming) note(seen map[string]bool, formations map[call]string, sessions map[sessionKey]string) bool {
	if !n.ofFormation {
		return true
	}
	fiche, session := n.records(formations, sessions)
	seen[fiche], seen[session] = true, true
	return fiche != "" && (session != "" || !n.ofSession)
}

// records are the IDs of what the row names, each empty when it cannot be told.
func (n *naming) records(formations map[call]string, sessions map[sessionKey]string) (fiche, session string) {
	fiche, session = n.fiche, n.session
	if fiche == "" && n.formation.reference != "" {
		fiche = formations[n.formation]
	}
	if session == "" && n.sessionCalled != "" {
		session = sessions[sessionKey{fiche, n.sessionCalled, ""}]
	}
	return fiche, session
}

// former is the SIRET that the catalogue has for one that a stranger asks for.
func (m *Merge) former(siret string) string {
	if o, asked := m.renamed[siret]; asked && !m.options.Trusted {
		return o.SIRET
	}
	return siret
}
