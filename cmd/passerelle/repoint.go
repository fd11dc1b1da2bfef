package main

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// repoint makes the formations and sessions of the catalogue that name an
// organisation by its former SIRET name it by its new one. Renamed gives the new
// SIRET of each former one.
func repoint(ctx context.Context, tx *store.Load, run string, renamed map[string]string) error {
	if len(renamed) == 0 {
		return nil
	}
	held, err := tx.FormationsOf(ctx, slices.Sorted(maps.Keys(renamed)))
	if err != nil {
		return err
	}
	var formations []offre.Formation
	for former, of := range held {
		for _, f := range of {
			f.Responsable = renamed[former]
			formations = append(formations, f)
		}
	}
	slices.SortFunc(formations, func(a, b offre.Formation) int { return cmp.Compare(a.ID, b.ID) })
	if err := tx.KeepFormations(ctx, run, formations); err != nil {
		return err
	}
	return repointSessions(ctx, tx, run, renamed, formations)
}

// repointSessions does so for the organisations that teach the sessions of
// formations.
func repointSessions(ctx context.Context, tx *store.Load, run string, renamed map[string]string, formations []offre.Formation) error {
	ids := make([]string, len(formations))
	for i, f := range formations {
		ids[i] = f.ID
	}
	held, err := tx.SessionsOf(ctx, ids)
	if err != nil {
		return err
	}
	var sessions []offre.Session
	for _, id := range ids {
		for _, s := range held[id] {
			if now, moved := renamed[s.Formateur]; moved {
				s.Formateur = now
				sessions = append(sessions, s)
			}
		}
	}
	return tx.KeepSessions(ctx, run, sessions)
}
