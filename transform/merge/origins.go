package merge

import (
	"context"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// Kinds of record, as Origin names them.
const (
	KindOrganisme = "organisme"
	KindFormation = "formation"
	KindSession   = "session"
)

// Origin is one row that states a record. A record that several rows state has
// as many origins.
type Origin struct {
	Kind   string
	Record string        // ID
	Place  finding.Place // file, sheet and row
}

// origins says, row by row, which records each accepted row states; ids gives
// the number of an organisme by its SIRET.
func (m *Merge) origins(ids map[string]string) (all []Origin) {
	for _, r := range m.rows {
		add := func(kind, id string) {
			all = append(all, Origin{kind, id, r.place("")})
		}
		if ids[r.siret] != "" && (r.speaks.organisme || r.speaks.interlocuteur) {
			add(KindOrganisme, ids[r.siret])
		}
		if r.speaks.formation {
			add(KindFormation, r.fiche)
		}
		if r.speaks.session {
			add(KindSession, r.session)
		}
	}
	return all
}

// refusedOrigins says, row by row, which records each refused row names: what is
// said of them is to be mended there.
func (m *Merge) refusedOrigins() (all []Origin) {
	for _, r := range m.rows {
		if r.outcome != refused {
			continue
		}
		fiche, session := r.fiche, r.session
		if r.named != nil && fiche == "" {
			fiche, session = r.named.records(m.called, m.calledSessions)
			if session == "" && fiche != "" && r.named.sessionCalled != "" {
				session = number(m.prefix, 'S', fiche, r.named.sessionCalled, "")
			}
		}
		for _, o := range []Origin{{KindFormation, fiche, r.place("")}, {KindSession, session, r.place("")}} {
			if o.Record != "" {
				all = append(all, o)
			}
		}
	}
	return all
}

// warnOfUnknownResponsables says once of each organisme that formations name as
// responsable while nobody has described it.
func (m *Merge) warnOfUnknownResponsables(ctx context.Context, c Catalogue) error {
	responsable := func(r *row) (string, bool) { return r.text(layout.FormationResponsable), r.speaks.formation }
	absent, err := missing(ctx, c.Organismes, m.keys(responsable), m.keys(func(r *row) (string, bool) { return r.siret, r.speaks.organisme && !m.asked.creations[r.siret] }))
	if err != nil {
		return fmt.Errorf("look up the organismes responsables: %w", err)
	}
	for _, r := range m.rows {
		siret, yes := responsable(r)
		if !yes || !absent[siret] {
			continue
		}
		delete(absent, siret)
		found := about(responsableInconnu, r, layout.FormationResponsable, r.fiche, siret)
		found.Message = fmt.Sprintf("L'organisme responsable %s n'est ni dans la livraison ni au catalogue ; ses formations sont gardées.", siret)
		if m.asked.creations[siret] {
			found.Message = fmt.Sprintf("L'organisme responsable %s n'est pas encore au catalogue : sa création est demandée au Carif-Oref ; ses formations sont gardées en attendant.", siret)
			found.Remedy = "Attendez la réponse du Carif-Oref, ou corrigez le SIRET s'il est faux."
		}
		m.findings = append(m.findings, found)
	}
	return nil
}
