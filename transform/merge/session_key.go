package merge

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// sessionKey is what tells a session from the others of its formation: the
// organisation's reference, else dates, place and formateur.
type sessionKey struct{ formation, reference, otherwise string }

func rowSessionKey(r *row) sessionKey {
	if ref := r.text(layout.SessionReference); ref != "" {
		return sessionKey{r.fiche, ref, ""}
	}
	s := state1(r)
	begins, _, _ := debut(s)
	return sessionKey{r.fiche, "", otherwise(begins, offre.Date(s.text(layout.SessionFin)), s.text(layout.SessionLieuSIRET),
		s.text(layout.SessionLieuCodePostal), s.text(layout.SessionLieuVille), s.text(layout.SessionLieuAdresse),
		s.text(layout.SessionFormateurSIRET), s.text(layout.SessionFormateurNom))}
}

func heldSessionKey(s offre.Session) sessionKey {
	if s.Reference != "" {
		return sessionKey{s.Formation, s.Reference, ""}
	}
	street, a := "", s.Lieu.Adresse
	if len(a.Lignes) > 0 {
		street = a.Lignes[0]
	}
	return sessionKey{s.Formation, "", otherwise(s.Debut, s.Fin, s.Lieu.SIRET, a.CodePostal, a.Ville, street, s.Formateur, s.FormateurNom)}
}

// otherwise joins dates, place and formateur; the formateur's name counts only
// when its SIRET is not known.
func otherwise(debut, fin offre.Date, siret, postal, ville, street, formateur, nom string) string {
	if formateur == "" {
		formateur = fold(nom)
	}
	return strings.Join([]string{string(debut), string(fin), siret, postal, fold(ville), fold(street), formateur}, "\x00")
}

// state1 is what one row states of a session.
func state1(r *row) statement {
	s, _ := state([]*row{r}, record{noun: "session"})
	return s
}

// numberSessions gives each row the ID of its session: the one stated, else the
// one that a session of the same key already has, else a new one. It gives back
// the keys known.
func (m *Merge) numberSessions(ctx context.Context, c Catalogue) (map[sessionKey]string, error) {
	known, err := m.heldSessions(ctx, c)
	if err != nil {
		return nil, err
	}
	keys := make(map[*row]sessionKey)
	for _, r := range m.rows {
		if !r.speaks.session {
			continue
		}
		keys[r] = rowSessionKey(r)
	}
	here := map[sessionKey]string{}
	for _, r := range m.rows {
		if key := keys[r]; r.speaks.session && r.session != "" && here[key] == "" {
			here[key] = r.session
		}
	}
	for _, r := range m.rows {
		if r.speaks.session && r.session == "" {
			r.session = m.sessionID(keys[r], here, known)
			here[keys[r]] = r.session
		}
	}
	maps.Copy(known, here)
	return known, nil
}

func (m *Merge) sessionID(key sessionKey, here, known map[sessionKey]string) string {
	if id := here[key]; id != "" {
		return id
	}
	if id := known[key]; id != "" {
		return id
	}
	return number(m.prefix, 'S', key.formation, key.reference, key.otherwise)
}

// heldSessions are the sessions that the catalogue holds of the formations whose
// rows do not number theirs, where the catalogue can tell.
func (m *Merge) heldSessions(ctx context.Context, c Catalogue) (map[sessionKey]string, error) {
	known := map[sessionKey]string{}
	a, can := c.(Annuaire)
	if !can {
		return known, nil
	}
	formations := m.distinct(func(r *row) string {
		if r.speaks.session && r.session == "" {
			return r.fiche
		}
		return ""
	})
	for batch := range slices.Chunk(formations, batchSize) {
		held, err := a.SessionsOf(ctx, batch)
		if err != nil {
			return nil, fmt.Errorf("look up the sessions of %d formations: %w", len(batch), err)
		}
		for _, sessions := range held {
			for _, s := range sessions {
				if id := known[heldSessionKey(s)]; id == "" || s.ID < id {
					known[heldSessionKey(s)] = s.ID
				}
			}
		}
	}
	return known, nil
}
