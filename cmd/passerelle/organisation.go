package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/export/template"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// organisation reads all that the catalogue knows of an organisation: the siège,
// its antennes and what they are responsable of, as they were last stated, and so
// what a delivery is compared with. What is archived is left out.
func organisation(ctx context.Context, s *store.Store, siret string) (template.Options, error) {
	var o template.Options
	err := s.InLoad(ctx, func(tx *store.Load) (err error) {
		all, err := tx.AllOrganismes(ctx)
		if err != nil {
			return err
		}
		o.Organismes = family(all, siret)
		o.Offres, err = offers(ctx, tx, append(siretsOf(o.Organismes), siret))
		return err
	})
	if err == nil {
		err = leaveArchived(ctx, s, &o)
	}
	if err != nil {
		return o, fmt.Errorf("read organisation %s: %w", siret, err)
	}
	if len(o.Organismes)+len(o.Offres) == 0 {
		return o, fmt.Errorf("read organisation %s: the catalogue knows nothing of it; check the SIRET, or leave --organisme out for an empty workbook", siret)
	}
	return o, nil
}

// family is the siège and the antennes of the organisation to which an
// establishment belongs: those of one enterprise, and those that name it.
func family(all []offre.Organisme, siret string) (members []offre.Organisme) {
	of := siren(siret)
	for _, o := range all {
		if o.SIRET == siret && o.Siege != "" {
			of = siren(o.Siege)
		}
	}
	for _, o := range all {
		if o.SIRET != "" && (siren(o.SIRET) == of || siren(o.Siege) == of) {
			members = append(members, o)
		}
	}
	return members
}

// siren is the enterprise of an establishment: the first nine digits of its SIRET.
func siren(siret string) string { return siret[:min(9, len(siret))] }

func siretsOf(organismes []offre.Organisme) (list []string) {
	for _, o := range organismes {
		list = append(list, o.SIRET)
	}
	return list
}

// offers reads the formations of responsables, with their sessions.
func offers(ctx context.Context, tx *store.Load, responsables []string) (all []offre.Offre, err error) {
	slices.Sort(responsables)
	responsables = slices.Compact(responsables)
	formations, err := tx.FormationsOf(ctx, responsables)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, siret := range responsables {
		for _, f := range formations[siret] {
			ids = append(ids, f.ID)
			all = append(all, offre.Offre{Formation: f})
		}
	}
	sessions, err := tx.SessionsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Sessions = sessions[all[i].Formation.ID]
	}
	return all, nil
}

// leaveArchived takes out what staff or a complete delivery withdrew.
func leaveArchived(ctx context.Context, s *store.Store, o *template.Options) (err error) {
	archived := func(kind, id string) bool {
		decisions, failure := s.Decisions(ctx, kind, id)
		if failure != nil {
			err = failure
			return false
		}
		return len(decisions) > 0 && decisions[len(decisions)-1].To == journal.Archived
	}
	o.Organismes = slices.DeleteFunc(o.Organismes, func(one offre.Organisme) bool { return archived(store.KindOrganisme, one.ID) })
	o.Offres = slices.DeleteFunc(o.Offres, func(one offre.Offre) bool { return archived(store.KindFormation, one.Formation.ID) })
	for i := range o.Offres {
		o.Offres[i].Sessions = slices.DeleteFunc(o.Offres[i].Sessions, func(one offre.Session) bool { return archived(store.KindSession, one.ID) })
	}
	return err
}
