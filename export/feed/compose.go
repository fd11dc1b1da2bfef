package feed

import (
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// compose is the offer with the sessions that are taken, by action, under the
// numbers that the target has.
func (c *class) compose(o *offre.Offre, actions []group, sessions []target.Outcome) lheo.Offer {
	offer := lheo.Offer{Formation: o.Formation, Responsable: o.Responsable, Formateurs: o.Formateurs, Actions: make([]offre.Action, 0, len(actions)),
		Horodatage: o.Horodatage, HorodatageOrganisme: o.HorodatageOrganisme}
	for _, g := range actions {
		n := 0
		for _, i := range g.sessions {
			if sessions[i].Kept() {
				n++
			}
		}
		if n == 0 {
			continue
		}
		action := offre.Action{ID: g.id, Sessions: make([]offre.Session, 0, n)}
		for _, i := range g.sessions {
			if sessions[i].Kept() {
				action.Modalites = o.Sessions[i].Modalites
				action.Sessions = append(action.Sessions, o.Sessions[i])
			}
		}
		instants(&offer, o, g, action.Sessions)
		offer.Actions = append(offer.Actions, action)
	}
	if !c.target.Numbering.Kept() {
		c.renumber(&offer)
	}
	return offer
}

// instants says when an action and its sessions that are taken came in and last
// changed.
func instants(offer *lheo.Offer, o *offre.Offre, g group, taken []offre.Session) {
	if len(o.HorodatageSessions) == 0 {
		return
	}
	if offer.HorodatageActions == nil {
		offer.HorodatageActions = map[string]offre.Horodatage{}
		offer.HorodatageSessions = map[string]offre.Horodatage{}
	}
	for i := range taken {
		offer.HorodatageSessions[taken[i].ID] = o.HorodatageSessions[taken[i].ID]
	}
	offer.HorodatageActions[g.id] = g.instants
}

// date says when each action came in and last changed: with the first of its
// sessions, whether they are taken or not, and with each.
func date(actions []group, o *offre.Offre) {
	for a := range actions {
		g := &actions[a]
		for _, i := range g.sessions {
			h := o.HorodatageSessions[o.Sessions[i].ID]
			g.instants.Creation = earlier(g.instants.Creation, h.Creation)
			if h.Modification.After(g.instants.Modification) {
				g.instants.Modification = h.Modification
			}
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// renumber gives the numbers of the target to an offer.
func (c *class) renumber(offer *lheo.Offer) {
	n := c.target.Numbering
	actions, sessions := offer.HorodatageActions, offer.HorodatageSessions
	offer.HorodatageActions, offer.HorodatageSessions = map[string]offre.Horodatage{}, map[string]offre.Horodatage{}
	offer.Formation.ID = target.Number(n.Formation, offer.Formation.ID)
	offer.Responsable.ID = target.Number(n.Organisme, offer.Responsable.ID)
	formateurs := make(map[string]offre.Organisme, len(offer.Formateurs))
	for siret, f := range offer.Formateurs {
		f.ID = target.Number(n.Organisme, f.ID)
		formateurs[siret] = f
	}
	offer.Formateurs = formateurs
	for i := range offer.Actions {
		a := &offer.Actions[i]
		id := a.ID
		a.ID = target.Number(n.Action, id)
		offer.HorodatageActions[a.ID] = actions[id]
		for j := range a.Sessions {
			s := &a.Sessions[j]
			id := s.ID
			s.ID = target.Number(n.Session, id)
			offer.HorodatageSessions[s.ID] = sessions[id]
		}
	}
}

// clash is why the numbers of an offer cannot stand in the feed: they are longer
// than consumers store, or another record has them. Numbers that are the
// catalogue's own cannot clash.
func (w *writer) clash(offer *lheo.Offer) *target.Reason {
	if w.target.Numbering.Kept() {
		return nil
	}
	own := map[string]bool{}
	for _, key := range numbersOf(offer) {
		switch id := key[1:]; {
		case id == "" || len(id) > maxID:
			return &target.Reason{Code: target.NumberTaken, Sentence: fmt.Sprintf("le numéro « %s » qu'aurait la fiche pour cette cible n'a pas de 1 à %d caractères", id, maxID)}
		case w.numbers[key] || own[key]:
			return &target.Reason{Code: target.NumberTaken, Sentence: fmt.Sprintf("le numéro « %s » qu'aurait la fiche pour cette cible est déjà celui d'une autre", id)}
		}
		own[key] = true
	}
	return nil
}

// number keeps the numbers of an offer from being given again.
func (w *writer) number(offer *lheo.Offer) {
	if w.target.Numbering.Kept() {
		return
	}
	for _, key := range numbersOf(offer) {
		w.numbers[key] = true
	}
}

// numbersOf lists the numbers of the records of an offer, each after the letter of
// its kind.
func numbersOf(offer *lheo.Offer) []string {
	keys := []string{"f" + offer.Formation.ID}
	for i := range offer.Actions {
		keys = append(keys, "a"+offer.Actions[i].ID)
		for j := range offer.Actions[i].Sessions {
			keys = append(keys, "s"+offer.Actions[i].Sessions[j].ID)
		}
	}
	return keys
}
